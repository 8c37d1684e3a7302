import { DAY_MS, HOUR_MS } from '../time.ts';
import { emptyBand, type ErrorBand } from './error-band.ts';
import { emptyLevels, type Levels, type SlotMedians } from './levels.ts';
import { emptyMixture, type Mixture } from './mixture.ts';
import { emptyPending, type PendingForecasts } from './pending-forecasts.ts';
import { emptyProfile, SLOTS_OF_DAY, type SeasonalProfile } from './seasonal-profile.ts';

/** A horizon at which forecasts are measured, beside one step. */
export interface MeasuredHorizon {
  horizonMs: number;
  /** How many forecasts are made within it, so at most wait. */
  parts: number;
  /** The shares of the horizon that the forecasts are made for in turn. */
  shares: readonly number[];
}

/**
 * A day's is measured from half a day on: at exactly a day the last value is that of the same time of day, and looks wiser than it is at
 * any other horizon. Its errors come every hour, the others' every five and thirty minutes: 48 forecasts wait at most.
 */
export const MEASURED: readonly MeasuredHorizon[] = [
  { horizonMs: HOUR_MS, parts: 12, shares: [1] },
  { horizonMs: 6 * HOUR_MS, parts: 12, shares: [1] },
  { horizonMs: DAY_MS, parts: 24, shares: [1, 2 / 3, 5 / 6, 1 / 2] },
];

/** What one horizon has learned: how to weigh the candidates, and how large the error is. */
export interface Horizon {
  mixture: Mixture;
  band: ErrorBand;
}

/** All that a forecaster knows: less than 8 KB of numbers, whatever it has seen. */
export interface ForecasterState {
  levels: Levels;
  profile: SeasonalProfile;
  medians: SlotMedians;
  step: Horizon;
  measured: readonly (Horizon & { pending: PendingForecasts })[];
}

const emptyHorizon = (): Horizon => ({ mixture: emptyMixture(), band: emptyBand() });

/** The state of a forecaster that has seen nothing. */
export function emptyState(): ForecasterState {
  return {
    levels: emptyLevels(),
    profile: emptyProfile(),
    medians: { median: new Float32Array(SLOTS_OF_DAY), count: new Float32Array(SLOTS_OF_DAY) },
    step: emptyHorizon(),
    measured: MEASURED.map(({ parts }) => ({ ...emptyHorizon(), pending: emptyPending(parts + 1) })),
  };
}

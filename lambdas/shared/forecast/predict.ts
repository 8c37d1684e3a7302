import { CANDIDATES, candidates } from './candidates.ts';
import { ERRORS_NEEDED } from './error-band.ts';
import type { ForecastPoint } from './forecast.ts';
import { type ForecasterState, type Horizon, MEASURED } from './forecaster-state.ts';
import { mix } from './mixture.ts';

/** A horizon shorter than this many steps is the one step. */
const ONE_STEP = 1.5;
/** The band of a random walk grows with the square root of the horizon: the most that is assumed beyond what was measured. */
const MOST_GROWTH = 0.5;

interface Anchor extends Horizon {
  horizonMs: number;
}

/** The forecast for `at` (epoch ms, after the last point) from a state that has seen two points or more. */
export function predict(state: ForecasterState, at: number): ForecastPoint {
  const { levels } = state;
  const forecasts = new Float64Array(CANDIDATES.length);
  candidates(levels, state.profile, state.medians, at, forecasts);
  const horizon = at - levels.lastAt;
  let shorter: Anchor = { ...state.step, horizonMs: levels.stepMs };
  let before: Anchor | null = null;
  let longer: Anchor | null = null;
  for (const [index, measured] of state.measured.entries()) {
    const horizonMs = MEASURED[index]?.horizonMs ?? 0;
    if (longer !== null || horizonMs < ONE_STEP * levels.stepMs || measured.band.count < ERRORS_NEEDED) continue;
    const anchor = { ...measured, horizonMs };
    if (horizonMs >= horizon) longer = anchor;
    else [before, shorter] = [shorter, anchor];
  }
  const near = from(shorter, forecasts);
  const point =
    horizon <= shorter.horizonMs ? near : longer === null ? beyond(near, shorter, before, horizon) : between(near, shorter, longer);
  return bounded(point, at, levels.negative === 1);

  function between(near: Band, shorter: Anchor, longer: Anchor): Band {
    const far = from(longer, forecasts);
    const share = Math.log(horizon / shorter.horizonMs) / Math.log(longer.horizonMs / shorter.horizonMs);
    const part = (a: number, b: number): number => a + share * (b - a);
    return { expected: part(near.expected, far.expected), low: part(near.low, far.low), high: part(near.high, far.high) };
  }
}

interface Band {
  expected: number;
  /** Distances from what is expected, low at most 0 and high at least 0. */
  low: number;
  high: number;
}

function from({ mixture, band }: Horizon, forecasts: Float64Array): Band {
  return { expected: mix(mixture, forecasts), low: Math.min(0, band.low), high: Math.max(0, band.high) };
}

/** Past the longest measured horizon the band grows on as it grew between the last two, at most as a random walk's. */
function beyond(near: Band, last: Anchor, before: Anchor | null, horizon: number): Band {
  let growth = MOST_GROWTH;
  if (before !== null) {
    const width = near.high - near.low;
    const earlier = Math.max(0, before.band.high) - Math.min(0, before.band.low);
    if (width > 0 && earlier > 0) {
      growth = Math.min(MOST_GROWTH, Math.max(0, Math.log(width / earlier) / Math.log(last.horizonMs / before.horizonMs)));
    }
  }
  const factor = (horizon / last.horizonMs) ** growth;
  return { expected: near.expected, low: near.low * factor, high: near.high * factor };
}

/** A series that was never negative (a count, a duration, a share) is not expected to become so. */
function bounded({ expected, low, high }: Band, at: number, negative: boolean): ForecastPoint {
  const least = negative ? -Infinity : 0;
  const within = (value: number): number => Math.max(least, value);
  return { at, expected: within(expected), low: within(expected + low), high: within(expected + high) };
}

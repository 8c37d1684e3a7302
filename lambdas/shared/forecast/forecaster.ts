import { ABSURD } from './absurd.ts';
import { CANDIDATES, candidates } from './candidates.ts';
import { COVERAGE, ERRORS_NEEDED, learnError } from './error-band.ts';
import type { Forecast, Forecaster, ForecastPoint } from './forecast.ts';
import { emptyState, MEASURED } from './forecaster-state.ts';
import { learnLevels } from './levels.ts';
import { learnMixture, mix } from './mixture.ts';
import { addPending, takeDue } from './pending-forecasts.ts';
import { predict } from './predict.ts';

/** Points before anything is said: twice what the band of one step needs, so that its errors are not those of the very first points. */
export const POINTS_NEEDED = 2 * ERRORS_NEEDED;
/** Two weeks: twice the longest season that is learned. */
export const MAX_HORIZON_MS = 14 * 86_400_000;
/** Two weeks of minutes. */
export const MAX_POINTS = 20_160;
/** The range of a Date, ms. */
const LAST_MOMENT = 8.64e15;
/** A point later than so many steps follows a gap: its error is not the one-step error. */
const GAP_STEPS = 3;
/** A waiting forecast is compared with the first point after its moment, when that is within so many steps. */
const LATE_STEPS = 1.5;

/**
 * A forecaster that has seen nothing.
 *
 * Nine simple forecasts (candidates.ts) over one set of levels, a daily and a weekly profile (levels.ts, seasonal-profile.ts), weighed
 * online by what they were worth at one step, an hour, six hours and a day (mixture.ts), with the measured quantiles of the errors there
 * as the band (error-band.ts). Between two horizons, both are interpolated in the logarithm of the horizon.
 */
export function createForecaster(): Forecaster {
  const state = emptyState();
  const { levels } = state;
  const scratch = new Float64Array(CANDIDATES.length);

  const observe = (at: number, value: number): ForecastPoint | null => {
    if (!(Math.abs(at) <= LAST_MOMENT)) throw new RangeError(`at: found ${at}; expected epoch milliseconds`);
    const later = levels.count === 0 || at > levels.lastAt;
    const expectedAt = later ? at : levels.lastAt + levels.stepMs;
    const point = levels.count < POINTS_NEEDED ? null : { ...predict(state, expectedAt), at };
    if (later && Math.abs(value) <= ABSURD) learn(at, value);
    return point;
  };

  const learn = (at: number, value: number): void => {
    if (levels.count >= 2) learnErrors(at, value);
    learnLevels(levels, state.profile, state.medians, at, value);
    if (levels.count >= ERRORS_NEEDED) makeForecasts(at);
  };

  const learnErrors = (at: number, value: number): void => {
    if (at - levels.lastAt <= GAP_STEPS * levels.stepMs) {
      candidates(levels, state.profile, state.medians, at, scratch);
      const mixed = mix(state.step.mixture, scratch);
      learnMixture(state.step.mixture, scratch, mixed, value);
      learnError(state.step.band, value - mixed);
    }
    for (const { mixture, band, pending } of state.measured) {
      for (let due = takeDue(pending, at); due !== null; due = takeDue(pending, at)) {
        if (at - due.target > LATE_STEPS * levels.stepMs) continue;
        learnMixture(mixture, due.forecasts, due.mixed, value);
        learnError(band, value - due.mixed);
      }
    }
  };

  const makeForecasts = (at: number): void => {
    for (const [index, { horizonMs, parts, shares }] of MEASURED.entries()) {
      const measured = state.measured[index];
      if (measured === undefined) continue;
      const { pending, mixture } = measured;
      const { waiting, made, madeAt } = pending.tally;
      if (waiting > 0 && at - madeAt < horizonMs / parts) continue;
      const target = at + horizonMs * (shares[made % shares.length] ?? 1);
      candidates(levels, state.profile, state.medians, target, scratch);
      addPending(pending, at, target, scratch, mix(mixture, scratch));
    }
  };

  const forecast = (horizonMs: number, everyMs: number = levels.stepMs): Forecast => {
    if (!(horizonMs > 0 && horizonMs <= MAX_HORIZON_MS)) {
      throw new RangeError(`horizonMs: found ${horizonMs}; expected more than 0, at most ${MAX_HORIZON_MS}`);
    }
    if (levels.count < POINTS_NEEDED) return { kind: 'not-enough-data', have: levels.count, need: POINTS_NEEDED };
    const count = Math.floor(horizonMs / everyMs);
    if (!(everyMs > 0 && count <= MAX_POINTS)) {
      throw new RangeError(`everyMs: found ${everyMs}; expected at least ${horizonMs / MAX_POINTS} for this horizon`);
    }
    const points = Array.from({ length: count }, (_, index) => predict(state, levels.lastAt + (index + 1) * everyMs));
    return { kind: 'forecast', coverage: COVERAGE, stepMs: levels.stepMs, points };
  };

  return { observe, forecast };
}

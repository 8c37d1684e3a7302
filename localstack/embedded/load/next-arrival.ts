import { MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { dailyShape } from './daily-shape.ts';
import type { Random } from './random.ts';

/** Mean requests per telemetry minute, and how far the day moves them (0: not at all, 1: down to nothing). */
export interface Rate {
  perMinute: number;
  amplitude: number;
}

/**
 * Time (telemetry epoch ms, not rounded) of the first arrival after `after` in a Poisson process with the rate of that time of
 * day. By thinning: candidates come at the peak's rate, and each stays with the share that its moment's rate is of the peak's.
 * Source: Lewis and Shedler, Simulation of nonhomogeneous Poisson processes by thinning, 1979.
 * Infinity when nothing ever arrives.
 */
export function nextArrival(after: number, rate: Rate, random: Random): number {
  if (!(Number.isFinite(rate.perMinute) && rate.perMinute >= 0)) {
    throw new RangeError(`perMinute: found ${rate.perMinute}; expected requests per telemetry minute, 0 or more`);
  }
  if (rate.perMinute === 0) return Number.POSITIVE_INFINITY;
  const peak = 1 + rate.amplitude;
  const meanGap = MINUTE_MS / (rate.perMinute * peak);
  let at = after;
  for (;;) {
    // 1 - u lies in (0, 1], so the logarithm is finite.
    at -= Math.log(1 - random()) * meanGap;
    if (random() * peak < dailyShape(at, rate.amplitude)) return at;
  }
}

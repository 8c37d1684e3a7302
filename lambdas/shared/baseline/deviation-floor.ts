import type { Series } from '../contract/records.ts';

/** A change of a duration or of memory below this share of its mean is nothing that a person would act on. */
const RELATIVE_FLOOR = 0.05;

/** One point of rate: a fifth of the five points from which SPEC 3 speaks of an anomaly, so that z = 3 is 3 points at least. */
const RATE_FLOOR = 0.01;

/** One millisecond, one megabyte: what the platform's reports resolve. */
const UNIT_FLOOR = 1;

/**
 * Smallest standard deviation that a z-score is taken with, in the series' unit. A series that never moved has a deviation
 * of zero, and without a floor its first flicker would be infinitely far out.
 * Counts get the square root of their mean: the deviation of a Poisson process, which a load cannot be steadier than.
 */
export function deviationFloor(series: Series, mean: number): number {
  switch (series) {
    case 'error-rate':
    case 'throttle-rate':
    case 'timeout-rate':
      return RATE_FLOOR;
    case 'invocations':
    case 'concurrency':
      return Math.max(UNIT_FLOOR, Math.sqrt(Math.abs(mean)));
    case 'duration-p50':
    case 'duration-p95':
    case 'duration-p99':
    case 'duration-mean':
    case 'duration-max':
    case 'memory-used':
    case 'init-time':
      return Math.max(UNIT_FLOOR, RELATIVE_FLOOR * Math.abs(mean));
  }
}

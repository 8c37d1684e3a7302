import type { Series } from '../contract/records.ts';
import { CRITICAL_Z, maturity, type Norm, zScore } from './judge-value.ts';
import { MEMORY_JUMP } from './memory-jump.ts';

/** Series whose critical rise makes the whole minute unhealthy: what the callers of the target feel. */
export const VITAL_SERIES: ReadonlySet<Series> = new Set<Series>([
  'error-rate',
  'timeout-rate',
  'throttle-rate',
  'duration-p50',
  'duration-p95',
]);

/**
 * Series of load: their rise and fall is the callers' doing, no incident of the target, and never an outlier. (An incident that
 * empties the service shows in a vital series of the same minute.)
 */
const LOAD_SERIES: ReadonlySet<Series> = new Set<Series>(['invocations', 'concurrency']);

/** Whether the value is critically above its established baseline. Lower ones never are: better is the new norm. */
export function isOutlier(norm: Norm, value: number, at: number): boolean {
  if (LOAD_SERIES.has(norm.series) || maturity(norm, at).state !== 'established') return false;
  // Memory creeps up in steps of the heap, far beyond three deviations: it has a rule of its own.
  if (norm.series === 'memory-used') return value > MEMORY_JUMP * norm.max;
  return zScore(norm, value) > CRITICAL_Z;
}

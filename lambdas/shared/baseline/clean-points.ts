import type { Series } from '../contract/records.ts';
import type { Point } from './points.ts';

/** Why one point was not learned. `outlier` is decided against the baseline, by telemetry. */
export const POINT_REASONS = ['not-a-number', 'negative', 'absurd', 'outlier'] as const;
export type PointReason = (typeof POINT_REASONS)[number];

/** Lambda's longest timeout is 900 s and its largest memory 10,240 MB (Lambda quotas); a tenth more for rounding and overhead. */
const LONGEST_MS = 1.1 * 900_000;
const MOST_MEMORY_MB = 1.1 * 10_240;
/** 166,000 requests a second: above every account's limit that Lambda's quotas page names. */
const MOST_INVOCATIONS = 10_000_000;

/** Largest value of a series that can be true. */
const CEILING: Record<Series, number> = {
  invocations: MOST_INVOCATIONS,
  concurrency: MOST_INVOCATIONS,
  'error-rate': 1,
  'throttle-rate': 1,
  'timeout-rate': 1,
  'duration-p50': LONGEST_MS,
  'duration-p95': LONGEST_MS,
  'duration-p99': LONGEST_MS,
  'duration-mean': LONGEST_MS,
  'duration-max': LONGEST_MS,
  'init-time': LONGEST_MS,
  'memory-used': MOST_MEMORY_MB,
};

/** Leaves out, and counts, the points that cannot be true; the rest of their minute is kept. */
export function cleanPoints(points: readonly Point[]): { points: Point[]; discarded: Partial<Record<PointReason, number>> } {
  const discarded: Partial<Record<PointReason, number>> = {};
  const kept = points.filter((point) => {
    const reason = flawOf(point);
    if (reason !== null) discarded[reason] = (discarded[reason] ?? 0) + 1;
    return reason === null;
  });
  return { points: kept, discarded };
}

function flawOf({ series, value }: Point): PointReason | null {
  if (Number.isNaN(value)) return 'not-a-number';
  if (value < 0) return 'negative';
  return value > CEILING[series] ? 'absurd' : null;
}

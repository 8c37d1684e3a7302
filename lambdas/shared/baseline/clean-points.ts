import type { Series } from '../contract/records.ts';
import { MINUTE_MS } from '../time.ts';
import type { Point, SeriesPoint } from './points.ts';

/** Why a point can't be true. */
export type Flaw = 'not-a-number' | 'negative' | 'absurd' | 'misaligned';

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
export function cleanPoints(points: readonly Point[]): { points: Point[]; discarded: Partial<Record<Flaw, number>> } {
  const discarded: Partial<Record<Flaw, number>> = {};
  const kept = points.filter((point) => {
    const flaw = flawOf(point);
    if (flaw !== null) discarded[flaw] = (discarded[flaw] ?? 0) + 1;
    return flaw === null;
  });
  return { points: kept, discarded };
}

/** What is wrong with the point; null: nothing. With a time, that must be the start of a minute since 1970. */
export function flawOf(point: Point | SeriesPoint): Flaw | null {
  const { series, value, weight } = point;
  if (Number.isNaN(value) || Number.isNaN(weight)) return 'not-a-number';
  if (value < 0 || weight < 0) return 'negative';
  if (value > CEILING[series] || weight === Number.POSITIVE_INFINITY) return 'absurd';
  return 'at' in point && !isMinute(point.at) ? 'misaligned' : null;
}

function isMinute(at: number): boolean {
  return Number.isSafeInteger(at) && at >= 0 && at % MINUTE_MS === 0;
}

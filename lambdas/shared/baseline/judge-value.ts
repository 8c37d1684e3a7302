import type { SeriesBaseline } from '../contract/records.ts';
import { DAY_MS } from '../time.ts';
import { deviationFloor } from './deviation-floor.ts';

/**
 * Points from which a baseline counts as established. With alpha 0.1 the statistics remember 19 points; the deviation's
 * relative error is then about 1 / sqrt(2 x 19) = 16 %, and with fewer points it is worse.
 */
export const MIN_SAMPLES = 20;

/** Age from which a baseline says nothing any more: one whole period of the hour-of-week profile went by without a point. */
export const STALE_MS = 7 * DAY_MS;

/** Deviation from which a value is out of the ordinary, and from which it is far out (SPEC 3). */
export const WARNING_Z = 2;
export const CRITICAL_Z = 3;

/** What of a baseline a value is judged by. */
export type Norm = Pick<SeriesBaseline, 'series' | 'count' | 'mean' | 'variance' | 'max' | 'updatedAt'>;

/** Whether a baseline may be compared with. */
export type Maturity<B extends Norm = SeriesBaseline> =
  | { state: 'established'; baseline: B }
  | { state: 'learning'; samples: number; needed: number }
  | { state: 'stale'; ageMs: number };

/** What a baseline is good for as of `now` (epoch ms); one that does not exist is still learning. */
export function maturity<B extends Norm>(baseline: B | null | undefined, now: number): Maturity<B> {
  if (baseline === null || baseline === undefined) return { state: 'learning', samples: 0, needed: MIN_SAMPLES };
  if (isStale(baseline, now)) return { state: 'stale', ageMs: now - baseline.updatedAt };
  if (baseline.count < MIN_SAMPLES) return { state: 'learning', samples: baseline.count, needed: MIN_SAMPLES };
  return { state: 'established', baseline };
}

/**
 * Whether the last point is too long ago: the baseline then starts anew. Points that were not learned count as well: what fails
 * for a week has not become normal by it.
 */
export function isStale({ updatedAt }: Pick<Norm, 'updatedAt'>, now: number): boolean {
  return updatedAt > 0 && now - updatedAt > STALE_MS;
}

/** Standard deviations from the mean, signed; the deviation is never taken below the series' floor. */
export function zScore({ series, mean, variance }: Norm, value: number): number {
  return (value - mean) / Math.max(Math.sqrt(variance), deviationFloor(series, mean));
}

import { MINUTE_MS } from '../../time.ts';

/**
 * Minutes without a sign after which an anomaly is over; a later one is another. Five is the n of the rules' "k of n minutes", so that what
 * they still call out is never called over.
 */
export const GAP_MS = 5 * MINUTE_MS;

/** A stretch of minutes that were out of the ordinary. Times are starts of minutes, epoch ms. */
export interface Episode<T> {
  since: number;
  lastSeen: number;
  /** The minutes that were out, ascending. */
  out: T[];
  /** The newest n points that hold at least k of them. */
  newest: T[];
}

/** `of` points in a row, of which `k` must be out. */
export interface KOfN {
  k: number;
  of: number;
}

/**
 * The newest stretch of `points` (ascending, only minutes with data) in which at least k of n points in a row were out; fewer than n
 * points are enough when k of them are out. It takes in the minutes that were out before and after, up to {@link GAP_MS} apart.
 */
export function newestEpisode<T extends { at: number }>(
  points: readonly T[],
  isOut: (point: T) => boolean,
  { k, of }: KOfN,
): Episode<T> | null {
  const flags = points.map(isOut);
  for (let end = points.length - 1; end >= 0; end -= 1) {
    if (flags[end] !== true) continue;
    const start = Math.max(0, end - of + 1);
    const inside = flags.slice(start, end + 1).filter(Boolean).length;
    if (inside < k) continue;
    const run = points.slice(start, end + 1);
    const outside = points.filter((_, index) => flags[index] === true);
    const firstOut = run.find((_, index) => flags[start + index] === true)?.at ?? Number.NaN;
    const lastOut = points[end]?.at ?? Number.NaN;
    const since = reach(outside.filter((point) => point.at < firstOut).toReversed(), firstOut);
    const lastSeen = reach(
      outside.filter((point) => point.at > lastOut),
      lastOut,
    );
    return { since, lastSeen, out: outside.filter((point) => point.at >= since && point.at <= lastSeen), newest: run };
  }
  return null;
}

/** How far the stretch goes from `edge` over points that lie further and further away. */
function reach(points: readonly { at: number }[], edge: number): number {
  let at = edge;
  for (const point of points) {
    if (Math.abs(point.at - at) > GAP_MS) break;
    at = point.at;
  }
  return at;
}

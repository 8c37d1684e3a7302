import type { PendingPoint, SeriesBaseline } from '../contract/records.ts';
import { wasSeen } from './seen-minutes.ts';

/** What came in for one series. */
export interface TakenIn {
  /** All points that are not folded in, ascending, one a minute; the very array of before when nothing is new. */
  pending: readonly PendingPoint[];
  /** Minutes that are new. */
  fresh: number;
  /** Minutes that are folded in without having been seen: too late. */
  late: number[];
  /** Points of minutes that are too old to tell whether they were seen. */
  tooOld: number;
}

/**
 * Takes clean points into the pending ones of a series. Of two readings of a minute the weightier one holds, of equally weighty ones the
 * larger, and a minute that either reading puts into a rollout is one: so order and repetition change nothing. A point
 * before the watermark is late, unless its minute was seen: then it is one more reading of what is folded in.
 */
export function takeIn({ pending, watermark, seen }: SeriesBaseline, points: readonly PendingPoint[]): TakenIn {
  const minutes = new Map(pending.map((point) => [point.at, point]));
  const late = new Set<number>();
  let tooOld = 0;
  let isNew = false;
  for (const point of points) {
    if (watermark !== null && point.at < watermark) {
      const known = wasSeen(seen, watermark, point.at);
      if (known === null) tooOld += 1;
      else if (!known) late.add(point.at);
      continue;
    }
    const known = minutes.get(point.at);
    const holds = known === undefined ? point : weightier(known, point);
    if (holds === known) continue;
    minutes.set(point.at, holds);
    isNew = true;
  }
  return {
    pending: isNew ? [...minutes.values()].toSorted((a, b) => a.at - b.at) : pending,
    fresh: minutes.size - pending.length,
    late: [...late],
    tooOld,
  };
}

/** The reading that holds: the known one itself when the other says nothing new. */
function weightier(known: PendingPoint, other: PendingPoint): PendingPoint {
  const canary = known.canary || other.canary;
  const holds = other.weight > known.weight || (other.weight === known.weight && other.value > known.value) ? other : known;
  return holds.canary === canary ? holds : { ...holds, canary };
}

import type { BaselineSubject, PendingPoint, ScoredPoint, Series, SeriesBaseline } from '../contract/records.ts';
import { createDetector } from '../detection/detector.ts';
import { floorMinute, MINUTE_MS } from '../time.ts';
import { emptyBaseline } from './baseline.ts';
import { flawOf } from './clean-points.ts';
import { foldMinute } from './fold-minute.ts';
import { isStale } from './judge-value.ts';
import { OpenSeries } from './open-series.ts';
import type { SeriesPoint } from './points.ts';
import { scorePoint } from './score-point.ts';
import { markSeen } from './seen-minutes.ts';
import { type TakenIn, takeIn } from './take-in.ts';

export interface FoldOptions {
  /** How much older than the newest point of the subject one may be that is still put in order. */
  latenessMs: number;
  /** When the live version was deployed, as far as it is known: a change of level that follows it is believed sooner. */
  deployedAt: number | null;
}

export interface FoldedTarget {
  /** All series, with their new points. One that nothing is new for is the very object of before: it need not be written. */
  series: Partial<Record<Series, SeriesBaseline>>;
  /** Every point from the former watermark on, ascending. */
  scored: Partial<Record<Series, ScoredPoint[]>>;
  /** Points of minutes that were not seen before. */
  points: number;
  /** Points that were folded in and learned. */
  learned: number;
  /**
   * Points of this call that were not learned, by reason. `not-a-number`, `negative`, `absurd`, `misaligned`: as read, again at each
   * reading. `late`: too late to be put in order. `canary`, `unhealthy`, `outlier`: folded in without being learned.
   */
  discarded: Record<string, number>;
  /** Series whose lasting change became the norm. */
  adopted: Series[];
}

/**
 * Takes the points of one subject (a target, a version, an operation) into the baselines of its series, and scores them.
 *
 * A point waits in `pending` until the newest one of the subject is `latenessMs` younger; then its whole minute is folded in
 * (fold-minute.ts), oldest first, all series together. So the points may come in any order within that time, any number of
 * times, in one call or in many: the baselines are the same, bit for bit. One that comes later is counted, once, and changes nothing
 * else. The watermark is part of the record that it guards, so that writing the record conditionally has the effect of each minute exactly
 * once.
 * Points that wait are scored too, on the detector as it would have learned them, which is then thrown away.
 *
 * @param points complete minutes only: their figures may grow, their time must be over
 */
export function foldTarget(
  before: Partial<Record<Series, SeriesBaseline>>,
  subject: BaselineSubject,
  tenant: string,
  points: readonly SeriesPoint[],
  { latenessMs, deployedAt }: FoldOptions,
): FoldedTarget {
  const result: FoldedTarget = { series: {}, scored: {}, points: 0, learned: 0, discarded: {}, adopted: [] };
  const count = (reason: string, by: number): void => {
    if (by > 0) result.discarded[reason] = (result.discarded[reason] ?? 0) + by;
  };
  const clean = cleanBySeries(points, (flaw) => count(flaw, 1));
  const names = new Set([...(Object.keys(before) as Series[]), ...clean.keys()]);
  const all = Array.from(names, (series): Folding => {
    const known = before[series] ?? emptyBaseline(subject, tenant, series);
    const taken = takeIn(known, clean.get(series) ?? []);
    result.points += taken.fresh;
    count('late', taken.late.length + taken.tooOld);
    return { open: new OpenSeries(known), taken, folded: [], scored: [] };
  });
  // The newest point of all is never folded in: it waits in one of them.
  const newest = all.reduce((latest, { taken }) => Math.max(latest, taken.pending.at(-1)?.at ?? 0), 0);
  const front = floorMinute(newest - latenessMs);

  for (const [at, here] of minutesBefore(front, all)) {
    for (const [index, { scored, fate }] of foldMinute(at, here, deployedAt).entries()) {
      const folding = here[index]?.folding;
      folding?.folded.push(at);
      folding?.scored.push(scored);
      if (fate === 'learned' || fate === 'adopted') result.learned += 1;
      else count(fate, 1);
      if (fate === 'adopted' && folding !== undefined) result.adopted.push(folding.open.series);
    }
  }
  for (const folding of all) {
    const { series } = folding.open;
    result.series[series] = closed(folding, tenant, latenessMs, before[series]);
    if (folding.taken.pending.length > 0) result.scored[series] = [...folding.scored, ...foresee(folding)];
  }
  return result;
}

interface Folding {
  open: OpenSeries;
  taken: TakenIn;
  /** Minutes that this call folded in, and what they got. */
  folded: number[];
  scored: ScoredPoint[];
}

function cleanBySeries(points: readonly SeriesPoint[], onFlaw: (flaw: string) => void): Map<Series, PendingPoint[]> {
  const clean = new Map<Series, PendingPoint[]>();
  for (const point of points) {
    const flaw = flawOf(point);
    if (flaw !== null) {
      onFlaw(flaw);
      continue;
    }
    const { series, at, canary } = point;
    // A negative zero is stored as zero: it must be one from the start.
    const kept = { at, value: point.value + 0, weight: point.weight + 0, canary };
    const known = clean.get(series);
    if (known === undefined) clean.set(series, [kept]);
    else known.push(kept);
  }
  return clean;
}

/** The points before `front`, by minute, oldest first. */
function minutesBefore(front: number, all: readonly Folding[]) {
  const minutes = new Map<number, { folding: Folding; open: OpenSeries; point: PendingPoint }[]>();
  for (const folding of all) {
    for (const point of folding.taken.pending) {
      if (point.at >= front) break;
      const entry = { folding, open: folding.open, point };
      const known = minutes.get(point.at);
      if (known === undefined) minutes.set(point.at, [entry]);
      else known.push(entry);
    }
  }
  return [...minutes].toSorted(([a], [b]) => a - b);
}

/** The record to be written; the very one of before when nothing is new. */
function closed({ open, taken, folded }: Folding, tenant: string, latenessMs: number, before: SeriesBaseline | undefined): SeriesBaseline {
  const isNew = taken.pending !== open.before.pending || taken.late.length > 0 || folded.length > 0;
  if (before !== undefined && !isNew) return before;
  for (const _ of taken.late) open.discard('late');
  const pending = taken.pending.slice(folded.length);
  const watermark = watermarkOf(open, pending, latenessMs);
  const seen =
    watermark === null ? open.before.seen : markSeen(open.before.seen, open.before.watermark, watermark, [...taken.late, ...folded]);
  return { ...open.close(), tenant, watermark, pending, seen };
}

/**
 * Points before it can't be put in order any more: a later one is folded in, or they are older than the lateness allows. A matter of what
 * was seen, not of when: the same points give the same watermark.
 */
function watermarkOf({ before, updatedAt }: OpenSeries, pending: readonly PendingPoint[], latenessMs: number): number | null {
  const newest = pending.at(-1)?.at ?? updatedAt;
  const afterFolded = updatedAt > 0 ? updatedAt + MINUTE_MS : 0;
  return Math.max(before.watermark ?? 0, afterFolded, floorMinute(newest - latenessMs));
}

/**
 * Scores for the points that wait, as if they were folded in. After the series was closed: the detector learns here what is not to be
 * kept.
 */
function foresee({ open, taken, folded }: Folding): ScoredPoint[] {
  let { detector } = open;
  let last = open.updatedAt;
  return taken.pending.slice(folded.length).map((point) => {
    if (detector !== null && isStale({ updatedAt: last }, point.at)) detector = createDetector();
    last = point.at;
    return scorePoint(open, detector, point, point.canary);
  });
}

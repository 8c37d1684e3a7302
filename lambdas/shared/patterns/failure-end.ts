import type { FailureCluster, LookedAt } from '../contract/records.ts';
import type { Span } from '../ports.ts';
import { compareRates, type RateBin } from '../stats/compare-rates.ts';
import { HOUR_MS } from '../time.ts';

/** What is left of a failure that has ended: a tenth of its rate is what stragglers of other causes make. */
const LEFT = 0.1;
/** A rate that is not even halved is ruled out before an end is believed. */
const HALVED = 0.5;
/** One-sided: how often chance alone may say so. With none after, eight failures before rule out half of their rate: (2/3)^8 = 0.04. */
const ALPHA = 0.05;

/** Whether a failure ended with a change. Too little to say is a case of its own, and counts for nobody. */
export type FailureEnd =
  | {
      word: 'ended' | 'goes-on';
      reason: string;
      figures: { before: number; after: number; hours: number; callsBefore: number; callsAfter: number };
    }
  | { word: 'unknown'; reason: string };

/** A clock hour of one side of the change. */
interface Hour {
  hour: number;
  /** How long failures were counted in it, ms. */
  watched: number;
  side: 'before' | 'after' | 'neither';
}

/**
 * Reads off a cluster whether its failure ended with a change that took from `changed.from` (the first request that met it) to `changed.to` (the
 * last that did not): failures a call in the hours after against as long before, by {@link compareRates}, which allows for bursts. An hour of the clock
 * of which both sides were counted is left out. `ended`: at most {@link LEFT} of the rate is left, and half of it is ruled out; `goes-on`:
 * more than a tenth is left, for sure; else nobody knows yet.
 *
 * @param hours of the cluster, as its record has them when `after` was counted.
 * @param before when the failure was found; the time after it, up to the change, is not looked at.
 */
export function failureEnd(hours: FailureCluster['hours'], before: LookedAt, after: LookedAt, changed: Span): FailureEnd {
  if (before.calls === 0 || after.calls === 0) return unknown(`It was not called ${before.calls === 0 ? 'before' : 'after'} the change.`);
  const clock = clockHours([before, after], changed);
  const [earlier, later] = sameLength(
    clock.filter(({ side }) => side === 'before'),
    clock.filter(({ side }) => side === 'after'),
  );
  const counts = new Map(hours.map(({ hour, count }) => [hour, count]));
  const bins = (side: readonly Hour[], calls: number): RateBin[] =>
    side.map(({ hour, watched }) => ({ count: counts.get(hour) ?? 0, exposure: watched * calls }));
  const compared = compareRates(bins(earlier, perMs(before)), bins(later, perMs(after)));
  if (compared === null) return unknown('There is no hour of either side to compare, or none in which it failed.');
  const figures = {
    before: compared.before.count,
    after: compared.after.count,
    hours: lengthOf(later) / HOUR_MS,
    callsBefore: Math.round(compared.before.exposure),
    callsAfter: Math.round(compared.after.exposure),
  };
  const told =
    `${figures.after} failures in ${figures.callsAfter} calls of the ${inHours(later)} after the change, ` +
    `${figures.before} in ${figures.callsBefore} of the ${inHours(earlier)} before`;
  if (compared.ratio <= LEFT && compared.pFewer(HALVED) <= ALPHA) return { word: 'ended', reason: `It ended: ${told}.`, figures };
  if (compared.pMore(LEFT) <= ALPHA) return { word: 'goes-on', reason: `It goes on: ${told}.`, figures };
  return unknown(`Too little to say: ${told}.`);
}

const unknown = (reason: string): FailureEnd => ({ word: 'unknown', reason });
const perMs = ({ from, to, calls }: LookedAt): number => calls / (to - from);
const lengthOf = (side: readonly Hour[]): number => side.reduce((sum, { watched }) => sum + watched, 0);
const inHours = (side: readonly Hour[]): string => `${(lengthOf(side) / HOUR_MS).toFixed(1)} hours`;

/** The hours of the clock in which failures were counted, newest first, with the side of the change on which they were. */
function clockHours(spans: readonly Span[], changed: Span): Hour[] {
  const parts = new Map<number, Span[]>();
  for (const { from, to } of spans) {
    for (let hour = Math.floor(from / HOUR_MS) * HOUR_MS; hour < to; hour += HOUR_MS) {
      const part = { from: Math.max(from, hour), to: Math.min(to, hour + HOUR_MS) };
      parts.set(hour, [...(parts.get(hour) ?? []), part]);
    }
  }
  return [...parts]
    .map(([hour, inHour]): Hour => {
      const isBefore = inHour.every(({ to }) => to <= changed.from);
      const isAfter = inHour.every(({ from }) => from >= changed.to);
      return { hour, watched: unionOf(inHour), side: isBefore ? 'before' : isAfter ? 'after' : 'neither' };
    })
    .toSorted((a, b) => b.hour - a.hour);
}

/** Length of what the spans cover together, ms. */
function unionOf(spans: readonly Span[]): number {
  let covered = 0;
  let until = 0;
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    covered += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return covered;
}

/** As much of both sides, the newest of each: a day is not held beside an hour of the night. */
function sameLength(before: readonly Hour[], after: readonly Hour[]): [Hour[], Hour[]] {
  const length = Math.min(lengthOf(before), lengthOf(after));
  return [newest(before, length), newest(after, length)];
}

function newest(side: readonly Hour[], length: number): Hour[] {
  let covered = 0;
  return side.filter(({ watched }) => {
    const isWanted = covered < length;
    covered += watched;
    return isWanted;
  });
}

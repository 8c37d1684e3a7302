import type { Anomaly } from '../../shared/contract/records.ts';
import { fisherExact } from '../../shared/forecast/fisher-exact.ts';
import { HOUR_MS } from '../../shared/time.ts';

/** What a target is in when it has an anomaly of some kind: the words of a sentence. */
export type Trouble = 'fails' | 'is slow' | 'is overloaded' | 'is called less';

/** Level before the correction for the pairs that were looked at: one wrong sentence in a hundred pages. */
const LEVEL = 0.01;

/** Hours in which both must have been in trouble: twice may be one bad day. */
const HOURS_TOGETHER = 3;

/** What was found of a pair. */
export interface CoOccurrence {
  target: string;
  trouble: Trouble;
  other: string;
  otherTrouble: Trouble;
  /** Hours with the target's trouble, those of them with the other's too, and as many as chance gives. */
  hours: number;
  together: number;
  expected: number;
  /** Of Fisher's exact test, times the pairs that were looked at (Bonferroni). */
  p: number;
}

/** What an anomaly means for its target; null: nothing that these words fit. */
export function troubleOf({ type, series }: Pick<Anomaly, 'type' | 'series'>): Trouble | null {
  if (type === 'error-cluster' || series === 'error-rate' || series === 'timeout-rate') return 'fails';
  if (type === 'throughput') return 'is called less';
  if (type === 'utilisation' || series === 'concurrency' || series === 'throttle-rate' || series === 'memory-used') return 'is overloaded';
  return series?.startsWith('duration') === true ? 'is slow' : null;
}

/**
 * "X fails when Y is overloaded": whether the trouble of an anomaly came, in the past, in the hours in which one of the others had its
 * trouble, more often than chance. By whole hours, so that one incident counts once however often it flickered: of all hours from the first
 * anomaly known to this one, Y was in trouble in `marked`, X came into trouble in `hours`, both in `together`; Fisher's exact test says how
 * likely that is by chance. Only what had ended before this one began counts: the incident at hand is what is to be explained.
 */
export function coOccurrences(anomaly: Anomaly, others: readonly Anomaly[], history: readonly Anomaly[]): CoOccurrence[] {
  const trouble = troubleOf(anomaly);
  const past = history.filter((each) => each.severity !== 'info' && each.lastSeen < anomaly.since - HOUR_MS);
  if (trouble === null || past.length === 0) return [];
  const firstHour = hourOf(Math.min(...past.map(({ since }) => since)));
  const total = hourOf(anomaly.since) - firstHour;
  const begun = hoursOf(past, anomaly.target, trouble, ({ since }) => [hourOf(since)]);
  const pairs = distinct(others.filter(({ target }) => target !== anomaly.target));
  return pairs
    .map(({ target: other, trouble: otherTrouble }): CoOccurrence => {
      const marked = hoursOf(past, other, otherTrouble, ({ since, lastSeen }) => range(hourOf(since), hourOf(lastSeen)));
      const together = [...begun].filter((hour) => marked.has(hour)).length;
      const p = Math.min(1, pairs.length * fisherExact(together, begun.size, marked.size, total));
      return {
        target: anomaly.target,
        trouble,
        other,
        otherTrouble,
        hours: begun.size,
        together,
        expected: (begun.size * marked.size) / total,
        p,
      };
    })
    .filter(({ together, p }) => together >= HOURS_TOGETHER && p < LEVEL)
    .toSorted((a, b) => a.p - b.p);
}

/** In a sentence. */
export function coOccurrenceWords({ target, trouble, other, otherTrouble, hours, together, expected }: CoOccurrence): string {
  return (
    `As before: ${target} ${trouble} when ${other} ${otherTrouble} (in ${together} of the ${hours} hours in which it did; ` +
    `chance would give ${expected.toFixed(1)}).`
  );
}

function distinct(anomalies: readonly Anomaly[]): { target: string; trouble: Trouble }[] {
  const pairs = new Map<string, { target: string; trouble: Trouble }>();
  for (const each of anomalies) {
    const trouble = troubleOf(each);
    if (trouble !== null) pairs.set(`${each.target} ${trouble}`, { target: each.target, trouble });
  }
  return [...pairs.values()];
}

function hoursOf(past: readonly Anomaly[], target: string, trouble: Trouble, hours: (anomaly: Anomaly) => number[]): Set<number> {
  return new Set(past.filter((each) => each.target === target && troubleOf(each) === trouble).flatMap(hours));
}

function hourOf(at: number): number {
  return Math.floor(at / HOUR_MS);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

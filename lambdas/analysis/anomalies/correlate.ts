import type { Anomaly, RelatedAnomaly } from '../../shared/contract/records.ts';
import { clockTime, SERIES_WORDS } from '../../shared/detection/words.ts';
import { MINUTE_MS } from '../../shared/time.ts';

/**
 * Two anomalies of a tenant belong together when their times overlap, or lie at most this far apart: what fails shows up to three minutes
 * later in what depends on it, by other rules up to ten (a throughput rule looks at fifteen minutes, a warning at five).
 */
const APART_MS = 10 * MINUTE_MS;

/** Related ones that a record holds: the earliest. A hundred would make no page readable and no item small. */
const MOST_RELATED = 10;

/** Whether two anomalies belong to the same time. */
export function overlap(one: Anomaly, other: Anomaly): boolean {
  return one.since <= endOf(other) + APART_MS && other.since <= endOf(one) + APART_MS;
}

function endOf({ resolution, lastSeen }: Anomaly): number {
  return resolution === null ? Number.POSITIVE_INFINITY : lastSeen;
}

/** The anomaly with what moved with it, earliest first, and whether it began it: nothing was seen to begin in an earlier minute. */
export function correlated(anomaly: Anomaly, all: readonly Anomaly[]): Anomaly {
  const related = all
    .filter((other) => other.id !== anomaly.id && other.severity !== 'info' && overlap(anomaly, other))
    .toSorted((a, b) => a.since - b.since || a.target.localeCompare(b.target, 'en') || a.id.localeCompare(b.id, 'en'))
    .slice(0, MOST_RELATED)
    .map(({ id, target, series, since, title }): RelatedAnomaly => ({ id, target, series, since, title }));
  return { ...anomaly, related, first: related.every(({ since }) => since >= anomaly.since) };
}

/** What else moved and who was first, in sentences. */
export function relatedWords({ target, since, related, first }: Pick<Anomaly, 'target' | 'since' | 'related' | 'first'>): string {
  const [earliest] = related;
  if (earliest === undefined) return 'Nothing else of this tenant moved with it.';
  const others = related
    .map((each) => `${each.target} (${each.series === null ? each.title : SERIES_WORDS[each.series]}, since ${clockTime(each.since)})`)
    .join('; ');
  const tied = related.filter((each) => each.since === since && each.target !== target).map((each) => each.target);
  const who = !first
    ? `It began with ${earliest.target} at ${clockTime(earliest.since)}.`
    : tied.length > 0
      ? `${[target, ...new Set(tied)].join(' and ')} began in the same minute.`
      : `It began here.`;
  return `Also out of the ordinary: ${others}. ${who}`;
}

import type { Correlation } from '../../shared/contract/records.ts';
import { binomialTail } from '../../shared/stats/binomial-tail.ts';
import { DAY_MS, HOUR_MS } from '../../shared/time.ts';
import { chanceWords, type Correlated, found, LEVEL, none, type Subject } from './subject.ts';

const HOURS = 24;
/** As forecast/time-pattern.ts: before that two bad days look like a pattern, and thrice at the same hour is the least. */
const DAYS_NEEDED = 5;
const DAYS_FAILED = 3;
/** Probability that no binomial test may be asked for: none at all, and certainty. */
const EDGE = 1e-9;

/**
 * Hours of the day (UTC) on which the cluster is seen on more days than the traffic of that hour explains. What counts is on how many days an hour
 * saw a failure, not how many failures: those of one incident belong together. With D days and the share w of a day's calls, an hour sees one on a day
 * with 1 - exp(-c w), where c makes the expected number of hours with failures, D sum (1 - exp(-c w)), the one that was seen; the days of an hour
 * are then binomial. Each probability times 24, the hours that were looked at.
 */
export function hour({ cluster, dayProfile, span }: Subject): Correlated {
  const [first] = cluster.hours;
  if (first === undefined) return none('No failure is on record.');
  const days = Math.ceil((span.to - Math.floor(first.hour / DAY_MS) * DAY_MS) / DAY_MS);
  if (days < DAYS_NEEDED) return none(`${days} of the ${DAYS_NEEDED} days are known that an hour of the day can be told from.`);
  if (dayProfile === null) return none('How many calls come at which hour of the day is not known.');
  const failed = Array.from({ length: HOURS }, (_, at) => cluster.hours.filter((each) => (each.hour / HOUR_MS) % HOURS === at).length);
  const seen = failed.reduce((sum, count) => sum + count, 0);
  const rate = rateFor(seen / days, dayProfile);
  const correlations = failed.flatMap((daysFailed, at): Correlation[] => {
    const expected = 1 - Math.exp(-rate * (dayProfile[at] ?? 0));
    const count = Math.min(days, daysFailed);
    const p = Math.min(1, HOURS * binomialTail(count, days, Math.min(1 - EDGE, Math.max(EDGE, expected))));
    if (count < DAYS_FAILED || p >= LEVEL) return [];
    const clock = `${String(at).padStart(2, '0')}:00 UTC`;
    return [
      {
        kind: 'hour',
        summary:
          `Seen in the hour of ${clock} on ${count} of ${days} days, where ${(expected * days).toFixed(1)} are expected by its traffic; ` +
          `${chanceWords(p)}.`,
        strength: Math.max(0, count / days - expected),
        method: 'share of the days above the expected one; binomial against the traffic by hour of the day, times 24 hours looked at',
        figures: { hour: at, daysFailed: count, days, expected: expected * days, p },
      },
    ];
  });
  return found(correlations, 'It is seen at no hour of the day more often than its traffic explains.');
}

/** The c at which so many hours of a day are expected to see a failure, by bisection. */
function rateFor(hoursADay: number, profile: readonly number[]): number {
  const expected = (rate: number): number => profile.reduce((sum, share) => sum + 1 - Math.exp(-rate * share), 0);
  let [low, high] = [0, 1];
  while (expected(high) < hoursADay && high < 1e6) high *= 2;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (expected(middle) < hoursADay) low = middle;
    else high = middle;
  }
  return high;
}

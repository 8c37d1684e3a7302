import { fisherExact } from './fisher-exact.ts';

/** What was seen at one hour of the day (UTC). */
export interface HourRecord {
  hour: number;
  runs: number;
  failures: number;
  /** Days on which the operation ran at this hour, and those of them with a failure. */
  daysSeen: number;
  daysFailed: number;
}

/** An hour at which failures gather. */
export interface PatternHour extends HourRecord {
  /** Share of its days with a failure, and the same over the other hours. */
  share: number;
  elsewhere: number;
  /** Probability of that by chance, times the number of hours that were looked at (Bonferroni), at most 1. */
  p: number;
}

export type TimePattern =
  | { kind: 'not-enough-data'; /** Days at the hour that was seen most. */ have: number; need: number }
  /** In order of the p-value. */
  | { kind: 'pattern'; hours: readonly PatternHour[] }
  | { kind: 'no-pattern'; /** The hour that came nearest; null when nothing failed. */ nearest: PatternHour | null };

/** Days before a daily pattern can be told from two bad days. */
export const DAYS_NEEDED = 5;
/** Days with a failure at the hour: the same hour thrice. */
const DAYS_FAILED = 3;
/** Level after the correction for having looked at all hours. */
const LEVEL = 0.01;
/** How many times as often as elsewhere: less is nothing to act on. */
const LEAST_RATIO = 2;

/**
 * Whether failures gather at an hour of the day. What counts is on how many days an hour saw a failure, not how many failures: those
 * of one incident belong together, and one bad evening is no pattern. Each hour is compared with all others by Fisher's exact test.
 * @throws RangeError when an hour is not one of 0..23, comes twice, or its counts contradict one another.
 */
export function timePattern(records: readonly HourRecord[]): TimePattern {
  check(records);
  const have = records.reduce((most, { daysSeen }) => Math.max(most, daysSeen), 0);
  if (have < DAYS_NEEDED) return { kind: 'not-enough-data', have, need: DAYS_NEEDED };
  const seen = records.reduce((sum, { daysSeen }) => sum + daysSeen, 0);
  const failed = records.reduce((sum, { daysFailed }) => sum + daysFailed, 0);
  const hours = records
    .filter(({ daysFailed }) => daysFailed > 0)
    .map((record): PatternHour => {
      const { daysSeen, daysFailed } = record;
      const others = seen - daysSeen;
      return {
        ...record,
        share: daysFailed / daysSeen,
        elsewhere: others === 0 ? 0 : (failed - daysFailed) / others,
        p: Math.min(1, records.length * fisherExact(daysFailed, daysSeen, failed, seen)),
      };
    })
    .toSorted((a, b) => a.p - b.p);
  const found = hours.filter(
    ({ daysFailed, p, share, elsewhere }) => daysFailed >= DAYS_FAILED && p < LEVEL && share >= LEAST_RATIO * elsewhere,
  );
  return found.length > 0 ? { kind: 'pattern', hours: found } : { kind: 'no-pattern', nearest: hours[0] ?? null };
}

function check(records: readonly HourRecord[]): void {
  const hours = new Set<number>();
  for (const { hour, runs, failures, daysSeen, daysFailed } of records) {
    if (!(Number.isInteger(hour) && hour >= 0 && hour < 24) || hours.has(hour)) {
      throw new RangeError(`hour: found ${hour}; expected each of 0..23 once at most`);
    }
    hours.add(hour);
    const whole = [runs, failures, daysSeen, daysFailed].every((count) => Number.isInteger(count) && count >= 0);
    if (!whole || failures > runs || daysFailed > daysSeen || daysFailed > failures || daysSeen > runs) {
      throw new RangeError(
        `hour ${hour}: found ${failures} failures of ${runs} runs, on ${daysFailed} of ${daysSeen} days; expected whole numbers that fit`,
      );
    }
  }
}

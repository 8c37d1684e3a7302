import type { VersionChange } from '../../lambdas/analysis/clusters/version-changes.ts';
import type { Subject } from '../../lambdas/analysis/correlations/subject.ts';
import type { MinuteStats } from '../../lambdas/shared/contract/records.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lambdas/shared/time.ts';
import type { Random } from '../../localstack/embedded/load/random.ts';

/** What goes with the failures of a made-up cluster. */
export const PLANTED = ['nothing', 'deployment', 'configuration', 'upstream', 'hour', 'metric'] as const;
export type Planted = (typeof PLANTED)[number];

export interface Scenario {
  /** Minutes of the window. */
  minutes: number;
  /** Calls a minute, on the day's average. */
  calls: number;
  /** Share of the calls that fail, where nothing is planted. */
  share: number;
  /** How many fail at once. */
  burst: number;
  planted: Planted;
  /** How many times as often it fails under what is planted; in the planted hour {@link HOUR_TIMES} times that, which a week has seven of. */
  times: number;
}

const END = Date.UTC(2026, 10, 20, 12);
/** Days of hours on record, for what comes at the same hour. */
const DAYS = 7;
/** In the hour of the day at which it fails more, so many times more than under what is planted otherwise. */
export const HOUR_TIMES = 4;
/** That hour. */
const HOUR = 3;
/** Length of a stretch in which a metric, or another target, is high, minutes. */
const STRETCH = 45;

/** Poisson by Knuth's product; means here are small. */
function poisson(mean: number, random: Random): number {
  let count = 0;
  for (let product = random(), least = Math.exp(-mean); product > least; product *= random()) count += 1;
  return count;
}

/** Traffic by hour of the day: twice as much at noon as at midnight. */
const dayShape = (at: number): number => 1 - Math.cos((2 * Math.PI * (at % DAY_MS)) / DAY_MS) / 3;

/** A series that wanders: 0.9 of the last value, and noise. */
function wandering(length: number, random: Random): number[] {
  let last = 0;
  return Array.from({ length }, () => (last = 0.9 * last + random() - 0.5));
}

/**
 * A cluster in a window as the analysis sees it: traffic with the shape of a day, metrics that wander, a deployment in the middle, another target in
 * trouble, a week of hours; the failures go with none of it but what is planted.
 */
export function subjectOf({ minutes: length, calls, share, burst, planted, times }: Scenario, random: Random): Subject {
  const span = { from: END - length * MINUTE_MS, to: END };
  const middle = span.from + Math.floor(length / 2) * MINUTE_MS;
  const isHigh = (index: number): boolean => Math.floor(index / STRETCH) % 2 === 1;
  const minutes: MinuteStats[] = [];
  const errors: Subject['errors'][number][] = [];
  for (let index = 0; index < length; index += 1) {
    const minute = span.from + index * MINUTE_MS;
    const invocations = poisson(calls * dayShape(minute), random);
    const isMore =
      ((planted === 'deployment' || planted === 'configuration') && minute >= middle) ||
      ((planted === 'metric' || planted === 'upstream') && isHigh(index));
    const failed = burst * poisson((invocations * share * (isMore ? times : 1)) / burst, random);
    for (let each = 0; each < failed; each += 1) {
      errors.push({ at: minute + Math.floor(random() * MINUTE_MS), version: minute >= middle ? '2' : '1', message: 'it failed' });
    }
    minutes.push({ minute, invocations, errors: failed, throttles: 0, concurrency: null, duration: null });
  }
  const series = (of: Planted) => {
    const noise = wandering(length, random);
    return minutes.map(({ minute }, index) => ({ at: minute, value: (planted === of && isHigh(index) ? 3 : 0) + (noise[index] ?? 0) }));
  };
  const other = (): number[] => wandering(length, random);
  const plain = () => other().map((value, index) => ({ at: span.from + index * MINUTE_MS, value }));
  const isSetting = planted === 'configuration';
  const change: VersionChange = {
    version: '2',
    after: middle,
    by: middle,
    besideUntil: null,
    what: 'version 2',
    configuration: { before: { memoryMb: 512 }, after: { memoryMb: 256 } },
    onlyConfiguration: isSetting,
  };
  return {
    cluster: { target: 'orders', hours: hoursOf(planted, times, random) },
    errors,
    span,
    minutes,
    series: {
      'duration-p95': series('metric'),
      concurrency: plain(),
      'throttle-rate': plain(),
      'memory-used': plain(),
      invocations: minutes.map(({ minute, invocations }) => ({ at: minute, value: invocations })),
    },
    reports: [],
    changes: [planted === 'deployment' ? { ...change, configuration: null } : change],
    dayProfile: Array.from({ length: 24 }, (_, hour) => dayShape(hour * HOUR_MS) / 24),
    others: [{ target: 'prices', series: { 'error-rate': plain(), 'duration-p95': series('upstream'), concurrency: plain() } }],
  };
}

/** A week of hours on record, about a third of them with a failure. */
function hoursOf(planted: Planted, times: number, random: Random): Subject['cluster']['hours'] {
  const first = Math.floor(END / DAY_MS) * DAY_MS - (DAYS - 1) * DAY_MS;
  return Array.from({ length: DAYS * 24 }, (_, index) => first + index * HOUR_MS)
    .filter((hour) => hour < END)
    .flatMap((hour) => {
      const isMore = planted === 'hour' && (hour / HOUR_MS) % 24 === HOUR;
      const count = poisson(0.4 * dayShape(hour) * (isMore ? HOUR_TIMES * times : 1), random);
      return count === 0 ? [] : [{ hour, count }];
    });
}

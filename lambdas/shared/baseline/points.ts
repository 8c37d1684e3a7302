import type { LogMinute, MinuteStats, PendingPoint, Series } from '../contract/records.ts';

/** One value of one series, in the series' unit: ms, MB, invocations, or a share; `weight` is what it rests on (invocations, lines, runs). */
export interface Point {
  series: Series;
  value: number;
  weight: number;
}

/** A point with its minute, as foldTarget takes it. */
export type SeriesPoint = PendingPoint & Pick<Point, 'series'>;

/**
 * The points of one minute of a target: counts and durations from the metrics, memory, initialisation and timeouts from what the
 * logs said of the same minute (null: nothing). A share of nothing is no point: a minute without invocations has no error rate.
 * - memory-used is the largest of the minute, MB: what decides whether the setting is enough;
 * - init-time is the mean over the cold starts of the minute, ms;
 * - timeout-rate is taken over the lines that were read, since both come from the same sample.
 */
export function pointsOf(stats: MinuteStats, log: LogMinute | null): Point[] {
  const { invocations, throttles, duration } = stats;
  const points: Point[] = [];
  const add = (series: Series, value: number, weight: number): void => {
    points.push({ series, value, weight });
  };
  add('invocations', invocations, invocations);
  if (invocations !== 0) add('error-rate', stats.errors / invocations, invocations);
  const attempts = invocations + throttles;
  if (attempts !== 0) add('throttle-rate', throttles / attempts, attempts);
  if (stats.concurrency !== null) add('concurrency', stats.concurrency, invocations);
  if (duration !== null) {
    add('duration-p50', duration.p50, invocations);
    add('duration-p95', duration.p95, invocations);
    add('duration-p99', duration.p99, invocations);
    add('duration-mean', duration.mean, invocations);
    add('duration-max', duration.max, invocations);
  }
  if (log !== null && log.reports > 0) {
    add('memory-used', log.maxMemoryMb, log.reports);
    add('timeout-rate', log.timeouts / log.reports, log.reports);
  }
  if (log !== null && log.coldStarts > 0) add('init-time', log.initMs / log.coldStarts, log.coldStarts);
  return points;
}

/** The points of one operation (contract OPERATION_SERIES) in one minute. */
export function operationPoints({ runs, failures, durationMs, longestMs }: LogMinute['operations'][number]): Point[] {
  return [
    { series: 'invocations', value: runs, weight: runs },
    { series: 'error-rate', value: failures / runs, weight: runs },
    { series: 'duration-mean', value: durationMs / runs, weight: runs },
    { series: 'duration-max', value: longestMs, weight: runs },
  ];
}

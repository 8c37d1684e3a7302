import type { MinuteStats, ReportLine, Series } from '../contract/records.ts';

/** One value of one series, in the series' unit: ms, MB, invocations, or a share. */
export interface Point {
  series: Series;
  value: number;
}

/**
 * The points of one minute: counts and durations from the metrics, memory, initialisation and timeouts from the REPORT lines
 * of the same minute. A share of nothing is no point: a minute without invocations has no error rate.
 * - memory-used is the largest of the minute, MB: what decides whether the setting is enough;
 * - init-time is the mean over the cold starts of the minute, ms;
 * - timeout-rate is taken over the lines that were read, since both come from the same sample.
 */
export function pointsOf(stats: MinuteStats, reports: readonly ReportLine[]): Point[] {
  const points: Point[] = [{ series: 'invocations', value: stats.invocations }];
  const add = (series: Series, value: number): void => {
    points.push({ series, value });
  };
  if (stats.invocations !== 0) add('error-rate', stats.errors / stats.invocations);
  const attempts = stats.invocations + stats.throttles;
  if (attempts !== 0) add('throttle-rate', stats.throttles / attempts);
  if (stats.concurrency !== null) add('concurrency', stats.concurrency);
  if (stats.duration !== null) {
    add('duration-p50', stats.duration.p50);
    add('duration-p95', stats.duration.p95);
    add('duration-p99', stats.duration.p99);
    add('duration-mean', stats.duration.mean);
    add('duration-max', stats.duration.max);
  }
  if (reports.length > 0) {
    add(
      'memory-used',
      reports.reduce((most, line) => Math.max(most, line.maxMemoryMb), 0),
    );
    add('timeout-rate', reports.filter((line) => line.status === 'timeout').length / reports.length);
  }
  const starts = reports.flatMap((line) => (line.initMs === null ? [] : [line.initMs]));
  if (starts.length > 0) add('init-time', starts.reduce((sum, each) => sum + each, 0) / starts.length);
  return points;
}

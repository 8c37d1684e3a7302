import { operationPoints, pointsOf, type SeriesPoint } from '../shared/baseline/points.ts';
import { type LogMinute, type MinuteStats, type Series, VERSION_SERIES } from '../shared/contract/records.ts';
import { type CanarySpan, isCanaryMinute } from './canary-span.ts';

const OF_VERSION: ReadonlySet<Series> = new Set(VERSION_SERIES);

/** The points of a target: of every minute that its metrics know, with what the logs said of the same minute. */
export function targetPoints(stats: readonly MinuteStats[], logs: readonly LogMinute[], canary: CanarySpan): SeriesPoint[] {
  const logOf = new Map(logs.map((log) => [log.minute, log]));
  return stats.flatMap((each) => {
    const at = each.minute;
    return pointsOf(each, logOf.get(at) ?? null).map((point) => ({ ...point, at, canary: isCanaryMinute(at, canary) }));
  });
}

/** Those of them that belong to a version which served alone from `since` (epoch ms) on: its own series, whole minutes without a canary. */
export function versionPoints(points: readonly SeriesPoint[], since: number): SeriesPoint[] {
  return points.filter(({ at, canary, series }) => at >= since && !canary && OF_VERSION.has(series));
}

/** The points of one operation. */
export function pointsOfOperation(operation: string, logs: readonly LogMinute[], canary: CanarySpan): SeriesPoint[] {
  return logs.flatMap(({ minute: at, operations }) =>
    operations
      .filter((each) => each.operation === operation)
      .flatMap(operationPoints)
      .map((point) => ({ ...point, at, canary: isCanaryMinute(at, canary) })),
  );
}

import type { MinuteStats, ReportLine, Series, TargetBaselines } from '../shared/contract/records.ts';
import { emptyBaseline, learn } from '../shared/baseline/baseline.ts';
import { CRITICAL_Z, isStale, maturity, zScore } from '../shared/baseline/judge-value.ts';
import { MEMORY_JUMP } from '../shared/baseline/memory-jump.ts';
import { floorMinute } from '../shared/time.ts';
import { cleanPoints } from '../shared/baseline/clean-points.ts';
import { type Point, pointsOf } from '../shared/baseline/points.ts';

/** Series whose critical rise makes the whole minute unhealthy: what the callers of the target feel. */
const VITAL: ReadonlySet<Series> = new Set<Series>(['error-rate', 'timeout-rate', 'throttle-rate', 'duration-p50', 'duration-p95']);

/**
 * Series of load: their rise and fall is the callers' doing, no incident of the target, and always learned. (An incident that
 * empties the service shows in a vital series of the same minute.)
 */
const LOAD: ReadonlySet<Series> = new Set<Series>(['invocations', 'concurrency']);

export interface Learned {
  baselines: TargetBaselines;
  /** Points that were read, and those of them that were learned. */
  points: number;
  learned: number;
}

/**
 * Learns clean minutes, oldest first, from healthy periods only: an incident must not become the norm (SPEC 2).
 * - `canaryLive`: a rollout is under way and the minutes mix two versions; none is learned.
 * - a minute in which a vital series is critically above its established baseline is not learned at all;
 * - of other minutes, a point that is critically above its own baseline is not learned; lower ones are: better is the new norm.
 * A baseline that has gone stale starts anew. What was not learned is added to `discarded`, the watermark is left to the caller.
 */
export function learnMinutes(
  before: TargetBaselines,
  minutes: readonly MinuteStats[],
  reports: readonly ReportLine[],
  canaryLive: boolean,
): Learned {
  const linesOf = Map.groupBy(reports, (line) => floorMinute(line.at));
  const discarded: Record<string, number> = { ...before.discarded };
  const count = (reason: string, by: number): void => {
    if (by > 0) discarded[reason] = (discarded[reason] ?? 0) + by;
  };
  let baselines = before;
  let points = 0;
  let learned = 0;
  for (const stats of minutes) {
    const read = pointsOf(stats, linesOf.get(stats.minute) ?? []);
    points += read.length;
    const clean = cleanPoints(read);
    for (const [reason, by] of Object.entries(clean.discarded)) count(reason, by);
    if (canaryLive) count('canary', 1);
    else if (clean.points.some((point) => VITAL.has(point.series) && isOutlier(baselines, point, stats.minute))) {
      count('unhealthy', 1);
    } else {
      const normal = clean.points.filter((point) => !isOutlier(baselines, point, stats.minute));
      count('outlier', clean.points.length - normal.length);
      learned += normal.length;
      baselines = learnPoints(baselines, normal, stats.minute);
    }
  }
  const errorRate = baselines.series['error-rate'];
  const successRate = errorRate === undefined ? null : Math.min(1, Math.max(0, 1 - errorRate.mean));
  return { baselines: { ...baselines, successRate, discarded }, points, learned };
}

function isOutlier(baselines: TargetBaselines, { series, value }: Point, at: number): boolean {
  if (LOAD.has(series)) return false;
  const known = maturity(baselines, series, at);
  if (known.state !== 'established') return false;
  // Memory creeps up in steps of the heap, far beyond three deviations: it has a rule of its own.
  if (series === 'memory-used') return value > MEMORY_JUMP * known.baseline.max;
  return zScore(known.baseline, value) > CRITICAL_Z;
}

function learnPoints(baselines: TargetBaselines, points: readonly Point[], at: number): TargetBaselines {
  const series = { ...baselines.series };
  for (const point of points) {
    const known = series[point.series];
    const from = known === undefined || isStale(known, at) ? emptyBaseline(baselines.target, point.series) : known;
    series[point.series] = learn(from, point.value, at);
  }
  return { ...baselines, series };
}

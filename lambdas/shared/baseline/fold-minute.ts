import type { PendingPoint, ScoredPoint } from '../contract/records.ts';
import { MINUTE_MS } from '../time.ts';
import { ALPHA, FAST_ALPHA } from './baseline.ts';
import { DEPLOYED_MS, FAILURE_SERIES } from './candidate.ts';
import { isOutlier, VITAL_SERIES } from './is-outlier.ts';
import { isStale } from './judge-value.ts';
import type { OpenSeries } from './open-series.ts';
import { scorePoint } from './score-point.ts';

/** What became of one point of the minute. */
export type Fate = 'learned' | 'adopted' | 'canary' | 'unhealthy' | 'outlier';

export interface FoldedPoint {
  open: OpenSeries;
  scored: ScoredPoint;
  fate: Fate;
}

/**
 * Folds one minute of a subject into its series, from healthy periods only: an incident must not become the norm (SPEC 2).
 * - in a rollout (by any of its points) the minute mixes two versions: none is learned;
 * - a minute in which a vital series is critically above its established baseline is not learned at all;
 * - of other minutes, a point that is critically above its own baseline is not learned; lower ones are;
 * - a point that makes a lasting change of level complete is learned with it (candidate.ts). Minutes in which the target fails
 *   count neither for nor against one: how long a failing function takes says nothing of its norm.
 * The detector learns every point but those of rollouts. A baseline that has gone stale starts anew. For half an hour after a deployment
 * (`deployedAt`, epoch ms) baselines adapt faster.
 */
export function foldMinute(
  at: number,
  here: readonly { open: OpenSeries; point: PendingPoint }[],
  deployedAt: number | null,
): FoldedPoint[] {
  const alpha = deployedAt !== null && at > deployedAt - MINUTE_MS && at < deployedAt + DEPLOYED_MS ? FAST_ALPHA : ALPHA;
  const canary = here.some(({ point }) => point.canary);
  for (const { open } of here) if (isStale(open, at)) open.restart();
  const judged = here.map(({ open, point }) => ({ open, point, outlier: isOutlier(open, point.value, at) }));
  const failing = judged.some(({ open, outlier }) => outlier && FAILURE_SERIES.has(open.series));
  const unhealthy = judged.some(({ open, outlier }) => outlier && VITAL_SERIES.has(open.series));
  return judged.map(({ open, point, outlier }) => {
    const scored = scorePoint(open, open.detector, point, canary);
    if (!canary) open.keepDetector();
    open.updatedAt = at;
    const fate = fateOf(open, point.value, { at, canary, failing, unhealthy, outlier, deployedAt });
    if (fate === 'learned') open.learn(point.value, at, alpha);
    else if (fate !== 'adopted') open.discard(fate);
    return { open, scored, fate };
  });
}

interface Circumstances {
  at: number;
  canary: boolean;
  failing: boolean;
  unhealthy: boolean;
  outlier: boolean;
  deployedAt: number | null;
}

function fateOf(open: OpenSeries, value: number, now: Circumstances): Fate {
  if (now.canary) return 'canary';
  if (!now.failing && open.weigh(value, now.at, now.outlier, now.deployedAt)) return 'adopted';
  if (now.unhealthy) return 'unhealthy';
  return now.outlier ? 'outlier' : 'learned';
}

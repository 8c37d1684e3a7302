import type { JudgeBaseline, LoneMinute } from '../contract/records.ts';
import { logMeanExp } from '../stats/log-mean-exp.ts';
import { lateOnsetWealth, plainWealth, tempered } from './accumulate.ts';
import { noEvidence } from './family.ts';
import { passLevel } from './latency-family.ts';
import { DRIFT, EARLIEST_PASS, type JudgePolicy, passBar, START_PRIOR } from './policy.ts';
import { type UsualShare, usualShare, withOdds } from './usual-share.ts';

/** What is compared with the time before: failures, and requests slower than the median and than the p95 were. */
export const DRIFT_METRICS = ['errors', 'median', 'tail'] as const;
export type DriftMetric = (typeof DRIFT_METRICS)[number];

/** What one metric was before, and how much of it is put up with. */
export interface Tolerance {
  metric: DriftMetric;
  usual: UsualShare;
  tolerated: number;
}

/** Where the comparison with the time before stands after one minute; logarithms of wealth. */
export interface DriftWealth {
  harm: number;
  harmBy: Record<DriftMetric, number>;
  /** The mirrored tests: that each metric is within what is put up with. */
  passBy: Record<DriftMetric, number>;
  harmed: boolean;
  passed: boolean;
}

/** ln(1/alpha): the log-wealth that convicts. */
export const guardBar = ({ guardAlpha }: Pick<JudgePolicy, 'guardAlpha'>): number => -Math.log(guardAlpha);

/** How a metric counts in one minute; the latency at the levels that the baseline has. */
export function markedBy(baseline: JudgeBaseline, metric: DriftMetric): (minute: { errors: number; above: readonly number[] }) => number {
  if (metric === 'errors') return ({ errors }) => errors;
  const level = metric === 'tail' ? passLevel(baseline) : 0;
  return ({ above }) => above[level] as number;
}

/**
 * What each metric was before, and may become; null: the time before is too short to say. Slow requests: odds that a slowdown by the margin
 * gives, on top of the highest mean that the minutes before allow. Failures: twice that, or two points more, whichever is larger.
 */
export function tolerances(baseline: JudgeBaseline, { margin }: Pick<JudgePolicy, 'margin'>): Tolerance[] | null {
  const found = DRIFT_METRICS.flatMap((metric): Tolerance[] => {
    const usual = usualShare(baseline.minutes, markedBy(baseline, metric));
    if (usual === null) return [];
    const tolerated =
      metric === 'errors'
        ? Math.min(DRIFT.mostErrors, Math.max(DRIFT.errorRatio * usual.atMost, usual.atMost + DRIFT.errorPoints))
        : withOdds(usual.atMost, (1 + margin) ** DRIFT.oddsPerLogDuration);
    return [{ metric, usual, tolerated }];
  });
  return found.length === DRIFT_METRICS.length ? found : null;
}

/**
 * Compares the minutes of one version with the time before the rollout: wealth after each minute that it is worse than is put up with, and
 * that it isn't. It catches what a concurrent comparison can't see, harm to both versions (a shared dependency that the canary overloads),
 * and it is all there is once a version serves alone. Its promise is weaker: it holds as far as the time before tells how minutes vary.
 *
 * A minute's y marked of n requests at the tolerated share q have the log e-value l(theta) = y ln theta - n ln(1 - q + q theta) of the
 * binomial, divided by phi = 1 + s n q (1 - q), with s the long-run variance of the log odds before (usual-share.ts). No minute
 * adds more than its part of what is needed, so that nothing convicts that doesn't last: a burst of a dependency passes by.
 *
 * @param leastHarmMinutes fewest minutes that convict, {@link DRIFT}.leastHarmMinutes.
 */
export function beforeAfter(
  baseline: JudgeBaseline,
  minutes: readonly LoneMinute[],
  policy: JudgePolicy,
  leastHarmMinutes: number,
): DriftWealth[] {
  const tolerated = tolerances(baseline, policy);
  // Below it even when every test of every metric wins as much as it may from the first minute on.
  const cap = (guardBar(policy) - Math.log(START_PRIOR)) / leastHarmMinutes;
  const rows = (ratios: readonly number[], { metric, usual, tolerated: share }: Tolerance): number[][] => {
    const marked = markedBy(baseline, metric);
    return minutes.map((minute) => {
      if (minute.requests === 0) return noEvidence(ratios);
      const factor = 1 + usual.drift * minute.requests * share * (1 - share);
      return ratios.map((theta) =>
        tempered(marked(minute) * Math.log(theta) - minute.requests * Math.log1p(share * (theta - 1)), factor, cap),
      );
    });
  };
  const harm = tolerated?.map((each) => lateOnsetWealth(rows(DRIFT.harmRatios, each), policy.horizonMinutes));
  const pass = tolerated?.map((each) => plainWealth(rows(DRIFT.passRatios, each)));
  const by = (wealth: readonly number[][] | undefined, minute: number): Record<DriftMetric, number> => {
    const at = (index: number): number => wealth?.[index]?.[minute] ?? 0;
    return { errors: at(0), median: at(1), tail: at(2) };
  };
  let passed = false;
  return minutes.map((_, minute) => {
    const harmBy = by(harm, minute);
    const passBy = by(pass, minute);
    const all = logMeanExp(DRIFT_METRICS.map((metric) => harmBy[metric]));
    passed ||= minute + 1 >= EARLIEST_PASS && DRIFT_METRICS.every((metric) => passBy[metric] >= passBar(policy));
    return { harm: all, harmBy, passBy, harmed: all >= guardBar(policy), passed };
  });
}

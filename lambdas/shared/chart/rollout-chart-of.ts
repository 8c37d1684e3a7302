import type { JudgeBaseline, Observation, Rollout } from '../contract/records.ts';
import { passLevel } from '../judge/latency-family.ts';
import type { JudgePolicy } from '../judge/policy.ts';
import { type MinuteWealth, wealthByMinute } from '../judge/wealth-by-minute.ts';
import type { RolloutChart } from './rollout-chart.ts';
import type { ChartArm } from './rollout-panels.ts';

/** What is judged, and what came of it. */
export interface Judged {
  title: string;
  /** When the first minute began, epoch ms; null: not known. */
  from: number | null;
  baseline: JudgeBaseline;
  observations: readonly Observation[];
  policy: JudgePolicy;
  /** p95 of both arms by minute, ms; null: not known. */
  p95: readonly { stable: number | null; canary: number | null }[] | null;
  /** The judge's word, and the minutes that it is of. */
  verdict: { word: string; minutes: number } | null;
}

/**
 * The picture's input for a rollout, its wealth recomputed from the observations.
 *
 * @throws RangeError when baseline, observations and policy don't fit each other.
 */
export function chartOfJudged({ title, from, baseline, observations, policy, p95, verdict }: Judged): RolloutChart {
  const wealth = wealthByMinute(baseline, observations, policy);
  const level = passLevel(baseline);
  const arm = ({ requests, errors, above }: Observation['canary'], quantile: number | null | undefined): ChartArm => ({
    n: requests,
    e: errors,
    slow: above[level] as number,
    p95: quantile ?? null,
  });
  return {
    title,
    from,
    minutes: observations.map(({ weight, stable, canary }, index) => ({
      weight,
      stable: arm(stable, p95?.[index]?.stable),
      canary: arm(canary, p95?.[index]?.canary),
    })),
    wealth,
    bars: { harm: 1 / policy.harmAlpha, pass: 1 / policy.passAlpha, both: 1 / policy.guardAlpha },
    verdict: verdict === null ? null : { word: verdict.word, minute: minuteOf(verdict, wealth) },
  };
}

/** The minute that brought a verdict: a pass holds from the minute in which it was proven, and is told at the end again. */
function minuteOf({ word, minutes }: { word: string; minutes: number }, wealth: readonly MinuteWealth[]): number | null {
  if (word !== 'pass') return minutes === 0 ? null : minutes;
  const passed = wealth.findIndex((minute) => minute.passed);
  return passed < 0 ? minutes : passed + 1;
}

/** The same for a rollout's record; null when it was never judged. */
export function rolloutChartOf({ baseline, observations, plan, verdict }: Rollout, title: string): RolloutChart | null {
  const first = observations[0];
  if (baseline === null || plan === undefined || first === undefined) return null;
  return chartOfJudged({ title, from: first.minute, baseline, observations, policy: plan, p95: null, verdict });
}

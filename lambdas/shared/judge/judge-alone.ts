import type { JudgeBaseline, LoneMinute, RolloutPlan, Verdict } from '../contract/records.ts';
import { beforeAfter, DRIFT_METRICS, guardBar } from './before-after.ts';
import { describeDrift, driftEvidence } from './describe-drift.ts';
import { needed, showWealth, wealthOf } from './describe.ts';
import type { Judgement } from './judge.ts';
import { LEAST_HORIZON } from './check-input.ts';
import { DRIFT, type JudgePolicy } from './policy.ts';

/** Minutes that a rollout's version is judged alone: its watch, or all of its monitoring where the traffic isn't split. */
export function aloneMinutes({ split, watchMinutes, monitoringMinutes }: RolloutPlan): number {
  return split ? watchMinutes : monitoringMinutes;
}

/** The plan for {@link judgeAlone}: its horizon is those minutes. */
export function alonePolicy(plan: RolloutPlan): JudgePolicy {
  return { ...plan, horizonMinutes: Math.max(LEAST_HORIZON, aloneMinutes(plan)) };
}

/**
 * Judges a version that serves alone by the time before it: the watch after a promotion, and a rollout whose traffic can't be split. It
 * promises less than the comparison with a concurrent control ({@link import('./judge.ts').judge}): what hits the target from outside in
 * these minutes looks like harm, and only what lasts and is well beyond what the time before varied by is seen.
 *
 * @param minutes complete minutes since all traffic moved, oldest first; requests above the baseline's quantiles themselves.
 * @param over whether no further minute will come: then what isn't proven is `inconclusive`, and no traffic is `no-data`.
 */
export function judgeAlone(baseline: JudgeBaseline, minutes: readonly LoneMinute[], policy: JudgePolicy, over: boolean): Judgement {
  const wealth = beforeAfter(baseline, minutes, policy, DRIFT.leastHarmMinutes.alone);
  const last = wealth.at(-1);
  const requests = minutes.reduce((sum, minute) => sum + minute.requests, 0);
  if (last === undefined || requests === 0) return withoutData(minutes.length, over);

  const harmed = wealth.findIndex((minute) => minute.harmed);
  if (harmed >= 0) return harm(baseline, minutes.slice(0, harmed + 1), policy);

  const least = Math.min(...DRIFT_METRICS.map((metric) => last.passBy[metric]));
  const evidence = driftEvidence(baseline, minutes, last, policy);
  const passed = wealth.findIndex((minute) => minute.passed);
  if (passed >= 0) {
    const words = `since minute ${passed + 1} of ${minutes.length} it is proven that errors, median and p95 are about what they were before`;
    return { word: 'pass', reason: words, wealth: wealthOf(least), minutes: minutes.length, evidence };
  }
  const words =
    `after ${minutes.length} minutes alone: wealth of harm ${showWealth(last.harm)} of ${needed(policy.guardAlpha)}, ` +
    `of none ${showWealth(least)} of ${needed(policy.passAlpha)}`;
  if (!over) return { word: 'undecided', reason: words, wealth: wealthOf(last.harm), minutes: minutes.length };
  const unknown = baseline.minutes.length < DRIFT.leastMinutes ? '; the time before is too short to compare with' : '';
  return {
    word: 'inconclusive',
    reason: `${words}${unknown}`,
    wealth: wealthOf(last.harm),
    minutes: minutes.length,
    evidence,
    // What this comparison could find has no forecast: it hangs on how the target varies by itself.
    detectable: null,
  };
}

function harm(baseline: JudgeBaseline, judged: readonly LoneMinute[], policy: JudgePolicy): Verdict {
  const last = beforeAfter(baseline, judged, policy, DRIFT.leastHarmMinutes.alone).at(-1);
  if (last === undefined || last.harm < guardBar(policy)) throw new RangeError('judgeAlone: found no harm where there was some');
  const { metric, words } = describeDrift(baseline, judged, last, policy);
  return {
    word: 'harm',
    reason: `in minute ${judged.length} alone: ${words} (wealth ${showWealth(last.harm)}, ${needed(policy.guardAlpha)} needed)`,
    metric,
    scope: 'after',
    wealth: wealthOf(last.harm),
    minutes: judged.length,
    evidence: driftEvidence(baseline, judged, last, policy),
  };
}

function withoutData(minutes: number, over: boolean): Judgement {
  const found = `no request in ${minutes} minutes alone`;
  if (!over) return { word: 'undecided', reason: `nothing to judge yet: ${found}`, wealth: 1, minutes };
  return {
    word: 'no-data',
    reason: `nothing to judge: ${found}`,
    minutes,
    evidence: [{ source: 'telemetry', summary: found, figures: {} }],
  };
}

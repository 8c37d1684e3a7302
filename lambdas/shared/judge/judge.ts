import type { JudgeBaseline, Observation, Verdict } from '../contract/records.ts';
import { describeHarm, evidenceOf, needed, showWealth, wealthOf } from './describe.ts';
import { detectable, type Detectable, observedPlan } from './forecast.ts';
import { describeDrift, driftEvidence } from './describe-drift.ts';
import { harmBar, type JudgePolicy, passBar } from './policy.ts';
import { totals, type Totals } from './totals.ts';
import { FAMILIES, type FamilyName, type MinuteWealth, wealthByMinute } from './wealth-by-minute.ts';

/** The judge's word, or none yet: the rollout goes on. */
export type Judgement = Verdict | { word: 'undecided'; reason: string; wealth: number; minutes: number };

/**
 * Judges a canary beside the stable version over the same minutes, as often as one likes: the evidence is wealth of a bet that isn't
 * expected to win when there is no harm, so looking again costs nothing (Ville's inequality; judge.md gives method and power).
 *
 * - harm: the wealth reached 1/alpha in some minute, the first of which the verdict names. Whatever came after doesn't take it back. Its scope
 *   says whether the canary is worse than the version beside it, or both are worse than before the rollout.
 * - pass: the mirrored tests of p95, errors and throughput have all reached 1/alpha, from minute 10 on. Harm that shows later overrides it, so
 *   the caller goes on judging to the horizon.
 * - inconclusive: the rollout is over with neither; with the smallest effects that this traffic could have shown.
 * - no-data: the rollout is over and one of the versions served nothing; a canary without requests is never convicted or passed.
 *
 * @param observations complete minutes, oldest first, each with its own weight; at most the policy's horizon.
 * @param over whether no further minute will come.
 * @throws RangeError when the inputs don't fit each other.
 */
export function judge(baseline: JudgeBaseline, observations: readonly Observation[], policy: JudgePolicy, over: boolean): Judgement {
  const wealth = wealthByMinute(baseline, observations, policy);
  const all = totals(observations);
  const last = wealth.at(-1);
  if (last === undefined || all.canary.requests === 0 || all.stable.requests === 0) return withoutData(all, over);

  const harmed = firstHarm(wealth, observations);
  if (harmed !== null) return harm(baseline, observations.slice(0, harmed + 1), wealth[harmed] as MinuteWealth, policy);

  const evidence = evidenceOf(last, all, baseline, policy.margin);
  const passed = wealth.findIndex((minute) => minute.passed);
  if (passed >= 0) {
    const least = Math.min(...FAMILIES.map((family) => (wealth[passed] as MinuteWealth).passBy[family]));
    return {
      word: 'pass',
      reason:
        `since minute ${passed + 1} of ${all.minutes} it is proven that p95, errors and throughput are within ` +
        `${(100 * policy.margin).toFixed(0)} % of the stable version (least wealth ${showWealth(least)}, ${needed(policy.passAlpha)} needed)`,
      wealth: wealthOf(least),
      minutes: all.minutes,
      evidence,
    };
  }
  if (!over) {
    return {
      word: 'undecided',
      reason: `after ${all.minutes} minutes: ${missing(last, policy)}`,
      wealth: wealthOf(last.harm),
      minutes: all.minutes,
    };
  }
  const effects = detectable(observedPlan(observations), baseline, policy);
  return {
    word: 'inconclusive',
    reason: `after ${all.minutes} minutes neither harm nor its absence is proven (${missing(last, policy)}); ${showEffects(effects)}`,
    wealth: wealthOf(last.harm),
    minutes: all.minutes,
    evidence,
    detectable: effects,
  };
}

/** Index of the first minute whose wealth convicts; the canary must have served something by then. */
function firstHarm(wealth: readonly MinuteWealth[], observations: readonly Observation[]): number | null {
  const served = observations.findIndex((observation) => observation.canary.requests > 0);
  const index = wealth.findIndex((minute, at) => at >= served && minute.harmed);
  return index < 0 ? null : index;
}

function harm(baseline: JudgeBaseline, judged: readonly Observation[], wealth: MinuteWealth, policy: JudgePolicy): Verdict {
  const sums = totals(judged);
  if (wealth.harm < harmBar(policy)) return harmToBoth(baseline, judged, wealth, policy);
  const weight = (family: FamilyName): number => Math.log(policy.familyShare[family]) + wealth.harmBy[family];
  const metric = FAMILIES.reduce((loudest, family) => (weight(family) > weight(loudest) ? family : loudest));
  const words = describeHarm(metric, wealth, sums, baseline, policy.margin);
  return {
    word: 'harm',
    reason: `in minute ${sums.minutes}: ${words} (wealth ${showWealth(wealth.harm)}, ${needed(policy.harmAlpha)} needed)`,
    metric,
    scope: 'canary',
    wealth: wealthOf(wealth.harm),
    minutes: sums.minutes,
    evidence: evidenceOf(wealth, sums, baseline, policy.margin),
  };
}

/** The guard's conviction: the stable version beside the canary does worse than before the rollout, for as long as it takes to be sure. */
function harmToBoth(baseline: JudgeBaseline, judged: readonly Observation[], { guard }: MinuteWealth, policy: JudgePolicy): Verdict {
  const minutes = judged.map(({ minute, stable }) => ({ minute, ...stable }));
  const { metric, words } = describeDrift(baseline, minutes, guard, policy);
  return {
    word: 'harm',
    reason:
      `in minute ${minutes.length}: the stable version is worse than before the rollout too, ${words} ` +
      `(wealth ${showWealth(guard.harm)}, ${needed(policy.guardAlpha)} needed)`,
    metric,
    scope: 'both',
    wealth: wealthOf(guard.harm),
    minutes: minutes.length,
    evidence: driftEvidence(baseline, minutes, guard, policy),
  };
}

function withoutData({ minutes, canary, stable }: Totals, over: boolean): Judgement {
  const found = `${canary.requests} requests of the canary and ${stable.requests} of the stable version in ${minutes} minutes`;
  if (!over) return { word: 'undecided', reason: `nothing to compare yet: ${found}`, wealth: 1, minutes };
  const figures = { canaryRequests: canary.requests, stableRequests: stable.requests };
  return { word: 'no-data', reason: `nothing to compare: ${found}`, minutes, evidence: [{ source: 'telemetry', summary: found, figures }] };
}

/** How far the evidence has come, for the verdict that isn't there yet. */
function missing(wealth: MinuteWealth, policy: JudgePolicy): string {
  const open = FAMILIES.filter((family) => wealth.passBy[family] < passBar(policy));
  const passes = open.map((family) => `${family} ${showWealth(wealth.passBy[family])}`).join(', ');
  const pass = passes === '' ? 'a pass needs more minutes' : `for a pass still below ${needed(policy.passAlpha)}: ${passes}`;
  return `wealth of harm ${showWealth(wealth.harm)} of ${needed(policy.harmAlpha)}; ${pass}`;
}

/** The forecast for a person. */
export function showEffects({ latencyRatio, errorRate }: Detectable): string {
  const latency = latencyRatio === null ? 'no slowdown' : `a slowdown by × ${latencyRatio.toFixed(2)}`;
  const errors = errorRate === null ? 'no error rate' : `an error rate of ${(100 * errorRate).toFixed(2)} %`;
  return `at this traffic ${latency} and ${errors} is found with about 80 % power`;
}

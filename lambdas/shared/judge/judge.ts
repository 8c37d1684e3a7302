import type { JudgeBaseline, Observation, Verdict } from '../contract/records.ts';
import { describeHarm, evidenceOf, showWealth, wealthOf } from './describe.ts';
import { detectable, type Detectable, observedPlan } from './forecast.ts';
import { FAMILY_SHARE, HARM_ALPHA, type JudgePolicy, PASS_ALPHA, PASS_BAR } from './policy.ts';
import { totals, type Totals } from './totals.ts';
import { FAMILIES, type FamilyName, type MinuteWealth, wealthByMinute } from './wealth-by-minute.ts';

/** The judge's word, or none yet: the rollout goes on. */
export type Judgement = Verdict | { word: 'undecided'; reason: string; wealth: number; minutes: number };

const LOOKS = { harm: 1 / HARM_ALPHA, pass: 1 / PASS_ALPHA } as const;

/**
 * Judges a canary beside the stable version over the same minutes, as often as one likes: the evidence is wealth of a bet that isn't
 * expected to win when there is no harm, so looking again costs nothing (Ville's inequality; judge.md gives method and power).
 *
 * - harm: the wealth reached 20 in some minute, the first of which the verdict names. Whatever came after doesn't take it back.
 * - pass: the mirrored tests of p95, errors and throughput have all reached 20, from minute 10 on. Harm that shows later overrides it, so the
 *   caller goes on judging to the horizon.
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
        `${(100 * policy.margin).toFixed(0)} % of the stable version (least wealth ${showWealth(least)}, ${LOOKS.pass} needed)`,
      wealth: wealthOf(least),
      minutes: all.minutes,
      evidence,
    };
  }
  if (!over) {
    return {
      word: 'undecided',
      reason: `after ${all.minutes} minutes: ${missing(last)}`,
      wealth: wealthOf(last.harm),
      minutes: all.minutes,
    };
  }
  const effects = detectable(observedPlan(observations), baseline, policy);
  return {
    word: 'inconclusive',
    reason: `after ${all.minutes} minutes neither harm nor its absence is proven (${missing(last)}); ${showEffects(effects)}`,
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
  const weight = (family: FamilyName): number => Math.log(FAMILY_SHARE[family]) + wealth.harmBy[family];
  const metric = FAMILIES.reduce((loudest, family) => (weight(family) > weight(loudest) ? family : loudest));
  const words = describeHarm(metric, wealth, sums, baseline, policy.margin);
  return {
    word: 'harm',
    reason: `in minute ${sums.minutes}: ${words} (wealth ${showWealth(wealth.harm)}, ${LOOKS.harm} needed)`,
    metric,
    wealth: wealthOf(wealth.harm),
    minutes: sums.minutes,
    evidence: evidenceOf(wealth, sums, baseline, policy.margin),
  };
}

function withoutData({ minutes, canary, stable }: Totals, over: boolean): Judgement {
  const found = `${canary.requests} requests of the canary and ${stable.requests} of the stable version in ${minutes} minutes`;
  if (!over) return { word: 'undecided', reason: `nothing to compare yet: ${found}`, wealth: 1, minutes };
  const figures = { canaryRequests: canary.requests, stableRequests: stable.requests };
  return { word: 'no-data', reason: `nothing to compare: ${found}`, minutes, evidence: [{ source: 'telemetry', summary: found, figures }] };
}

/** How far the evidence has come, for the verdict that isn't there yet. */
function missing(wealth: MinuteWealth): string {
  const open = FAMILIES.filter((family) => wealth.passBy[family] < PASS_BAR);
  const passes = open.map((family) => `${family} ${showWealth(wealth.passBy[family])}`).join(', ');
  const pass = passes === '' ? 'a pass needs more minutes' : `for a pass still below ${LOOKS.pass}: ${passes}`;
  return `wealth of harm ${showWealth(wealth.harm)} of ${LOOKS.harm}; ${pass}`;
}

/** The forecast for a person. */
export function showEffects({ latencyRatio, errorRate }: Detectable): string {
  const latency = latencyRatio === null ? 'no slowdown' : `a slowdown by × ${latencyRatio.toFixed(2)}`;
  const errors = errorRate === null ? 'no error rate' : `an error rate of ${(100 * errorRate).toFixed(2)} %`;
  return `at this traffic ${latency} and ${errors} is found with about 80 % power`;
}

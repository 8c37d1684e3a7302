import type {
  Impact,
  Improvement,
  RolloutBaseline,
  Observation,
  Rollout,
  RolloutPlan,
  Verdict,
} from '../../../lambdas/shared/contract/records.ts';
import { PROFILE_SETTINGS } from '../../../lambdas/shared/contract/settings.ts';
import { judge } from '../../../lambdas/shared/judge/judge.ts';
import { judgePolicy, LEVELS } from '../../../lambdas/shared/judge/policy.ts';
import { normalCdf } from '../../../lambdas/shared/stats/normal-cdf.ts';
import { probit } from '../../../lambdas/shared/stats/probit.ts';
import { seededRandom } from '../../../localstack/embedded/load/random.ts';
import { fullCycle, minutes, rollout } from './fixtures.ts';

const MEDIAN_MS = 80;
const SIGMA = 0.5;
const STEPS = [
  { weight: 0.1, minutes: 5 },
  { weight: 0.5, minutes: 55 },
];
const POLICY = judgePolicy(PROFILE_SETTINGS.basic);
const PLAN: RolloutPlan = {
  ...POLICY,
  monitoringMinutes: POLICY.horizonMinutes,
  whenInconclusive: 'roll-back',
  split: true,
  steps: STEPS,
  watchMinutes: 5,
  words: 'planned by its traffic',
};

interface Canary {
  slower: number;
  errorRate: number;
  requestsPerMinute: number;
}

/** A rollout as the judge saw it: counts by chance from a fixed seed, minute by minute to the horizon or to proven harm. */
export function judgedRollout(
  { slower, errorRate, requestsPerMinute }: Canary,
  seed: number,
): { rollout: Rollout; p95ByMinute: Impact['p95ByMinute'] } {
  const random = seededRandom(seed, 'judged rollout');
  const binomial = (n: number, p: number): number => Array.from({ length: n }, random).filter((draw) => draw < p).length;
  const limits = LEVELS.map((level) => MEDIAN_MS * Math.exp(SIGMA * probit(level)));
  const above = (n: number, factor: number, limit: number): number =>
    binomial(n, 1 - normalCdf(Math.log(limit / MEDIAN_MS / factor) / SIGMA));
  const arm = (n: number, factor: number, failing: number, scale: number): Observation['stable'] => ({
    requests: n,
    errors: binomial(n, failing),
    above: limits.map((limit) => above(n, factor, limit * scale)),
  });
  const baseline: RolloutBaseline = {
    quantiles: LEVELS.map((level, index) => ({ level, durationMs: limits[index] as number })),
    minutes: Array.from({ length: 30 }, () => arm(requestsPerMinute, 1, 0.002, 1)),
  };
  const observations: Observation[] = [];
  const p95ByMinute: [number, number][] = [];
  let verdict: Verdict | null = null;
  for (let minute = 0; minute < PLAN.horizonMinutes && verdict?.word !== 'harm'; minute++) {
    const weight = minute < 5 ? 0.1 : 0.5;
    // Both versions feel the same busy spells.
    const busy = 1 + 0.08 * Math.sin(minute / 6);
    const canary = Math.round(requestsPerMinute * weight);
    observations.push({
      minute: minutes(3 + minute),
      weight,
      stable: arm(requestsPerMinute - canary, busy, 0.002, 1),
      canary: arm(canary, busy * slower, errorRate, 1 + PLAN.margin),
    });
    const p95 = (factor: number): number => MEDIAN_MS * busy * factor * Math.exp(SIGMA * 1.645) * (0.95 + 0.1 * random());
    p95ByMinute.push([p95(1), p95(slower)]);
    const word = judge(baseline, observations, PLAN, minute + 1 === PLAN.horizonMinutes);
    verdict = word.word === 'undecided' ? null : word;
  }
  const ended = minutes(4 + observations.length);
  return {
    p95ByMinute,
    rollout: rollout({
      plan: PLAN,
      baseline,
      observations,
      verdict,
      endedAt: ended,
      weights: [
        { weight: 0.1, from: minutes(2) },
        { weight: 0.5, from: minutes(8) },
      ].filter(({ from }) => from < ended),
    }),
  };
}

/** The full cycle with rollouts whose every minute is known: one promoted, one of a tuning, one rolled back. */
export function judgedCycle(): ReturnType<typeof fullCycle> {
  const full = fullCycle();
  const judged: Record<string, ReturnType<typeof judgedRollout>> = {
    orders: judgedRollout({ slower: 0.45, errorRate: 0.002, requestsPerMinute: 200 }, 1),
    profile: judgedRollout({ slower: 1, errorRate: 0.002, requestsPerMinute: 300 }, 2),
    quotes: judgedRollout({ slower: 1.1, errorRate: 0.6, requestsPerMinute: 200 }, 3),
  };
  const improvements = full.improvements.map((improvement): Improvement => {
    const found = judged[improvement.target];
    if (found === undefined) return improvement;
    const impact = improvement.impact === null ? null : { ...improvement.impact, p95ByMinute: found.p95ByMinute };
    return { ...improvement, rollout: found.rollout, impact };
  });
  return { ...full, cycle: { ...full.cycle, endedAt: minutes(70) }, improvements };
}

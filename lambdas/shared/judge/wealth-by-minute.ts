import type { JudgeBaseline, Observation } from '../contract/records.ts';
import { logSumExp } from '../stats/log-sum-exp.ts';
import { checkInput } from './check-input.ts';
import { errorFamily } from './error-family.ts';
import { latencyFamily } from './latency-family.ts';
import { beforeAfter, type DriftWealth } from './before-after.ts';
import { DRIFT, EARLIEST_PASS, harmBar, type JudgePolicy, passBar } from './policy.ts';
import { throughputFamily } from './throughput-family.ts';

export const FAMILIES = ['errors', 'latency', 'throughput'] as const;
export type FamilyName = (typeof FAMILIES)[number];

/** Where the evidence stands after one minute. All wealth is a natural logarithm. */
export interface MinuteWealth {
  /** Wealth of harm over all families, by their shares. */
  harm: number;
  harmBy: Record<FamilyName, number>;
  /** Wealth of harm at each quantile level. */
  latencyByLevel: number[];
  /** The two halves of the latency's wealth: the mixture over the levels, and a shift of all durations. */
  latencyBy: { levels: number; shift: number };
  /** Harm to both versions: the stable one beside the canary, against the time before the rollout. */
  guard: DriftWealth;
  /** Wealth of the mirrored tests: that the canary stays within the margin. */
  passBy: Record<FamilyName, number>;
  /** Whether the canary is worse than the version beside it, or both are worse than before. */
  harmed: boolean;
  /** Whether all three mirrored tests have won, in this minute or an earlier one. */
  passed: boolean;
}

/**
 * Replays the whole rollout: the wealth after each minute, from scratch. The same list always gives the same numbers, and the first
 * minutes' numbers don't depend on the later ones.
 *
 * @throws RangeError when observations, baseline and policy don't fit each other.
 */
export function wealthByMinute(baseline: JudgeBaseline, observations: readonly Observation[], policy: JudgePolicy): MinuteWealth[] {
  checkInput(baseline, observations, policy);
  const errors = errorFamily(baseline, observations, policy);
  const latency = latencyFamily(baseline, observations, policy);
  const throughput = throughputFamily(baseline, observations, policy);
  const guard = beforeAfter(
    baseline,
    observations.map(({ minute, stable }) => ({ minute, ...stable })),
    policy,
    DRIFT.leastHarmMinutes.beside,
  );
  let passed = false;
  return observations.map((_, minute) => {
    const harmBy = {
      errors: errors.harm[minute] as number,
      latency: latency.harm[minute] as number,
      throughput: throughput.harm[minute] as number,
    };
    const passBy = {
      errors: errors.pass[minute] as number,
      latency: latency.pass[minute] as number,
      throughput: throughput.pass[minute] as number,
    };
    const harm = logSumExp(FAMILIES.map((family) => Math.log(policy.familyShare[family]) + harmBy[family]));
    passed ||= minute + 1 >= EARLIEST_PASS && FAMILIES.every((family) => passBy[family] >= passBar(policy));
    const latencyByLevel = latency.byLevel.map((wealth) => wealth[minute] as number);
    const latencyBy = { levels: latency.levels[minute] as number, shift: latency.shift[minute] as number };
    const both = guard[minute] as DriftWealth;
    const harmed = harm >= harmBar(policy) || both.harmed;
    return { harm, harmBy, latencyByLevel, latencyBy, guard: both, passBy, harmed, passed };
  });
}

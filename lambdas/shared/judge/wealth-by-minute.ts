import type { JudgeBaseline, Observation } from '../contract/records.ts';
import { logSumExp } from '../stats/log-sum-exp.ts';
import { checkInput } from './check-input.ts';
import { errorFamily } from './error-family.ts';
import { latencyFamily } from './latency-family.ts';
import { EARLIEST_PASS, FAMILY_SHARE, HARM_BAR, type JudgePolicy, PASS_BAR } from './policy.ts';
import { throughputFamily } from './throughput-family.ts';

export const FAMILIES = ['errors', 'latency', 'throughput'] as const;
export type FamilyName = (typeof FAMILIES)[number];

/** Where the evidence stands after one minute. All wealth is a natural logarithm. */
export interface MinuteWealth {
  /** Wealth of harm over all families: 0.4 errors + 0.4 latency + 0.2 throughput. */
  harm: number;
  harmBy: Record<FamilyName, number>;
  /** Wealth of harm at each quantile level. */
  latencyByLevel: number[];
  /** Wealth of the mirrored tests: that the canary stays within the margin. */
  passBy: Record<FamilyName, number>;
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
    const harm = logSumExp(FAMILIES.map((family) => Math.log(FAMILY_SHARE[family]) + harmBy[family]));
    passed ||= minute + 1 >= EARLIEST_PASS && FAMILIES.every((family) => passBy[family] >= PASS_BAR);
    const latencyByLevel = latency.byLevel.map((wealth) => wealth[minute] as number);
    return { harm, harmBy, latencyByLevel, passBy, harmed: harm >= HARM_BAR, passed };
  });
}

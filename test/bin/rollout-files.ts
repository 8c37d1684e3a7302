import type { RolloutFigures } from '../../bin/input/rollout-schema.ts';
import type { Observation } from '../../lambdas/shared/contract/records.ts';
import type { Rollout } from '../lambdas/shared/judge/vectors.ts';

const SHARES = [0.5, 0.25, 0.1, 0.05, 0.01];

/** An arm whose durations are those of the baseline. */
export const served = (n: number, e = 0, over = SHARES.map((share) => Math.floor(share * n))) => ({ n, e, over });

/** `minutes` minutes without a change, a tenth of 300 requests to the canary. */
export function rolloutFile(minutes: number, change: Partial<RolloutFigures> = {}): RolloutFigures {
  return {
    horizon: 60,
    baseline: { minutes: Array.from({ length: 60 }, (_, index) => served(300 + (index % 7), index % 20 === 0 ? 1 : 0)) },
    minutes: Array.from({ length: minutes }, () => ({ weight: 0.1, stable: served(270), canary: served(30) })),
    ...change,
  };
}

/** The prototype's rollout as a user would write it down. */
export function fileOf({ baseline, observations, policy }: Rollout): RolloutFigures {
  const arm = ({ requests, errors, above }: Observation['canary']) => ({ n: requests, e: errors, over: above });
  return {
    horizon: policy.horizonMinutes,
    margin: policy.margin,
    baseline: { minutes: baseline.minutes.map(arm) },
    minutes: observations.map(({ weight, stable, canary }) => ({ weight, stable: arm(stable), canary: arm(canary) })),
  };
}

import type { JudgeBaseline, LoneMinute, Observation } from '../../../../lambdas/shared/contract/records.ts';
import { LEVELS } from '../../../../lambdas/shared/judge/policy.ts';

const SHARES = LEVELS.map((level) => 1 - level);

/** A minute of one arm whose durations are those of the baseline; `slower` multiplies the shares above its quantiles. */
export function arm(requests: number, { errors = 0, slower = 1 }: { errors?: number; slower?: number } = {}): Observation['canary'] {
  return { requests, errors, above: SHARES.map((share) => Math.min(requests, Math.round(share * slower * requests))) };
}

/** So many even minutes, of `errors` each, as the time before. */
export function before(minutes: number, requests = 600, errors = 0): JudgeBaseline {
  return {
    quantiles: LEVELS.map((level, index) => ({ level, durationMs: 100 * 1.3 ** index })),
    minutes: Array.from({ length: minutes }, () => arm(requests, { errors })),
  };
}

export const lone = (count: number, each: Observation['canary']): LoneMinute[] =>
  Array.from({ length: count }, (_, index) => ({ minute: index * 60_000, ...each }));

export const both = (count: number, canary: Observation['canary'], stable: Observation['stable'], weight = 0.1): Observation[] =>
  Array.from({ length: count }, (_, index) => ({ minute: index * 60_000, weight, canary, stable }));

import { readFileSync } from 'node:fs';
import type { JudgeBaseline, Observation } from '../../../../lambdas/shared/contract/records.ts';
import { PROFILE_SETTINGS } from '../../../../lambdas/shared/contract/settings.ts';
import { type JudgePolicy, judgePolicy } from '../../../../lambdas/shared/judge/policy.ts';

/** [requests, errors, above p50, p75, p90, p95, p99] */
type Packed = number[];

interface WealthCase {
  name: string;
  margin: number;
  horizonMinutes: number;
  weight: number;
  quantiles: JudgeBaseline['quantiles'];
  baseline: Packed[];
  canary: Packed[];
  stable: Packed[];
  expected: { harm: number[]; errors: number[]; latency: number[]; throughput: number[]; passed: boolean[] };
}

interface ForecastCase {
  sigma: number;
  requestsPerMinute: number;
  errorRate: number;
  weight: number;
  horizonMinutes: number;
  expected: { errorRate: number | null; latencyRatio: number | null };
  passRequests: number;
}

export interface Rollout {
  name: string;
  baseline: JudgeBaseline;
  observations: Observation[];
  policy: JudgePolicy;
  expected: WealthCase['expected'];
}

const stored = JSON.parse(readFileSync(new URL('../../../fixtures/judge/vectors.json', import.meta.url), 'utf8')) as {
  wealth: WealthCase[];
  forecast: ForecastCase[];
};

const unpack = ([requests, errors, ...above]: Packed): Observation['canary'] => ({
  requests: requests as number,
  errors: errors as number,
  above,
});

/** Rollouts with the log-wealth that the prototype gave them, minute by minute. */
export const wealthVectors: Rollout[] = stored.wealth.map((item) => ({
  name: item.name,
  baseline: { quantiles: item.quantiles, minutes: item.baseline.map(unpack) },
  observations: item.canary.map((canary, index) => ({
    minute: index * 60_000,
    weight: item.weight,
    canary: unpack(canary),
    stable: unpack(item.stable[index] as Packed),
  })),
  policy: { ...judgePolicy(PROFILE_SETTINGS.basic), margin: item.margin, horizonMinutes: item.horizonMinutes },
  expected: item.expected,
}));

export const forecastVectors = stored.forecast;

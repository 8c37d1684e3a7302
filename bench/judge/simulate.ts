import type { JudgeBaseline, Observation } from '../../lambdas/shared/contract/records.ts';
import { LEVELS } from '../../lambdas/shared/judge/policy.ts';
import { normalCdf } from '../../lambdas/shared/stats/normal-cdf.ts';
import { probit } from '../../lambdas/shared/stats/probit.ts';

/** Uniform numbers in [0, 1), reproducible by seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Scenario {
  requestsPerMinute: number;
  steps: readonly { weight: number; minutes: number }[];
  baselineMinutes: number;
  margin: number;
  /** Log-normal spread of the durations. */
  sigma: number;
  /** Factor on the canary's durations. */
  latency: number;
  /** Error rates of the stable version and of the canary. */
  errors: { stable: number; canary: number };
  /** Part of its share of the traffic that the canary serves. */
  served: number;
  /** Shock of each arm's log duration in each minute, as a standard deviation. */
  noise: number;
  /** Shock of both arms' log duration, common to a minute. */
  commonNoise: number;
  /** First minute (from 0) in which the canary differs from the stable version. */
  onset: number;
}

export const STILL: Scenario = {
  requestsPerMinute: 600,
  steps: [{ weight: 0.1, minutes: 60 }],
  baselineMinutes: 60,
  margin: 0.1,
  sigma: 0.5,
  latency: 1,
  errors: { stable: 0.001, canary: 0.001 },
  served: 1,
  noise: 0,
  commonNoise: 0,
  onset: 0,
};

/** Median of the simulated durations, ms. Only its ratio to the thresholds matters. */
const MEDIAN_MS = 100;

export interface SimulatedRollout {
  baseline: JudgeBaseline;
  observations: Observation[];
}

/** One rollout, request by request: routing by coin, durations log-normal, failures by coin. */
export function simulate(scenario: Scenario, next: () => number): SimulatedRollout {
  const { sigma, noise, commonNoise } = scenario;
  const scores = LEVELS.map(probit);
  const quantiles = LEVELS.map((level, index) => ({ level, durationMs: MEDIAN_MS * Math.exp(sigma * (scores[index] as number)) }));
  const gauss = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

  /** `shift`: threshold over duration, in log; the share above each level is known, so a request is one draw. */
  function arm(requests: number, shift: number, errorRate: number): Observation['canary'] {
    const tails = scores.map((score) => 1 - normalCdf(score + shift / sigma));
    const above = LEVELS.map(() => 0);
    let errors = 0;
    for (let request = 0; request < requests; request++) {
      const draw = next();
      for (let level = 0; level < tails.length && draw < (tails[level] as number); level++) above[level] = (above[level] as number) + 1;
      if (errorRate > 0 && next() < errorRate) errors++;
    }
    return { requests, errors, above };
  }

  function arrivals(): number {
    const mean = scenario.requestsPerMinute;
    if (mean > 200) return Math.max(0, Math.round(mean + Math.sqrt(mean) * gauss()));
    let count = 0;
    for (let left = mean + Math.log(1 - next()); left > 0; left += Math.log(1 - next())) count++;
    return count;
  }

  const minutes = Array.from({ length: scenario.baselineMinutes }, () =>
    arm(arrivals(), -(commonNoise * gauss() + noise * gauss()), scenario.errors.stable),
  );
  const weights = scenario.steps.flatMap(({ weight, minutes: length }) => Array.from({ length }, () => weight));
  const observations = weights.map((weight, index) => {
    const changed = index >= scenario.onset;
    const all = arrivals();
    let canary = 0;
    for (let request = 0; request < all; request++) {
      if (next() < weight && (!changed || scenario.served === 1 || next() < scenario.served)) canary++;
    }
    const common = commonNoise * gauss();
    const slower = Math.log(changed ? scenario.latency : 1);
    const canaryErrors = changed ? scenario.errors.canary : scenario.errors.stable;
    return {
      minute: index * 60_000,
      weight,
      canary: arm(canary, Math.log(1 + scenario.margin) - slower - common - noise * gauss(), canaryErrors),
      stable: arm(all - canary, -common - noise * gauss(), scenario.errors.stable),
    };
  });
  return { baseline: { quantiles, minutes }, observations };
}

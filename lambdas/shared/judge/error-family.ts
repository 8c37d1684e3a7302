import type { JudgeBaseline } from '../contract/records.ts';
import { lateOnsetWealth, plainWealth, tempered } from './accumulate.ts';
import { errorEvidence } from './error-evidence.ts';
import { type Family, noEvidence } from './family.ts';
import { errorNoisePrior } from './noise-prior.ts';
import { ERROR_FLOOR, evidenceCap, HARM_RATIOS, PASS_RATIOS } from './policy.ts';
import { splitNoise } from './split-noise.ts';

/** Error rate of the stable version before the rollout. */
export function errorRate(baseline: JudgeBaseline): number {
  let errors = 0;
  let requests = 0;
  for (const minute of baseline.minutes) {
    errors += minute.errors;
    requests += minute.requests;
  }
  return errors / Math.max(1, requests);
}

/** Errors per request that the canary may have more than the stable version: margin x max(baseline, 0.01), as in SPEC 8. */
export function errorTolerance(baseline: JudgeBaseline, margin: number): number {
  return margin * Math.max(errorRate(baseline), ERROR_FLOOR);
}

/** Wealth that the canary fails more often than the stable version of the same minutes. */
export const errorFamily: Family = (baseline, observations, policy) => {
  const tolerance = errorTolerance(baseline, policy.margin);
  const cap = evidenceCap(policy);
  const noise = splitNoise(errorNoisePrior(baseline));
  const harm: number[][] = [];
  const pass: number[][] = [];
  for (const observation of observations) {
    const { canary, stable } = observation;
    if (canary.requests === 0 || stable.requests === 0) {
      harm.push(noEvidence(HARM_RATIOS.errors));
      pass.push(noEvidence(PASS_RATIOS.errors));
      continue;
    }
    const share = canary.requests / (canary.requests + stable.requests);
    const both = canary.errors + stable.errors;
    // The tolerated errors count into the variance, so that an error-free pair of arms isn't held for noiseless.
    const factor = noise.factor((both + tolerance * stable.requests) * share * (1 - share));
    harm.push(HARM_RATIOS.errors.map((theta) => tempered(errorEvidence(observation, theta, tolerance), factor, cap)));
    pass.push(PASS_RATIOS.errors.map((theta) => tempered(errorEvidence(observation, theta, policy.passErrorTolerance), factor, cap)));
    noise.add({ canary: canary.requests, stable: stable.requests, marked: canary.errors, both });
  }
  return { harm: lateOnsetWealth(harm, policy.horizonMinutes), pass: plainWealth(pass) };
};

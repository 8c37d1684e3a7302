import { lateOnsetWealth, plainWealth, tempered } from './accumulate.ts';
import { type Family, noEvidence } from './family.ts';
import { evidenceCap, HARM_RATIOS, PASS_RATIOS } from './policy.ts';
import { shareNoise } from './share-noise.ts';
import { throughputEvidence, tolerableShare } from './throughput-evidence.ts';

/** Wealth that the canary serves less than the share of the requests that its weight gives it. */
export const throughputFamily: Family = (_baseline, observations, policy) => {
  const noise = shareNoise();
  const cap = evidenceCap(policy);
  const harm: number[][] = [];
  const pass: number[][] = [];
  for (const observation of observations) {
    const all = observation.canary.requests + observation.stable.requests;
    if (all === 0) {
      harm.push(noEvidence(HARM_RATIOS.throughput));
      pass.push(noEvidence(PASS_RATIOS.throughput));
      continue;
    }
    const share = tolerableShare(observation.weight, policy.margin);
    const factor = noise.factor(observation.weight, all * share * (1 - share));
    const evidence = (theta: number): number => tempered(throughputEvidence(observation, theta, policy.margin), factor, cap);
    harm.push(HARM_RATIOS.throughput.map(evidence));
    pass.push(PASS_RATIOS.throughput.map(evidence));
    noise.add({ weight: observation.weight, canary: observation.canary.requests, all });
  }
  return { harm: lateOnsetWealth(harm, policy.horizonMinutes), pass: plainWealth(pass) };
};

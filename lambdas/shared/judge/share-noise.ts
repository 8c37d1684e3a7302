import { PRIOR_MINUTES, SHARE_SPREAD } from './policy.ts';

/** Least spread that the estimate may fall to, as a part of the prior's square. */
const LEAST_OF_PRIOR = 0.25;
const TINY = 1e-9;

/**
 * Learns how much noisier than a coin the routing between the arms is (requests come in batches, hosts pick in turns), and tempers the
 * throughput test by it: phi = 1 + tau^2 V, with tau^2 from the residuals of past minutes around the pooled share, as in
 * {@link import('./split-noise.ts').splitNoise}. A change of the weight moves the share itself, so the past before it is forgotten: pooled
 * over the change, the step would look like noise and the test would need hours.
 */
export interface ShareNoise {
  /** Factor, at least 1, for a minute at `weight` whose canary requests have the binomial variance `variance`. */
  factor(weight: number, variance: number): number;
  add(minute: { weight: number; canary: number; all: number }): void;
}

export function shareNoise(): ShareNoise {
  let past: { canary: number; all: number }[] = [];
  let weightOfPast: number | null = null;
  let canary = 0;
  let all = 0;

  function restartAt(weight: number): void {
    if (weight === weightOfPast) return;
    past = [];
    canary = 0;
    all = 0;
    weightOfPast = weight;
  }

  return {
    factor(weight, variance) {
      restartAt(weight);
      const share = all > 0 ? canary / all : 0.5;
      const count = past.length;
      const correction = count > 1 ? count / (count - 1) : 1;
      let excess = 0;
      let squared = 0;
      for (const minute of past) {
        const chance = minute.all * share * (1 - share);
        excess += (minute.canary - minute.all * share) ** 2 * correction - chance;
        squared += chance ** 2;
      }
      const typicalSquare = count > 0 ? Math.max(squared / count, TINY) : variance ** 2;
      const spread = (PRIOR_MINUTES * SHARE_SPREAD ** 2 * typicalSquare + excess) / (PRIOR_MINUTES * typicalSquare + squared);
      return 1 + Math.max(spread, LEAST_OF_PRIOR * SHARE_SPREAD ** 2) * variance;
    },

    add(minute) {
      restartAt(minute.weight);
      past.push({ canary: minute.canary, all: minute.all });
      canary += minute.canary;
      all += minute.all;
    },
  };
}

import { PRIOR_MINUTES } from './policy.ts';
import { expectedSplit, type Split } from './split-of-failures.ts';

/** What the baseline says about the noise before the first minute. */
export interface NoisePrior {
  /** Variance of the log odds ratio between two arms of the same code, from minute to minute. */
  spread: number;
  /** Variance over mean of the counts themselves (errors come in clusters); null: not estimated. */
  clusters: number | null;
}

/** Bounds of the odds ratio that residuals are taken around; beyond, an outage would make any spread look small. */
const ODDS = { least: 0.02, most: 50 } as const;
/** Keeps the pooled odds ratio finite while one side is empty. */
const CONTINUITY = 0.5;
const LEAST_SPREAD = 1e-4;
const TINY = 1e-9;

/**
 * Learns how much noisier than chance the split between two arms is, and tempers the evidence by it.
 *
 * Two copies of the same code still differ from minute to minute (other hosts, other keys). If the log odds ratio of a minute varies by
 * tau^2 around its mean, the canary's count has variance V + tau^2 V^2 instead of V, and the log e-value is divided by
 * phi = 1 + tau^2 V. tau^2 is the method-of-moments estimate from the residuals r of past minutes around the Mantel-Haenszel odds ratio
 * (so that a steady harm isn't taken for noise), after DerSimonian and Laird 1986, shrunk to the baseline's value with the weight of
 * nu = 6 minutes:
 *
 *   tau^2 = (nu tau0^2 v2 + sum(r^2 - v)) / (nu v2 + sum v^2),  v2 the mean of v^2
 *
 * For errors a second factor, the shrunken variance over mean sum r^2 / sum v, replaces phi when it is larger and surely above 1.
 */
export interface SplitNoise {
  /** Factor, at least 1, that a minute's log e-value is divided by, when chance alone gives its split the variance `variance`. */
  factor(variance: number): number;
  /** Takes in a minute after it was judged: the factor of a minute never depends on that minute. */
  add(split: Split): void;
}

export function splitNoise(prior: NoisePrior): SplitNoise {
  const past: Split[] = [];
  let forCanary = 0;
  let forStable = 0;

  return {
    factor(variance) {
      const pooled = (forCanary + CONTINUITY) / (forStable + CONTINUITY);
      const theta = Math.min(ODDS.most, Math.max(ODDS.least, pooled));
      const sums = { variance: 0, squared: 0, residual: 0 };
      for (const split of past) {
        const expected = expectedSplit(split, theta);
        sums.variance += expected.variance;
        sums.squared += expected.variance ** 2;
        sums.residual += (split.marked - expected.mean) ** 2;
      }
      const count = past.length;
      // One degree of freedom went into the pooled odds ratio.
      if (count > 1) sums.residual *= count / (count - 1);
      const typical = Math.max(count > 0 ? sums.variance / count : variance, TINY);
      const typicalSquare = Math.max(count > 0 ? sums.squared / count : variance ** 2, TINY);

      const spread =
        (PRIOR_MINUTES * prior.spread * typicalSquare + sums.residual - sums.variance) / (PRIOR_MINUTES * typicalSquare + sums.squared);
      const byMinutes = 1 + Math.max(spread, LEAST_SPREAD) * variance;
      if (prior.clusters === null) return byMinutes;

      const clusters = (PRIOR_MINUTES * typical * prior.clusters + sums.residual) / (PRIOR_MINUTES * typical + sums.variance);
      // The standard error of a variance ratio from n minutes is sqrt(2 / n).
      const surelyAbove = 1 + Math.sqrt(2 / (count + PRIOR_MINUTES));
      return clusters > surelyAbove ? Math.max(byMinutes, clusters) : byMinutes;
    },

    add(split) {
      const all = split.canary + split.stable;
      // All or none marked: the split says nothing.
      if (split.both <= 0 || split.both >= all) return;
      past.push(split);
      const stableMarked = split.both - split.marked;
      forCanary += (split.marked * (split.stable - stableMarked)) / all;
      forStable += (stableMarked * (split.canary - split.marked)) / all;
    },
  };
}

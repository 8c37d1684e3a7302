import { betaCdf } from './beta-cdf.ts';

/** What happened in one stretch, and how often it could have: events, and calls (or time). */
export interface RateBin {
  count: number;
  exposure: number;
}

export interface RateComparison {
  before: RateBin;
  after: RateBin;
  /** Rate after over the rate before; Infinity when there was nothing before. */
  ratio: number;
  /** How much more the counts vary from bin to bin than Poisson's; at least 1. */
  dispersion: number;
  /** Probability that chance alone gives so many events after, or more, when the true ratio of the rates is `ratio`; and so few, or fewer. */
  pMore(ratio?: number): number;
  pFewer(ratio?: number): number;
}

/** Bins that the dispersion needs beside the two rates that are estimated. */
const LEAST_FREE = 3;

/**
 * Two rates of events that come by Poisson's law, or in bursts. Given all n events, those after are binomial with n trials of probability
 * s = ratio x e1 / (ratio x e1 + e0), e the exposures (Przyborowski and Wilenski 1940): P(X >= k) = I_s(k, n - k + 1), the regularised incomplete
 * beta function. Events that come in bursts count as n / dispersion independent ones: Pearson's chi-square of each side's bins about its own
 * rate, by its degrees of freedom (quasi-Poisson: McCullagh and Nelder 1989, 4.5 and 6.2.3).
 *
 * Null: nothing happened, or one side had no exposure, so that there is nothing to compare.
 * @throws RangeError when a count or an exposure is negative or not finite.
 */
export function compareRates(before: readonly RateBin[], after: readonly RateBin[]): RateComparison | null {
  const [earlier, later] = [totalOf(before), totalOf(after)];
  const events = earlier.count + later.count;
  if (events === 0 || earlier.exposure === 0 || later.exposure === 0) return null;
  const dispersion = dispersionOf(before, after);
  const [k, rest] = [later.count / dispersion, earlier.count / dispersion];
  const shareAt = (ratio: number): number => (ratio * later.exposure) / (ratio * later.exposure + earlier.exposure);
  return {
    before: earlier,
    after: later,
    ratio: earlier.count === 0 ? Number.POSITIVE_INFINITY : (later.count * earlier.exposure) / (earlier.count * later.exposure),
    dispersion,
    pMore: (ratio = 1) => (k === 0 ? 1 : betaCdf(shareAt(ratio), k, rest + 1)),
    pFewer: (ratio = 1) => (rest === 0 ? 1 : 1 - betaCdf(shareAt(ratio), k + 1, rest)),
  };
}

function totalOf(bins: readonly RateBin[]): RateBin {
  const bad = bins.find(({ count, exposure }) => !(count >= 0 && exposure >= 0 && Number.isFinite(count + exposure)));
  if (bad !== undefined) throw new RangeError(`compareRates: found ${bad.count} events of ${bad.exposure}; expected finite numbers from 0`);
  return bins.reduce((sum, { count, exposure }) => ({ count: sum.count + count, exposure: sum.exposure + exposure }), {
    count: 0,
    exposure: 0,
  });
}

function dispersionOf(...sides: (readonly RateBin[])[]): number {
  const parts = sides.map((bins) => {
    const { count, exposure } = totalOf(bins);
    const seen = bins.filter((bin) => bin.exposure > 0);
    // A side without events varies by nothing, and says nothing of how events come.
    if (count === 0) return { chi2: 0, free: 0 };
    const chi2 = seen.reduce((sum, bin) => {
      const expected = (count * bin.exposure) / exposure;
      return sum + (bin.count - expected) ** 2 / expected;
    }, 0);
    return { chi2, free: seen.length - 1 };
  });
  const free = parts.reduce((sum, part) => sum + part.free, 0);
  if (free < LEAST_FREE) return 1;
  return Math.max(1, parts.reduce((sum, { chi2 }) => sum + chi2, 0) / free);
}

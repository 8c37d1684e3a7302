import { binomialTail } from './binomial-tail.ts';
import type { Estimate } from './bounds.ts';

/**
 * Median of a sample, with the interval that its order statistics give: whatever the distribution, each end is passed by the true median in at most `alpha` of the
 * samples. As many values lie below the true median as a fair coin shows heads, so the k-th smallest of n is a lower bound where
 * P(Bin(n, 1/2) < k) <= alpha (Conover, Practical Nonparametric Statistics, 3.2), and the k-th largest an upper one.
 * Null: the sample is too small for any bound at this alpha (5 values at 5 %). For even n, the mean of the middle two.
 *
 * @throws RangeError when alpha is not within (0, 0.5).
 */
export function medianBounds(values: readonly number[], alpha: number): Estimate | null {
  if (!(alpha > 0 && alpha < 0.5)) throw new RangeError(`medianBounds: alpha is ${alpha}, expected a number between 0 and 0.5`);
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  let k = 0;
  // P(Bin < k + 1) = 1 - P(Bin >= k + 1) = P(Bin >= n - k), by symmetry.
  while (k < n / 2 && binomialTail(n - k, n, 0.5) <= alpha) k += 1;
  if (k === 0) return null;
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return { value: (at(Math.ceil(n / 2) - 1) + at(Math.floor(n / 2))) / 2, low: at(k - 1), high: at(n - k) };
}

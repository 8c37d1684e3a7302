import { normalCdf } from '../stats/normal-cdf.ts';

/** Correlations beyond this are those of a random walk; the sum below would grow without saying more. */
const MOST_CORRELATION = 0.99;
/** Below this count a lag-1 correlation and its correction for bias are not defined. */
const LEAST_FOR_CORRELATION = 6;

/** Mann and Kendall's test for a monotone trend. */
export interface TrendTest {
  /** Pairs that rise less pairs that fall. */
  s: number;
  /** Standard deviation of `s` without a trend, with ties and with the correlation of neighbours. */
  sigma: number;
  /** (|s| - 1) sign(s) / sigma; 0 when all values are equal. */
  z: number;
  /** Two-sided p-value. */
  p: number;
}

/**
 * Mann-Kendall test of values in order of time (Mann 1945; Kendall 1975):
 *   S = sum over i < j of sign(x_j - x_i),  var S = (n (n-1) (2n+5) - sum over ties t (t-1) (2t+5)) / 18.
 * Neighbours in time are alike, which makes chance trends common; `inflation` (see {@link correlationInflation}) widens the variance for
 * that.
 */
export function mannKendall(values: readonly number[], inflation: number = 1): TrendTest {
  let s = 0;
  for (let later = 1; later < values.length; later++) {
    for (let earlier = 0; earlier < later; earlier++) s += Math.sign((values[later] ?? 0) - (values[earlier] ?? 0));
  }
  const sigma = kendallSigma(values, inflation);
  const z = sigma === 0 || s === 0 ? 0 : (s - Math.sign(s)) / sigma;
  return { s, sigma, z, p: Math.min(1, 2 * normalCdf(-Math.abs(z))) };
}

/** The standard deviation of S. */
export function kendallSigma(values: readonly number[], inflation: number): number {
  const n = values.length;
  const ties = new Map<number, number>();
  for (const value of values) ties.set(value, (ties.get(value) ?? 0) + 1);
  const term = (count: number): number => count * (count - 1) * (2 * count + 5);
  const tied = [...ties.values()].reduce((sum, count) => sum + term(count), 0);
  return Math.sqrt((inflation * (term(n) - tied)) / 18);
}

/**
 * By how much the variance of S grows when neighbours correlate: 1 + 2 sum over k of (1 - k/n) rho^k (Yue and Wang 2004, The Mann-Kendall
 * test modified by effective sample size), from the lag-1 correlation of the values without their trend, corrected for the bias that
 * taking out mean and trend brings: rho = (n r + 2) / (n - 4) (van Giersbergen 2005). At least 1.
 */
export function correlationInflation(residuals: readonly number[]): number {
  const n = residuals.length;
  if (n < LEAST_FOR_CORRELATION) return 1;
  const mean = residuals.reduce((sum, value) => sum + value, 0) / n;
  let square = 0;
  let lagged = 0;
  for (const [index, value] of residuals.entries()) {
    square += (value - mean) ** 2;
    if (index > 0) lagged += (value - mean) * ((residuals[index - 1] ?? 0) - mean);
  }
  if (square === 0) return 1;
  const rho = Math.min(MOST_CORRELATION, ((n * lagged) / square + 2) / (n - 4));
  if (rho <= 0) return 1;
  let inflation = 1;
  for (let lag = 1, power = rho; lag < n; lag++, power *= rho) inflation += 2 * (1 - lag / n) * power;
  return inflation;
}

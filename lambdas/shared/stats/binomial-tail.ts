import { logGamma } from './log-gamma.ts';

/** Terms below this share of the sum so far change nothing in double precision. */
const NEGLIGIBLE = 1e-17;

/**
 * P(X >= k) for X binomial with n trials of probability p: how often chance alone gives so many failures. Summed from k upward, where
 * the terms fall fast when k is above n p: term(k) = C(n, k) p^k (1 - p)^(n - k), term(i + 1) = term(i) (n - i) / (i + 1) p / (1 - p).
 *
 * @throws RangeError when n or k is not a whole number from 0, or p is not within (0, 1).
 */
export function binomialTail(k: number, n: number, p: number): number {
  if (!Number.isInteger(n) || n < 0 || !Number.isInteger(k) || k < 0)
    throw new RangeError(`binomialTail: k ${k} of n ${n}, expected whole numbers from 0`);
  if (!(p > 0 && p < 1)) throw new RangeError(`binomialTail: p is ${p}, expected a number between 0 and 1`);
  if (k === 0) return 1;
  if (k > n) return 0;
  if (k <= n * p) return 1 - lowerSum(k - 1, n, p);
  let term = Math.exp(logTerm(k, n, p));
  let sum = 0;
  for (let i = k; i <= n && term > NEGLIGIBLE * sum; i += 1) {
    sum += term;
    term *= ((n - i) / (i + 1)) * (p / (1 - p));
  }
  return Math.min(1, sum);
}

/** P(X <= k), summed downward from k. */
function lowerSum(k: number, n: number, p: number): number {
  let term = Math.exp(logTerm(k, n, p));
  let sum = 0;
  for (let i = k; i >= 0 && term > NEGLIGIBLE * sum; i -= 1) {
    sum += term;
    term *= (i / (n - i + 1)) * ((1 - p) / p);
  }
  return Math.min(1, sum);
}

function logTerm(k: number, n: number, p: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) + k * Math.log(p) + (n - k) * Math.log1p(-p);
}

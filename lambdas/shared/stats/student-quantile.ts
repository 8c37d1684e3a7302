import { betaQuantile } from './beta-cdf.ts';

/**
 * Quantile of Student's t with `degrees` of freedom: the t with P(T <= t) = p.
 *
 * From the incomplete beta function: with x = degrees / (degrees + t^2), P(|T| > t) = I_x(degrees / 2, 1 / 2) (Abramowitz and Stegun,
 * 26.7.1), solved for x and then for t.
 *
 * @throws RangeError when p is not within (0, 1) or `degrees` is not positive.
 */
export function studentQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`studentQuantile: p is ${p}, expected a number between 0 and 1`);
  if (!(degrees > 0 && degrees < Infinity)) throw new RangeError(`studentQuantile: degrees is ${degrees}, expected a positive number`);
  if (p < 0.5) return -studentQuantile(1 - p, degrees);
  const x = betaQuantile(2 * (1 - p), degrees / 2, 0.5);
  return Math.sqrt(degrees * (1 / x - 1));
}

import { normalCdf } from './normal-cdf.ts';

/** Probability up to which (and from 1 minus which) the approximation of the tail holds. */
const TAIL = 0.02425;

/** Coefficients of P. J. Acklam's rational approximations (2003), highest power first. */
const CENTRE = {
  above: [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239],
  below: [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
} as const;
const OUTER = {
  above: [-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783],
  below: [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1],
} as const;

const polynomial = (coefficients: readonly number[], x: number): number => coefficients.reduce((sum, c) => sum * x + c, 0);

/**
 * Quantile of the standard normal: the z with P(Z <= z) = p, for p in [0, 1]; ends give -Infinity and Infinity.
 *
 * Acklam's approximation (relative error 1.15e-9) and one step of Halley's method on {@link normalCdf}, which brings it to
 * about 1e-15.
 *
 * @throws RangeError when p is outside of [0, 1].
 */
export function probit(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`probit: p is ${p}, expected a number from 0 to 1`);
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  if (p > 0.5) return -probit(1 - p);
  const rough = p < TAIL ? outer(p) : centre(p);
  const error = (normalCdf(rough) - p) * Math.sqrt(2 * Math.PI) * Math.exp((rough * rough) / 2);
  return rough - error / (1 + (rough * error) / 2);
}

function centre(p: number): number {
  const q = p - 0.5;
  return (q * polynomial(CENTRE.above, q * q)) / polynomial(CENTRE.below, q * q);
}

function outer(p: number): number {
  const q = Math.sqrt(-2 * Math.log(p));
  return polynomial(OUTER.above, q) / polynomial(OUTER.below, q);
}

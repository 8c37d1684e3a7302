import { logGamma } from './log-gamma.ts';

/** The continued fraction reaches double precision in O(sqrt(max(a, b))) terms: enough for counts up to a hundred million. */
const MOST_TERMS = 50_000;
const PRECISION = 1e-15;
const TINY = 1e-300;

/**
 * Distribution function of Beta(a, b) at x: the regularised incomplete beta function, by its continued fraction evaluated with Lentz's
 * method (Press et al., Numerical Recipes, 6.4; Abramowitz and Stegun, 26.5.8).
 * @throws RangeError when a or b is not positive and finite, or x is outside of [0, 1].
 */
export function betaCdf(x: number, a: number, b: number): number {
  if (!(a > 0 && b > 0 && Number.isFinite(a + b))) throw new RangeError(`betaCdf: found a ${a} and b ${b}; expected positive numbers`);
  if (!(x >= 0 && x <= 1)) throw new RangeError(`betaCdf: found x ${x}; expected a number from 0 to 1`);
  if (x === 0 || x === 1) return x;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  // The fraction converges fast below the mean, so beyond it the other tail is taken.
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

/** The x at which {@link betaCdf} is `p`, by bisection to the last bit. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`betaQuantile: found p ${p}; expected a number from 0 to 1`);
  let low = 0;
  let high = 1;
  for (let middle = 0.5; middle > low && middle < high; middle = (low + high) / 2) {
    if (betaCdf(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return high;
}

function fraction(x: number, a: number, b: number): number {
  const guarded = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / guarded(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guarded(1 + even * d);
    c = guarded(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guarded(1 + odd * d);
    c = guarded(1 + odd / c);
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < PRECISION) return value;
  }
  throw new RangeError(`betaCdf: found a ${a} and b ${b}; expected counts that are smaller`);
}

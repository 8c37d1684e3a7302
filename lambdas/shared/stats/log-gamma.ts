/** Below this the recurrence lifts the argument: from here on the series' first left-out term is under 1e-14. */
const SERIES_FROM = 15;

/** Coefficients B_2k / (2k (2k - 1)) of Stirling's series, for 1/x, 1/x^3, 1/x^5, ... */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188] as const;

/**
 * Natural logarithm of the gamma function for x > 0: ln Gamma(n + 1) = ln n!.
 *
 * Stirling's series ln Gamma(x) = (x - 1/2) ln x - x + ln(2 pi)/2 + sum B_2k / (2k (2k - 1) x^(2k - 1)), reached from small x by
 * Gamma(x + 1) = x Gamma(x). Relative error about 1e-15 (Abramowitz and Stegun, 6.1.40 and 6.1.15).
 *
 * @throws RangeError when x is not a positive, finite number.
 */
export function logGamma(x: number): number {
  if (!(x > 0) || x === Infinity) throw new RangeError(`logGamma: x is ${x}, expected a positive, finite number`);
  if (x === 1 || x === 2) return 0;
  let lifted = x;
  let product = 1;
  for (; lifted < SERIES_FROM; lifted++) product *= lifted;
  const inverse = 1 / lifted;
  let series = 0;
  let power = inverse;
  for (const coefficient of STIRLING) {
    series += coefficient * power;
    power *= inverse * inverse;
  }
  return (lifted - 0.5) * Math.log(lifted) - lifted + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}

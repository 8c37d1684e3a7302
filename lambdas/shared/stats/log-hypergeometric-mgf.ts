import { logGamma } from './log-gamma.ts';

/** Terms below this share of the sum so far end the summation: they fall at least geometrically from the largest one on. */
const NEGLIGIBLE = 1e-14;

const logFactorial = (n: number): number => logGamma(n + 1);
const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/**
 * ln E[theta^J] for the hypergeometric J: of `drawn` items taken from `first + second` without replacement, J are among the `first`.
 *
 *   E[theta^J] = sum_j C(first, j) C(second, drawn - j) theta^j / C(first + second, drawn)
 *
 * This is the normalising constant of Fisher's noncentral hypergeometric distribution (Fog 2008, "Calculation methods for
 * Wallenius' and Fisher's noncentral hypergeometric distributions"): at odds ratio theta, J has probability proportional to
 * the j-th term. The sum starts at its largest term, where the ratio of neighbours
 *
 *   t(j + 1) / t(j) = theta (first - j)(drawn - j) / ((j + 1)(second - drawn + j + 1))
 *
 * falls through one, and goes outwards until the terms vanish: no term over- or underflows.
 *
 * @throws RangeError when the counts don't fit each other or theta is not positive.
 */
export function logHypergeometricMgf(first: number, second: number, drawn: number, theta: number): number {
  if (!(theta > 0)) throw new RangeError(`logHypergeometricMgf: theta is ${theta}, expected a positive number`);
  const fits = [first, second, drawn].every((count) => Number.isSafeInteger(count) && count >= 0) && drawn <= first + second;
  if (!fits) {
    throw new RangeError(
      `logHypergeometricMgf: counts are ${first}, ${second}, ${drawn}, expected whole numbers and the third at most the sum of the others`,
    );
  }
  const lowest = Math.max(0, drawn - second);
  const highest = Math.min(first, drawn);
  const ratio = (j: number): number => (theta * (first - j) * (drawn - j)) / ((j + 1) * (second - drawn + j + 1));
  const top = Math.min(highest, Math.max(lowest, Math.floor(modeOf(first, second, drawn, theta))));

  let sum = 1;
  for (let j = top, term = 1; j < highest; j++) {
    term *= ratio(j);
    sum += term;
    if (term < NEGLIGIBLE * sum) break;
  }
  for (let j = top, term = 1; j > lowest; j--) {
    term /= ratio(j - 1);
    sum += term;
    if (term < NEGLIGIBLE * sum) break;
  }
  const largest = logChoose(first, top) + logChoose(second, drawn - top) - logChoose(first + second, drawn) + top * Math.log(theta);
  return largest + Math.log(sum);
}

/**
 * Where the ratio of neighbouring terms is one: theta (first + 1 - x)(drawn + 1 - x) = x (second - drawn + x), that is
 * (theta - 1) x^2 - ((first + drawn + 2) theta + second - drawn) x + theta (first + 1)(drawn + 1) = 0. Its smaller root is written
 * as 2c / (b + sqrt(b^2 - 4ac)), which neither cancels nor breaks at theta = 1.
 */
function modeOf(first: number, second: number, drawn: number, theta: number): number {
  const a = theta - 1;
  const b = (first + drawn + 2) * theta + second - drawn;
  const c = theta * (first + 1) * (drawn + 1);
  return (2 * c) / (b + Math.sqrt(Math.max(0, b * b - 4 * a * c)));
}

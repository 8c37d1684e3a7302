/** Beyond this the tail is below 1e-300 and the series would take thousands of terms. */
const FAR = 37;
/** From here on the continued fraction of the tail is the exact one; the series would cancel. */
const TAIL_FROM = 5;
const TAIL_TERMS = 60;

const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/**
 * Distribution function of the standard normal: P(Z <= z), full double precision.
 *
 * Near zero by the series 1/2 + phi(z) (z + z^3/3 + z^5/(3 5) + ...) (Marsaglia 2004, "Evaluating the normal distribution"), in the
 * tails by Laplace's continued fraction phi(z) / (z + 1/(z + 2/(z + 3/...))) (Abramowitz and Stegun, 26.2.14).
 */
export function normalCdf(z: number): number {
  if (z > TAIL_FROM) return 1 - upperTail(z);
  if (z < -TAIL_FROM) return upperTail(-z);
  let term = z;
  let sum = z;
  for (let n = 3, previous = NaN; sum !== previous && !Number.isNaN(sum); n += 2) {
    previous = sum;
    term *= (z * z) / n;
    sum += term;
  }
  return 0.5 + sum * density(z);
}

function upperTail(z: number): number {
  if (z > FAR) return 0;
  let fraction = z;
  for (let n = TAIL_TERMS; n >= 1; n--) fraction = z + n / fraction;
  return density(z) / fraction;
}

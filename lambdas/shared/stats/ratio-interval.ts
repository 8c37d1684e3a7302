import type { Bounds, Estimate } from './bounds.ts';

/**
 * Interval of `first / second`, both positive, from the intervals of both: all R for which the interval of first - R second (see
 * differenceInterval) holds 0, so that both always agree on whether 1 is possible. With a, b the distances of the bounds from their estimates,
 *
 *   (f - R s)^2 = a^2 + R^2 b^2 - 2 r R a b:   (s^2 - b^2) R^2 - 2 (f s - r a b) R + f^2 - a^2 = 0
 *
 * the lower root with a = f - f.low and b = s.high - s, the upper one with a = f.high - f and b = s - s.low (Fieller 1954, "Some problems
 * in interval estimation"; with asymmetric bounds: Donner and Zou 2012). Null when the second isn't known well enough to divide by.
 *
 * @param correlation of the two estimates.
 */
export function ratioInterval(first: Estimate, second: Estimate, correlation: number): Bounds | null {
  const low = root(first.value, second.value, first.value - first.low, second.high - second.value, correlation, -1);
  const high = root(first.value, second.value, first.high - first.value, second.value - second.low, correlation, 1);
  return low === null || high === null ? null : { low: Math.max(0, low), high };
}

function root(f: number, s: number, a: number, b: number, correlation: number, side: 1 | -1): number | null {
  const quadratic = s * s - b * b;
  if (!(quadratic > 0)) return null;
  const linear = f * s - correlation * a * b;
  const inner = linear * linear - quadratic * (f * f - a * a);
  return (linear + side * Math.sqrt(Math.max(0, inner))) / quadratic;
}

import type { Bounds, Estimate } from './bounds.ts';

/**
 * Interval of `first - second` from the intervals of both. Each distance of a bound from its estimate stands for a multiple of the standard
 * error on that side, and they add up as standard errors do:
 *
 *   low = d - sqrt((f - f.low)^2 + (s.high - s)^2 - 2 r (f - f.low)(s.high - s)),   high likewise with the other bounds
 *
 * (MOVER: Zou and Donner 2008, "Construction of confidence limits about effect measures"; with Wilson's intervals it is Newcombe's method
 * 10 for two shares, Statistics in Medicine 17, 1998). Skewed intervals stay skewed.
 *
 * @param correlation of the two estimates; what moves both alike cancels.
 */
export function differenceInterval(first: Estimate, second: Estimate, correlation: number): Bounds {
  const difference = first.value - second.value;
  return {
    low: difference - distance(first.value - first.low, second.high - second.value, correlation),
    high: difference + distance(first.high - first.value, second.value - second.low, correlation),
  };
}

function distance(a: number, b: number, correlation: number): number {
  return Math.sqrt(Math.max(0, a * a + b * b - 2 * correlation * a * b));
}

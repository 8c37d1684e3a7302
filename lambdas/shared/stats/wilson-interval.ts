import type { Bounds } from './bounds.ts';

/**
 * Wilson's score interval for a share: all p that differ from the observed share by at most `z` of their own standard errors,
 * |share - p| <= z sqrt(p (1 - p) / n); solved for p,
 *
 *   (share + z^2/2n -+ z sqrt(share (1 - share)/n + z^2/4n^2)) / (1 + z^2/n)
 *
 * (Wilson 1927, "Probable inference, the law of succession, and statistical inference"). It has a width at a share of 0 or 1 too, and never
 * leaves 0..1.
 *
 * @param n observations that count as independent; need not be whole.
 * @throws RangeError when the share is outside of 0..1, or n or z is not positive.
 */
export function wilsonInterval(share: number, n: number, z: number): Bounds {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`wilsonInterval: share is ${share}, expected a number from 0 to 1`);
  if (!(n > 0 && z > 0)) throw new RangeError(`wilsonInterval: n is ${n} and z ${z}, expected positive numbers`);
  const middle = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return { low: Math.max(0, (middle - half) / scale), high: Math.min(1, (middle + half) / scale) };
}

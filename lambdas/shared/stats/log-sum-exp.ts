/**
 * ln(sum of e^v) over `values` (natural logarithms; -Infinity stands for zero), without overflow: the largest is taken out
 * first, ln sum e^v = m + ln sum e^(v - m). The sum over nothing is -Infinity.
 */
export function logSumExp(values: readonly number[]): number {
  let largest = -Infinity;
  for (const value of values) largest = Math.max(largest, value);
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - largest);
  return largest + Math.log(sum);
}

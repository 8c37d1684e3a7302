/**
 * Learns a value into the bin of a profile: the average of the values that fell into it, the latest `cap` of them counting most.
 *
 * @param mean position of the bin's average in `numbers`
 * @param count position of the bin's count in `small`
 * @param cap at most 255
 * @returns values that the bin has seen with this one, at most `cap`
 */
export function learnBin(numbers: Float64Array, small: Uint8Array, mean: number, count: number, cap: number, value: number): number {
  const before = numbers[mean] as number;
  const counted = (small[count] as number) + 1;
  const seen = counted < cap ? counted : cap;
  numbers[mean] = before + (value - before) / seen;
  small[count] = seen;
  return seen;
}

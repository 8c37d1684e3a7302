/**
 * One step of an exponential moving average: average + weight (value − average).
 * With weight max(1/n, 1/window) the first `window` points are averaged evenly, so that the start is not remembered for long.
 */
export function average(numbers: Float64Array, at: number, value: number, weight: number): number {
  const before = numbers[at] as number;
  const after = before + weight * (value - before);
  numbers[at] = after;
  return after;
}

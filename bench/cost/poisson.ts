/** From this mean on the normal approximation is off by less than a percent of the deviation. */
const NORMAL_FROM = 50;

/** A Poisson count of this mean out of two uniform numbers: by inversion when it is small, by Box and Muller's normal when it is large. */
export function poisson(mean: number, uniform: number, second: number): number {
  if (mean >= NORMAL_FROM) {
    const normal = Math.sqrt(-2 * Math.log(1 - uniform)) * Math.cos(2 * Math.PI * second);
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  let probability = Math.exp(-mean);
  let below = probability;
  let count = 0;
  while (uniform > below && count < 10 * NORMAL_FROM) {
    count += 1;
    probability *= mean / count;
    below += probability;
  }
  return count;
}

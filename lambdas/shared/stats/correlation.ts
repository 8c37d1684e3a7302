/**
 * Correlation of paired deviations that each add up to 0: sum xy / sqrt(sum x^2 sum y^2). 0 when one side doesn't vary: then it
 * explains nothing of the other.
 *
 * @throws RangeError when they are not pairs.
 */
export function correlation(first: readonly number[], second: readonly number[]): number {
  if (first.length !== second.length) {
    throw new RangeError(`correlation: found ${first.length} and ${second.length} deviations, expected pairs`);
  }
  const product = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, index) => sum + x * (b[index] as number), 0);
  const scale = Math.sqrt(product(first, first)) * Math.sqrt(product(second, second));
  return scale === 0 ? 0 : Math.min(1, Math.max(-1, product(first, second) / scale));
}

import { median } from './median.ts';

/** Fewest values on either side of a shift. */
const LEAST_SIDE = 3;
/** How much better than a line a step must fit: a step has one more free figure (where it is), and fits some noise with it. */
const CLEARLY_BETTER = 0.9;

/**
 * Index of the first value after a jump of the level, when two constant levels fit the values clearly better than the line does, by
 * the sum of absolute distances; null when the line holds. A deployment that needs more memory is no leak.
 * @param residuals of the line.
 */
export function levelShift(values: readonly number[], residuals: readonly number[]): number | null {
  const lineCost = cost(residuals);
  let best = CLEARLY_BETTER * lineCost;
  let found: number | null = null;
  for (let split = LEAST_SIDE; split <= values.length - LEAST_SIDE; split++) {
    const stepCost = cost(values.slice(0, split)) + cost(values.slice(split));
    if (stepCost < best) {
      best = stepCost;
      found = split;
    }
  }
  return found;
}

function cost(values: readonly number[]): number {
  const middle = median(values);
  return values.reduce((sum, value) => sum + Math.abs(value - middle), 0);
}

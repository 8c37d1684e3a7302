import { describe, expect, it } from 'vitest';
import { learnQuantile, scaleWeightOf, stepOf } from '../../../../lambdas/shared/detection/streaming-quantile.ts';
import { noise, uniform } from './series.ts';

/** The estimate after these values. */
function estimate(values: readonly number[], share: number): number {
  const numbers = new Float64Array([values[0] as number]);
  const floats = new Float32Array(1);
  values.forEach((value, i) => {
    const youth = 1 / (i + 1);
    learnQuantile(numbers, 0, floats, 0, value - (numbers[0] as number), share, stepOf(youth), scaleWeightOf(youth));
  });
  return numbers[0] as number;
}

describe('learnQuantile', () => {
  it.each([
    [0.5, 0],
    [0.9, 1.2816],
    [0.985, 2.1701],
  ])('finds the %s quantile of a Gaussian', (share, expected) => {
    const random = uniform(1);
    const values = Array.from({ length: 50_000 }, () => noise(random));
    expect(Math.abs(estimate(values, share) - expected)).toBeLessThan(0.15);
  });

  it('moves by no more for a huge outlier than for one of eight scales', () => {
    const random = uniform(2);
    const values = Array.from({ length: 20_000 }, () => noise(random));
    const before = estimate(values, 0.9);
    expect(Math.abs(estimate([...values, 1e12], 0.9) - before)).toBeLessThan(0.01);
  });

  it('stays at the value of a series that never moves', () => {
    expect(
      estimate(
        Array.from({ length: 1000 }, () => 7),
        0.985,
      ),
    ).toBe(7);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueAxis } from '../../../../lambdas/shared/chart/value-axis.ts';

const labels = (low: number, high: number) => valueAxis(low, high).ticks.map(({ label }) => label);

describe('the axis of values', () => {
  it.each([
    [0, 10, ['0', '2', '4', '6', '8', '10']],
    [-3, 3, ['−3', '−2', '−1', '0', '1', '2', '3']],
    [0.001, 0.0042, ['0.001', '0.002', '0.003', '0.004']],
    [0, 50_000, ['0', '10k', '20k', '30k', '40k', '50k']],
    [1_400_000_000, 1_600_000_000, ['1400M', '1450M', '1500M', '1550M', '1600M']],
    [0, 1e18, ['0', '2.00e+17', '4.00e+17', '6.00e+17', '8.00e+17', '1.00e+18']],
  ])('from %d to %d is marked at round values', (low, high, expected) => {
    expect(labels(low, high)).toEqual(expected);
  });

  it('has room around a single value', () => {
    expect(valueAxis(50, 50)).toMatchObject({ low: 45, high: 55 });
    expect(valueAxis(0, 0)).toMatchObject({ low: -1, high: 1 });
  });

  it('has two to seven marks, all within it', () => {
    const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(value, value, (a, b) => {
        fc.pre(Math.abs(a - b) > 1e-6 * Math.max(Math.abs(a), Math.abs(b)));
        const { low, high, ticks } = valueAxis(Math.min(a, b), Math.max(a, b));
        const slack = (high - low) * 1e-6;
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(7);
        for (const { at } of ticks) expect(at >= low - slack && at <= high + slack).toBe(true);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logAxis } from '../../../../lambdas/shared/chart/log-axis.ts';

const labels = (low: number, high: number) => logAxis(low, high).ticks.map(({ label }) => label);

describe('the axis of powers of ten', () => {
  it.each([
    [-1, 2, ['0.1', '1', '10', '100']],
    [-2.3, 1.7, ['0.001', '0.01', '0.1', '1', '10', '100']],
    [-3, 6, ['0.01', '1', '100', '10k', '1M']],
    [0, 13, ['1', '1k', '1M', '1G', '1e12']],
    [0, 0, ['1', '10']],
  ])('from %d to %d is marked at whole powers', (low, high, expected) => {
    expect(labels(low, high)).toEqual(expected);
  });

  it('holds what was asked for, with two to seven marks, all within it', () => {
    const power = fc.double({ min: -15, max: 300, noNaN: true });
    fc.assert(
      fc.property(power, power, (a, b) => {
        const { low, high, ticks } = logAxis(Math.min(a, b), Math.max(a, b));
        expect(low).toBeLessThanOrEqual(Math.min(a, b));
        expect(high).toBeGreaterThanOrEqual(Math.max(a, b));
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(7);
        for (const { at } of ticks) expect(at >= low && at <= high).toBe(true);
      }),
    );
  });
});

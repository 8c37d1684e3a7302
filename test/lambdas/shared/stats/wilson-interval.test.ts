import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../../../../lambdas/shared/stats/wilson-interval.ts';

describe('wilsonInterval', () => {
  // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3, at 95 %.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %s in %s is %s to %s', (hits, n, low, high) => {
    const bounds = wilsonInterval(hits / n, n, 1.959964);
    expect(bounds.low).toBeCloseTo(low, 4);
    expect(bounds.high).toBeCloseTo(high, 4);
  });

  it('holds the share, stays in 0..1, has a width, and narrows with n', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, fc.double({ min: 0.5, max: 1e6, noNaN: true }), fc.double({ min: 0.1, max: 7, noNaN: true }), (p, n, z) => {
        const { low, high } = wilsonInterval(p, n, z);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(high).toBeGreaterThan(low);
        expect(low).toBeLessThanOrEqual(p + 1e-12);
        expect(high).toBeGreaterThanOrEqual(p - 1e-12);
        const narrower = wilsonInterval(p, 4 * n, z);
        expect(narrower.high - narrower.low).toBeLessThan(high - low);
      }),
    );
  });

  it('names what is wrong', () => {
    expect(() => wilsonInterval(1.1, 10, 1)).toThrow('share is 1.1, expected a number from 0 to 1');
    expect(() => wilsonInterval(0.1, 0, 1)).toThrow('n is 0 and z 1, expected positive numbers');
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../../../lambdas/shared/stats/bounds.ts';
import { differenceInterval } from '../../../../lambdas/shared/stats/difference-interval.ts';
import { ratioInterval } from '../../../../lambdas/shared/stats/ratio-interval.ts';
import { wilsonInterval } from '../../../../lambdas/shared/stats/wilson-interval.ts';

const share = (hits: number, n: number): Estimate => ({ value: hits / n, ...wilsonInterval(hits / n, n, 1.959964) });

const estimate = fc
  .record({
    value: fc.double({ min: 1, max: 1e4, noNaN: true }),
    below: fc.double({ min: 0.001, max: 0.7, noNaN: true }),
    above: fc.double({ min: 0.001, max: 0.7, noNaN: true }),
  })
  .map(({ value, below, above }): Estimate => ({ value, low: value * (1 - below), high: value * (1 + above) }));
const shared = fc.double({ min: -0.99, max: 0.99, noNaN: true });

describe('differenceInterval', () => {
  // Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10: his cases (a) to (e) at 95 %.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 10, 0.6075, 1],
  ])('of %s/%s and %s/%s is %s to %s', (a, n, b, m, low, high) => {
    const bounds = differenceInterval(share(a, n), share(b, m), 0);
    expect(bounds.low).toBeCloseTo(low, 3);
    expect(bounds.high).toBeCloseTo(high, 3);
  });

  it('turns its sign with its sides, and narrows as they have more in common', () => {
    fc.assert(
      fc.property(estimate, estimate, shared, (first, second, r) => {
        const there = differenceInterval(first, second, r);
        const back = differenceInterval(second, first, r);
        expect(there.low).toBeCloseTo(-back.high, 6);
        expect(there.high).toBeCloseTo(-back.low, 6);
        const closer = differenceInterval(first, second, r + 0.01);
        expect(closer.high - closer.low).toBeLessThanOrEqual(there.high - there.low);
      }),
    );
  });
});

describe('ratioInterval', () => {
  it('agrees with the difference on whether both may be equal', () => {
    fc.assert(
      fc.property(estimate, estimate, shared, (first, second, r) => {
        const ratio = ratioInterval(first, second, r);
        if (ratio === null) return;
        const difference = differenceInterval(first, second, r);
        const near = [difference.low, difference.high].some((bound) => Math.abs(bound) < 1e-6 * second.value);
        fc.pre(!near);
        expect(ratio.low > 1).toBe(difference.low > 0);
        expect(ratio.high < 1).toBe(difference.high < 0);
      }),
    );
  });

  it('holds the ratio, and is the scaled interval of the first when the second is certain', () => {
    fc.assert(
      fc.property(estimate, estimate, shared, (first, second, r) => {
        const ratio = ratioInterval(first, second, r);
        if (ratio !== null) {
          expect(ratio.low).toBeLessThanOrEqual((first.value / second.value) * (1 + 1e-9));
          expect(ratio.high).toBeGreaterThanOrEqual((first.value / second.value) * (1 - 1e-9));
        }
        const certain = { value: second.value, low: second.value, high: second.value };
        const scaled = ratioInterval(first, certain, r);
        expect(scaled?.low).toBeCloseTo(first.low / second.value, 6);
        expect(scaled?.high).toBeCloseTo(first.high / second.value, 6);
      }),
    );
  });

  it('does not divide by what may be 0', () => {
    const first = { value: 5, low: 4, high: 6 };
    expect(ratioInterval(first, { value: 1, low: -0.2, high: 1.5 }, 0)).toBeNull();
    expect(ratioInterval(first, { value: 0, low: 0, high: 1 }, 0)).toBeNull();
  });
});

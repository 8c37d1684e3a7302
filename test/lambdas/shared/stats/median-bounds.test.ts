import fc from 'fast-check';
import { expect, test } from 'vitest';
import { medianBounds } from '../../../../lambdas/shared/stats/median-bounds.ts';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);

// Conover, table of the sign test: for n of 20 the 5 % point is 5 (P(Bin <= 5) = 0.0207, P(Bin <= 6) = 0.0577), so the 6th value from each end.
test.each([
  [5, { value: 3, low: 1, high: 5 }],
  [12, { value: 6.5, low: 3, high: 10 }],
  [20, { value: 10.5, low: 6, high: 15 }],
])('of 1 to %i at 5 %%', (n, expected) => expect(medianBounds(upTo(n), 0.05)).toEqual(expected));

test('four values say nothing at 5 %', () => {
  expect(medianBounds(upTo(4), 0.05)).toBeNull();
  expect(medianBounds([], 0.05)).toBeNull();
  expect(() => medianBounds([1], 0.5)).toThrow(RangeError);
});

test('the interval holds the median, whatever the order of the values', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), { minLength: 5, maxLength: 40 }),
      (values) => {
        const bounds = medianBounds(values, 0.05);
        expect(medianBounds(values.toReversed(), 0.05)).toEqual(bounds);
        if (bounds === null) throw new Error('too few');
        expect(bounds.low).toBeLessThanOrEqual(bounds.value);
        expect(bounds.high).toBeGreaterThanOrEqual(bounds.value);
      },
    ),
  );
});

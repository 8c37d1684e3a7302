import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlationInflation, mannKendall } from '../../../../lambdas/shared/forecast/mann-kendall.ts';
import { normal, random } from './series.ts';

describe('mannKendall', () => {
  it('is what the textbook says (Gilbert 1987: var S = n (n - 1) (2 n + 5) / 18)', () => {
    const found = mannKendall([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(found.s).toBe(45);
    expect(found.sigma).toBeCloseTo(Math.sqrt(125), 12);
    expect(found.z).toBeCloseTo(44 / Math.sqrt(125), 12);
    expect(found.p).toBeCloseTo(8.3e-5, 6);
  });

  it('takes ties off the variance', () => {
    // One group of three among six: (6 5 17 - 3 2 11) / 18.
    expect(mannKendall([1, 1, 1, 2, 3, 4]).sigma).toBeCloseTo(Math.sqrt((510 - 66) / 18), 12);
    expect(mannKendall([5, 5, 5, 5])).toEqual({ s: 0, sigma: 0, z: 0, p: 1 });
  });

  it('turns its sign with the series', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 30 }), (values) => {
        const there = mannKendall(values);
        const back = mannKendall(values.toReversed());
        expect(back.s + there.s).toBe(0);
        expect(back.p).toBeCloseTo(there.p, 12);
      }),
    );
  });
});

describe('correlationInflation', () => {
  it('is 1 for few values, equal values, and values that alternate', () => {
    expect(correlationInflation([1, 2, 3])).toBe(1);
    expect(correlationInflation([4, 4, 4, 4, 4, 4, 4])).toBe(1);
    expect(correlationInflation([1, -1, 1, -1, 1, -1, 1, -1])).toBe(1);
  });

  it('keeps chance trends of correlated values at the level of the test', () => {
    const next = random(1);
    let plain = 0;
    let corrected = 0;
    for (let run = 0; run < 300; run++) {
      let last = normal(next);
      const values = Array.from({ length: 80 }, () => (last = 0.7 * last + Math.sqrt(1 - 0.49) * normal(next)));
      if (mannKendall(values).p < 0.05) plain++;
      if (mannKendall(values, correlationInflation(values)).p < 0.05) corrected++;
    }
    expect(plain / 300).toBeGreaterThan(0.25);
    expect(corrected / 300).toBeLessThan(0.1);
  });
});

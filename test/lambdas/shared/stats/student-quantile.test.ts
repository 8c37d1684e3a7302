import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { probit } from '../../../../lambdas/shared/stats/probit.ts';
import { studentQuantile } from '../../../../lambdas/shared/stats/student-quantile.ts';

describe('studentQuantile', () => {
  // Tables of Student's t.
  it.each([
    [0.95, 1, 6.3138],
    [0.95, 2, 2.92],
    [0.95, 5, 2.015],
    [0.975, 10, 2.2281],
    [0.5, 7, 0],
    [0.05, 5, -2.015],
  ])('at %s with %s degrees of freedom is %s', (p, degrees, t) => {
    expect(studentQuantile(p, degrees)).toBeCloseTo(t, 3);
  });

  it('is symmetric, and wider than the normal, which it comes to with many degrees of freedom', () => {
    const p = fc.double({ min: 0.55, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(p, fc.integer({ min: 1, max: 200 }), (chance, degrees) => {
        const t = studentQuantile(chance, degrees);
        expect(studentQuantile(1 - chance, degrees)).toBeCloseTo(-t, 8);
        expect(t).toBeGreaterThan(probit(chance));
        expect(studentQuantile(chance, 1e6)).toBeCloseTo(probit(chance), 3);
      }),
    );
  });

  it('names what is wrong', () => {
    expect(() => studentQuantile(1, 5)).toThrow('p is 1, expected a number between 0 and 1');
    expect(() => studentQuantile(0.9, 0)).toThrow('degrees is 0, expected a positive number');
  });
});

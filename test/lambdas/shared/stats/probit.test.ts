import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf } from '../../../../lambdas/shared/stats/normal-cdf.ts';
import { probit } from '../../../../lambdas/shared/stats/probit.ts';

describe('probit', () => {
  it.each([
    [0.5, 0],
    [0.75, 0.674489750196082],
    [0.9, 1.2815515655446],
    [0.95, 1.64485362695147],
    [0.99, 2.32634787404084],
    [0.001, -3.09023230616781],
  ])('at %s is %s', (p, z) => {
    expect(probit(p)).toBeCloseTo(z, 12);
  });

  it('undoes the distribution function', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-6, noNaN: true }), (p) => {
        expect(Math.abs(normalCdf(probit(p)) - p)).toBeLessThan(1e-12);
      }),
    );
  });

  it('has its ends, and refuses what is beyond', () => {
    expect(probit(0)).toBe(-Infinity);
    expect(probit(1)).toBe(Infinity);
    for (const p of [-0.1, 1.1, Number.NaN]) expect(() => probit(p)).toThrow(`p is ${p}, expected a number from 0 to 1`);
  });
});

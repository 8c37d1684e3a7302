import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf } from '../../../../lambdas/shared/stats/normal-cdf.ts';

describe('normalCdf', () => {
  it.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [1.6448536269514722, 0.95],
    [-1.959963984540054, 0.025],
    [-3, 0.00134989803163009],
    [4.999, 0.9999997118579859],
    [5.001, 0.9999997148314368],
  ])('at %s is %s', (z, p) => {
    expect(normalCdf(z)).toBeCloseTo(p, 12);
  });

  it('keeps its relative accuracy far out', () => {
    expect(normalCdf(-10) / 7.61985302416052e-24).toBeCloseTo(1, 10);
    expect(normalCdf(-6) / 9.86587645037698e-10).toBeCloseTo(1, 9);
    expect(normalCdf(-40)).toBe(0);
    expect(normalCdf(40)).toBe(1);
  });

  it('is symmetric and rises', () => {
    fc.assert(
      fc.property(fc.double({ min: -8, max: 8, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (z, step) => {
        expect(normalCdf(z) + normalCdf(-z)).toBeCloseTo(1, 12);
        expect(normalCdf(z + step)).toBeGreaterThanOrEqual(normalCdf(z) - 1e-15);
      }),
    );
  });

  it('gives NaN for NaN, and ends', () => {
    expect(normalCdf(Number.NaN)).toBeNaN();
  });
});

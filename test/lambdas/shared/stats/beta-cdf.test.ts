import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaCdf, betaQuantile } from '../../../../lambdas/shared/stats/beta-cdf.ts';

describe('betaCdf', () => {
  it.each([
    [0.3, 1, 1, 0.3],
    [0.5, 7, 7, 0.5],
    // Beta(2, 3): 6 x^2 - 8 x^3 + 3 x^4.
    [0.4, 2, 3, 0.5248],
    // Arcsine law: 2 / pi asin(sqrt(x)).
    [0.25, 0.5, 0.5, 1 / 3],
    [0, 2, 3, 0],
    [1, 2, 3, 1],
  ])('at %s of Beta(%s, %s) is %s', (x, a, b, p) => {
    expect(betaCdf(x, a, b)).toBeCloseTo(p, 12);
  });

  it('is undone by its quantile, for large counts too', () => {
    const count = fc.double({ min: 0.5, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), count, count, (p, a, b) => {
        expect(betaCdf(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 8);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses what is no beta distribution', () => {
    expect(() => betaCdf(0.5, 0, 1)).toThrow('betaCdf: found a 0 and b 1');
    expect(() => betaCdf(1.5, 1, 1)).toThrow('betaCdf: found x 1.5');
    expect(() => betaQuantile(2, 1, 1)).toThrow('betaQuantile: found p 2');
  });
});

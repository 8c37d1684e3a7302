import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialTail } from '../../../../lambdas/shared/stats/binomial-tail.ts';

describe('binomialTail', () => {
  it('is exact where it can be counted', () => {
    expect(binomialTail(1, 3, 0.01)).toBeCloseTo(1 - 0.99 ** 3, 14);
    expect(binomialTail(3, 3, 0.01)).toBeCloseTo(1e-6, 18);
    expect(binomialTail(0, 3, 0.01)).toBe(1);
    expect(binomialTail(4, 3, 0.01)).toBe(0);
    expect(binomialTail(5, 10, 0.5)).toBeCloseTo(638 / 1024, 12);
  });

  it('falls with k, rises with p, and meets its mirror image', () => {
    const n = fc.integer({ min: 1, max: 3000 });
    const p = fc.double({ min: 1e-4, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(n, fc.nat(3000), p, (trials, count, chance) => {
        const k = count % trials;
        const tail = binomialTail(k, trials, chance);
        expect(tail).toBeGreaterThanOrEqual(0);
        expect(tail).toBeLessThanOrEqual(1);
        expect(binomialTail(k + 1, trials, chance)).toBeLessThanOrEqual(tail + 1e-12);
        expect(tail + binomialTail(trials - k + 1, trials, 1 - chance)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('names what is wrong', () => {
    expect(() => binomialTail(1.5, 3, 0.1)).toThrow('k 1.5 of n 3');
    expect(() => binomialTail(1, 3, 1)).toThrow('p is 1');
  });
});

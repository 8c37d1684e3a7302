import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logHypergeometricMgf } from '../../../../lambdas/shared/stats/log-hypergeometric-mgf.ts';

/** Binomial coefficient, exact. */
function choose(n: number, k: number): bigint {
  let result = 1n;
  for (let i = 1; i <= k; i++) result = (result * BigInt(n - k + i)) / BigInt(i);
  return result;
}

/** The same expectation by plain summation. */
function direct(first: number, second: number, drawn: number, theta: number): number {
  let sum = 0;
  for (let j = Math.max(0, drawn - second); j <= Math.min(first, drawn); j++) {
    sum += Number(choose(first, j) * choose(second, drawn - j)) * theta ** j;
  }
  return Math.log(sum / Number(choose(first + second, drawn)));
}

const counts = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }))
  .chain(([first, second]) => fc.tuple(fc.constant(first), fc.constant(second), fc.integer({ min: 0, max: first + second })));

describe('logHypergeometricMgf', () => {
  it('equals the plain sum', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0.01, max: 60, noNaN: true }), ([first, second, drawn], theta) => {
        expect(logHypergeometricMgf(first, second, drawn, theta)).toBeCloseTo(direct(first, second, drawn, theta), 9);
      }),
    );
  });

  it('is nothing at theta = 1, and makes the wager fair', () => {
    fc.assert(
      fc.property(counts, ([first, second, drawn]) => {
        expect(Math.abs(logHypergeometricMgf(first, second, drawn, 1))).toBeLessThan(1e-9);
      }),
    );
  });

  it('holds at thousands of requests', () => {
    // The count's mean is m pi = 50 and its variance m pi (1 - pi)(N - m)/(N - 1) = 47.38: for theta near 1 the cumulants are all there is.
    const h = 1e-3;
    expect(logHypergeometricMgf(500, 9500, 1000, Math.exp(h))).toBeCloseTo(50 * h + (1000 * 0.05 * 0.95 * 9000 * h * h) / 9999 / 2, 7);
    expect(Number.isFinite(logHypergeometricMgf(5000, 5000, 5000, 60))).toBe(true);
  });

  it.each([
    [[1, 1, 3, 2], /counts are 1, 1, 3/],
    [[1.5, 1, 1, 2], /counts are 1.5, 1, 1/],
    [[-1, 1, 0, 2], /counts are -1/],
    [[1, 1, 1, 0], /theta is 0/],
  ] as const)('refuses %j', ([first, second, drawn, theta], message) => {
    expect(() => logHypergeometricMgf(first, second, drawn, theta)).toThrow(message);
  });
});

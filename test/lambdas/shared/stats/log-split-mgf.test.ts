import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logHypergeometricMgf } from '../../../../lambdas/shared/stats/log-hypergeometric-mgf.ts';
import { EXACT_DRAWS, logSplitMgf } from '../../../../lambdas/shared/stats/log-split-mgf.ts';

const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);

/** By enumerating all splits of `drawn` over the bins. */
function bruteForce(drawn: number, sizes: readonly number[], weights: readonly number[]): number {
  const sum = (bin: number, left: number): number => {
    if (bin === sizes.length) return left === 0 ? 1 : 0;
    let total = 0;
    for (let k = 0; k <= Math.min(left, sizes[bin] as number); k++) {
      total += choose(sizes[bin] as number, k) * (weights[bin] as number) ** k * sum(bin + 1, left - k);
    }
    return total;
  };
  return Math.log(
    sum(0, drawn) /
      choose(
        sizes.reduce((all, size) => all + size, 0),
        drawn,
      ),
  );
}

/** By multiplying prod (1 + w z)^m out, one item after another, as probabilities: after k items the coefficient of z^j over C(k, j). */
function byPolynomials(drawn: number, sizes: readonly number[], weights: readonly number[]): number {
  let means = [1];
  let items = 0;
  for (const [bin, size] of sizes.entries()) {
    for (let item = 0; item < size; item++) {
      items += 1;
      means = Array.from({ length: Math.min(items, drawn) + 1 }, (_, j) => {
        const without = j <= items - 1 ? ((items - j) / items) * (means[j] as number) : 0;
        const taken = j > 0 ? (j / items) * (weights[bin] as number) * (means[j - 1] as number) : 0;
        return without + taken;
      });
    }
  }
  return Math.log(means[drawn] as number);
}

const weight = fc.double({ min: 0.05, max: 20, noNaN: true });

describe('logSplitMgf', () => {
  it('is the sum over all splits', () => {
    const bins = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), weight), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(bins, fc.double({ min: 0, max: 1, noNaN: true }), (given, part) => {
        const sizes = given.map(([size]) => size);
        const weights = given.map(([, each]) => each);
        const drawn = Math.floor(part * sizes.reduce((all, size) => all + size, 0));
        expect(logSplitMgf(drawn, sizes, weights)).toBeCloseTo(bruteForce(drawn, sizes, weights), 9);
      }),
    );
  });

  it('is the hypergeometric one with two bins, few items or a million', () => {
    for (const [drawn, first, second] of [
      [5, 10, 20],
      [60, 300, 300],
      [600, 300, 5700],
      [1_000_000, 90_000, 9_910_000],
    ] as const) {
      const expected = logHypergeometricMgf(first, second, drawn, 1.7);
      expect(Math.abs(logSplitMgf(drawn, [first, second], [1.7, 1]) - expected)).toBeLessThan(1e-6);
    }
  });

  it('is the sum to 1e-5 where it is approximated, whatever the weights', () => {
    const shares = [0.5, 0.25, 0.15, 0.05, 0.04, 0.01];
    const rising = fc.array(fc.double({ min: 0, max: 0.6, noNaN: true }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(rising, fc.integer({ min: 90, max: 2000 }), fc.integer({ min: 1, max: 60 }), (steps, all, more) => {
        let log = -1;
        const weights = steps.map((step) => Math.exp((log += step)));
        const sizes = shares.map((share) => Math.round(share * all));
        const drawn = Math.min(EXACT_DRAWS + more, Math.floor(sizes.reduce((sum, size) => sum + size, 0) / 2));
        fc.pre(drawn > EXACT_DRAWS);
        expect(Math.abs(logSplitMgf(drawn, sizes, weights) - byPolynomials(drawn, sizes, weights))).toBeLessThan(1e-5);
      }),
    );
  });

  it('is nothing without weights, and the weights themselves when all is drawn', () => {
    expect(logSplitMgf(7, [5, 5, 5], [1, 1, 1])).toBeCloseTo(0, 12);
    expect(logSplitMgf(500, [400, 400], [1, 1])).toBeCloseTo(0, 9);
    expect(logSplitMgf(4, [3, 1], [2, 5])).toBeCloseTo(3 * Math.log(2) + Math.log(5), 12);
    expect(logSplitMgf(0, [3, 1], [2, 5])).toBe(0);
  });

  it('refuses what does not fit', () => {
    expect(() => logSplitMgf(5, [2, 2], [1, 2])).toThrow(/found 5 of bins 2, 2/);
    expect(() => logSplitMgf(1, [2, 2], [1])).toThrow(/weights are 1/);
    expect(() => logSplitMgf(1, [2, 2], [1, 0])).toThrow(/weights are 1, 0/);
    expect(() => logSplitMgf(1.5, [2, 2], [1, 1])).toThrow(RangeError);
  });
});

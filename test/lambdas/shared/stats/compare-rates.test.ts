import { array, assert, double, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialTail } from '../../../../lambdas/shared/stats/binomial-tail.ts';
import { compareRates, type RateBin } from '../../../../lambdas/shared/stats/compare-rates.ts';
import { seededRandom } from '../../../../localstack/embedded/load/random.ts';

const bins = (counts: readonly number[], exposure = 100): RateBin[] => counts.map((count) => ({ count, exposure }));
const found = (before: readonly RateBin[], after: readonly RateBin[]) => compareRates(before, after) ?? expect.fail('nothing to compare');

describe('compareRates', () => {
  it('is the exact binomial test where events come one by one', () => {
    const { ratio, dispersion, pMore, pFewer } = found(bins([5, 5, 5]), bins([12]));
    expect({ ratio, dispersion }).toEqual({ ratio: 2.4, dispersion: 1 });
    expect(pMore()).toBeCloseTo(binomialTail(12, 27, 1 / 4), 12);
    expect(pFewer()).toBeCloseTo(1 - binomialTail(13, 27, 1 / 4), 12);
    // At a true ratio of 3 the share after is a half.
    expect(pMore(3)).toBeCloseTo(binomialTail(12, 27, 1 / 2), 12);
  });

  it('corrects for the traffic', () => {
    expect(found(bins([5, 5, 5]), bins([15], 300)).ratio).toBeCloseTo(1, 12);
    expect(found(bins([5, 5, 5]), bins([15], 300)).pMore()).toBeGreaterThan(0.4);
    expect(found(bins([5, 5, 5]), bins([15])).pMore()).toBeLessThan(0.01);
  });

  it('takes a burst for less than as many single events', () => {
    const [single, burst] = [found(bins([5, 5, 5, 5, 5, 5, 5, 5]), bins([10, 10])), found(bins([0, 0, 40, 0, 0, 0, 0, 0]), bins([0, 20]))];
    expect(burst.dispersion).toBeGreaterThan(10);
    expect(single.pMore()).toBeLessThan(0.02);
    expect(burst.pMore()).toBeGreaterThan(0.1);
  });

  it('says of what appeared and of what ended that the ratio is infinite, and none', () => {
    expect(found(bins([0, 0, 0]), bins([6])).ratio).toBe(Number.POSITIVE_INFINITY);
    expect(found(bins([0, 0, 0]), bins([6])).pMore()).toBeCloseTo((1 / 4) ** 6, 9);
    expect(found(bins([6, 6, 6]), bins([0])).ratio).toBe(0);
    expect(found(bins([6, 6, 6]), bins([0])).pFewer()).toBeCloseTo((3 / 4) ** 18, 9);
  });

  it('has nothing to compare without events, or with one side that nobody called', () => {
    expect(compareRates(bins([0, 0]), bins([0]))).toBeNull();
    expect(compareRates(bins([3]), bins([0], 0))).toBeNull();
    expect(compareRates([], bins([3]))).toBeNull();
    expect(() => compareRates(bins([-1]), bins([1]))).toThrow('found -1 events of 100; expected finite numbers from 0');
    expect(() => compareRates(bins([Number.NaN]), bins([1]))).toThrow(RangeError);
  });

  it('gives probabilities, whatever the counts', () => {
    const bin = record({ count: integer({ min: 0, max: 500 }), exposure: double({ min: 1, max: 1e6, noNaN: true }) });
    assert(
      property(array(bin, { minLength: 1, maxLength: 20 }), array(bin, { minLength: 1, maxLength: 20 }), (before, after) => {
        const compared = compareRates(before, after);
        if (compared === null) return;
        for (const p of [compared.pMore(), compared.pFewer(), compared.pMore(2), compared.pFewer(0.5)]) {
          expect(p).toBeGreaterThanOrEqual(0);
          expect(p).toBeLessThanOrEqual(1);
        }
        expect(compared.pMore(2)).toBeGreaterThanOrEqual(compared.pMore() - 1e-9);
      }),
    );
  });

  it.each([
    ['one by one', 1],
    ['in bursts of four', 4],
  ])('is wrong no more often than it says: events %s, the same rate on both sides', (_, burst) => {
    const random = seededRandom(5, `rates ${burst}`);
    const poisson = (mean: number): number => {
      let [count, product] = [0, random()];
      for (const least = Math.exp(-mean); product > least; product *= random()) count += 1;
      return count;
    };
    const runs = 2000;
    let wrong = 0;
    for (let run = 0; run < runs; run += 1) {
      const draw = (length: number) => bins(Array.from({ length }, () => burst * poisson(8 / burst)));
      if (found(draw(9), draw(3)).pMore() < 0.05) wrong += 1;
    }
    // 5 % of 2000 is 100, with a deviation of 10; the dispersion is estimated from ten bins, which costs some.
    expect(wrong / runs).toBeLessThan(0.09);
  });
});

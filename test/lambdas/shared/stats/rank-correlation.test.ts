import { array, assert, double, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankCorrelation } from '../../../../lambdas/shared/stats/rank-correlation.ts';
import { seededRandom } from '../../../../localstack/embedded/load/random.ts';

const random = seededRandom(3, 'rank correlation');
const noise = (length: number): number[] => Array.from({ length }, () => random());
/** Each value is like the one before. */
function wandering(length: number, memory: number): number[] {
  let at = 0;
  return noise(length).map((value) => (at = memory * at + value - 0.5));
}

describe('rankCorrelation', () => {
  it('knows series that go together, in whatever shape, and those that go against each other', () => {
    const rising = Array.from({ length: 30 }, (_, index) => index);
    expect(
      rankCorrelation(
        rising,
        rising.map((value) => value ** 3),
      ).rho,
    ).toBeCloseTo(1, 12);
    expect(
      rankCorrelation(
        rising,
        rising.map((value) => -value),
      ).rho,
    ).toBeCloseTo(-1, 12);
    const first = noise(40);
    expect(
      rankCorrelation(
        first,
        first.map((value) => 2 * value),
      ).p,
    ).toBeLessThan(1e-9);
  });

  it('gives ties their mean rank', () => {
    // Spearman's coefficient with ties, by hand: ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4.
    expect(rankCorrelation([1, 2, 2, 3], [1, 2, 3, 4]).rho).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
  });

  it('says nothing of a series that does not vary, or of a few points', () => {
    expect(rankCorrelation([1, 1, 1, 1, 1, 1], [1, 2, 3, 4, 5, 6])).toMatchObject({ rho: 0, p: 1 });
    expect(rankCorrelation([1, 2, 3], [1, 2, 3])).toMatchObject({ p: 1 });
    expect(rankCorrelation([], [])).toMatchObject({ rho: 0, p: 1 });
    expect(() => rankCorrelation([1, 2], [1])).toThrow(RangeError);
  });

  it('is the same whatever the scale, and symmetric', () => {
    const value = double({ min: -1e6, max: 1e6, noNaN: true });
    assert(
      property(array(tuple(value, value), { minLength: 5, maxLength: 40 }), (pairs) => {
        const [a, b] = [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
        const there = rankCorrelation(a, b);
        expect(rankCorrelation(b, a).rho).toBeCloseTo(there.rho, 9);
        expect(Math.abs(there.rho)).toBeLessThanOrEqual(1);
        expect(there.p).toBeGreaterThanOrEqual(0);
        expect(there.p).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([
    ['independent points', 0],
    ['series that wander', 0.8],
  ])('is wrong no more often than it says: %s', (_, memory) => {
    const runs = 1000;
    let wrong = 0;
    for (let run = 0; run < runs; run += 1) if (rankCorrelation(wandering(60, memory), wandering(60, memory)).p < 0.05) wrong += 1;
    // 50 of 1000, with a deviation of 7. Own correlations are estimated, so that strong ones are corrected for a little less than they ask.
    expect(wrong / runs).toBeLessThan(0.1);
  });
});

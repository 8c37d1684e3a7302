import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusteredMean } from '../../../../lambdas/shared/stats/clustered-mean.ts';
import { clusteredShare } from '../../../../lambdas/shared/stats/clustered-share.ts';
import { correlation } from '../../../../lambdas/shared/stats/correlation.ts';
import { probit } from '../../../../lambdas/shared/stats/probit.ts';
import { ratioOfSums } from '../../../../lambdas/shared/stats/ratio-of-sums.ts';
import { studentQuantile } from '../../../../lambdas/shared/stats/student-quantile.ts';
import { wilsonInterval } from '../../../../lambdas/shared/stats/wilson-interval.ts';

const LEVEL = 0.9;
const clusters = fc.array(
  fc.record({ size: fc.integer({ min: 1, max: 500 }), hits: fc.nat(500) }).map(({ size, hits }) => ({ size, total: hits % (size + 1) })),
  { minLength: 2, maxLength: 12 },
);

describe('ratioOfSums', () => {
  it('is the mean with its usual variance when the clusters are of one size', () => {
    const values = [3, 5, 4, 8];
    const { value, variance } = ratioOfSums(values.map((total) => ({ size: 1, total })));
    expect(value).toBe(5);
    // Sample variance 14 / 3 over 4.
    expect(variance).toBeCloseTo(14 / 12, 12);
  });

  it('has deviations that add up to 0', () => {
    fc.assert(
      fc.property(clusters, (found) => {
        const { deviations } = ratioOfSums(found);
        expect(deviations.reduce((sum, deviation) => sum + deviation, 0)).toBeCloseTo(0, 10);
      }),
    );
  });

  it('refuses what has no spread', () => {
    expect(() => ratioOfSums([{ size: 5, total: 1 }])).toThrow('found 1 clusters of 5 in all');
    expect(() => ratioOfSums([0, 0].map((size) => ({ size, total: 0 })))).toThrow('found 2 clusters of 0 in all');
  });
});

describe('clusteredShare', () => {
  it('is never narrower than that of independent observations, and holds the share', () => {
    fc.assert(
      fc.property(clusters, (found) => {
        const { value, low, high } = clusteredShare(found, LEVEL);
        const size = found.reduce((sum, cluster) => sum + cluster.size, 0);
        const independent = wilsonInterval(value, size, probit((1 + LEVEL) / 2));
        expect(high - low).toBeGreaterThanOrEqual(independent.high - independent.low - 1e-12);
        expect(low).toBeLessThanOrEqual(value + 1e-12);
        expect(high).toBeGreaterThanOrEqual(value - 1e-12);
      }),
    );
  });

  it('widens when the same failures come in one burst', () => {
    const even = clusteredShare(
      Array.from({ length: 6 }, () => ({ size: 100, total: 5 })),
      LEVEL,
    );
    const burst = clusteredShare(
      [30, 0, 0, 0, 0, 0].map((total) => ({ size: 100, total })),
      LEVEL,
    );
    expect(burst.value).toBe(even.value);
    expect(burst.high - burst.low).toBeGreaterThan(2 * (even.high - even.low));
  });
});

describe('clusteredMean', () => {
  it('lies in the middle of its interval, which has no width when nothing differs', () => {
    const { value, low, high } = clusteredMean(
      [2, 4, 6].map((total) => ({ size: 2, total })),
      LEVEL,
    );
    expect([value, (low + high) / 2]).toEqual([2, 2]);
    expect(high - low).toBeCloseTo(2 * studentQuantile(0.95, 2) * Math.sqrt(1 / 3), 12);
    const flat = clusteredMean(
      [2, 2].map((total) => ({ size: 1, total })),
      LEVEL,
    );
    expect(flat.high - flat.low).toBe(0);
  });
});

describe('correlation', () => {
  it('is 1 of the same, -1 of the opposite, 0 where one side stands still', () => {
    expect(correlation([1, -3, 2], [2, -6, 4])).toBeCloseTo(1, 12);
    expect(correlation([1, -3, 2], [-1, 3, -2])).toBeCloseTo(-1, 12);
    expect(correlation([1, -1], [0, 0])).toBe(0);
  });

  it('refuses what is not paired', () => {
    expect(() => correlation([1], [1, 2])).toThrow('found 1 and 2 deviations, expected pairs');
  });
});

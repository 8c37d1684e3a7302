import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baselineQuantile, emptyBaseline, FAST_ALPHA, resetBaseline } from '../../../../lambdas/shared/baseline/baseline.ts';
import { readHours } from '../../../../lambdas/shared/baseline/hour-profile.ts';
import { maturity, MIN_SAMPLES, STALE_MS, zScore } from '../../../../lambdas/shared/baseline/judge-value.ts';
import { type Series, SeriesBaseline } from '../../../../lambdas/shared/contract/records.ts';
import { MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { fold, foldAll, ORDERS, run } from './fold-samples.ts';
import { learnPoint } from './learn-point.ts';

const T0 = Date.UTC(2026, 0, 4);
const taught = (values: readonly number[], series: Series = 'duration-p95') =>
  values.reduce((baseline, value, index) => learnPoint(baseline, value, T0 + index * MINUTE_MS), emptyBaseline(ORDERS, 'default', series));
const some = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });
const steady = (count: number) => taught(Array.from({ length: count }, () => 100));

describe('a baseline that learns', () => {
  it('is plain mean and variance for the first ten points', () => {
    const { mean, variance } = taught([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(mean).toBeCloseTo(5.5, 12);
    expect(variance).toBeCloseTo(8.25, 12);
  });

  it('follows the formula of Finch from then on', () => {
    const before = taught(Array.from({ length: 30 }, (_, index) => 100 + (index % 3)));
    const after = learnPoint(before, 110, T0);
    const difference = 110 - before.mean;
    expect(after.mean).toBeCloseTo(before.mean + 0.1 * difference, 12);
    expect(after.variance).toBeCloseTo(0.9 * (before.variance + 0.1 * difference ** 2), 12);
    expect(learnPoint(before, 110, T0, FAST_ALPHA).mean).toBeCloseTo(before.mean + 0.3 * difference, 12);
  });

  it('leaves the mean of a series that never moved what it is, the point that establishes it included', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (value) => {
        expect(taught(Array.from({ length: MIN_SAMPLES }, () => value))).toMatchObject({ mean: value, variance: 0 });
      }),
    );
  });

  it('stays within what it saw, fits the record, and orders its quantiles', () => {
    fc.assert(
      fc.property(some, (values) => {
        const baseline = taught(values);
        expect(SeriesBaseline.safeParse(baseline).success).toBe(true);
        expect(baseline.min).toBe(Math.min(...values));
        expect(baseline.max).toBe(Math.max(...values));
        expect(baseline.mean).toBeGreaterThanOrEqual(baseline.min - 1e-6);
        expect(baseline.mean).toBeLessThanOrEqual(baseline.max + 1e-6);
        expect(baselineQuantile(baseline, 0.5) ?? 0).toBeLessThanOrEqual(baselineQuantile(baseline, 0.99) ?? 0);
      }),
    );
  });

  it('scales with its values: ten times the values are ten times the mean and a hundred times the variance', () => {
    fc.assert(
      fc.property(some, (values) => {
        const small = taught(values);
        const large = taught(values.map((value) => value * 10));
        expect(large.mean).toBeCloseTo(small.mean * 10, 3);
        expect(Math.abs(large.variance - small.variance * 100)).toBeLessThanOrEqual(1e-6 * (1 + large.variance));
      }),
    );
  });

  it('keeps a profile by hour of the week for the series that have one', () => {
    expect(readHours(taught([100, 200], 'invocations').hours)[0]).toEqual({ count: 2, mean: 150 });
    expect(taught([100, 200], 'memory-used').hours).toHaveLength(0);
  });

  it('leaves the baseline that it was given as it is', () => {
    const before = taught([100, 200], 'invocations');
    const copy = structuredClone(before);
    learnPoint(before, 300, T0);
    expect(before).toEqual(copy);
  });
});

describe('maturity', () => {
  const now = T0 + MIN_SAMPLES * MINUTE_MS;

  it('needs its samples, and says how many there are', () => {
    expect(maturity(undefined, now)).toEqual({ state: 'learning', samples: 0, needed: MIN_SAMPLES });
    expect(maturity(steady(MIN_SAMPLES - 1), now)).toMatchObject({ state: 'learning', samples: MIN_SAMPLES - 1 });
    expect(maturity(steady(MIN_SAMPLES), now).state).toBe('established');
  });

  it('ages out', () => {
    const last = T0 + (MIN_SAMPLES - 1) * MINUTE_MS;
    expect(maturity(steady(MIN_SAMPLES), last + STALE_MS).state).toBe('established');
    expect(maturity(steady(MIN_SAMPLES), last + STALE_MS + 1)).toEqual({ state: 'stale', ageMs: STALE_MS + 1 });
  });
});

describe('zScore', () => {
  it('is signed, and never infinite on a series that never moved', () => {
    expect(zScore(taught([100, 100, 100]), 110)).toBe(2);
    expect(zScore(taught([100, 100, 100]), 90)).toBe(-2);
    expect(zScore(taught([0, 0, 0], 'error-rate'), 0.03)).toBeCloseTo(3, 12);
    expect(zScore(taught([400, 400], 'invocations'), 440)).toBe(2);
  });

  it('uses the measured deviation when it is the larger one', () => {
    expect(zScore(taught([50, 150, 50, 150]), 200)).toBeCloseTo(2, 12);
  });
});

describe('resetBaseline', () => {
  it('forgets what was learned, and learns no minute twice', () => {
    const points = run('duration-p95', 0, 60, 200);
    const known = foldAll([points]);
    const before = known['duration-p95'];
    if (before === undefined) throw new Error('no baseline');
    const after = resetBaseline(before);
    expect(after).toMatchObject({ count: 0, mean: 0, candidate: null, watermark: before.watermark, pending: before.pending });
    for (const bytes of [after.sketch, after.hours, after.detector]) expect(bytes).toHaveLength(0);
    const { series, discarded } = fold({ 'duration-p95': after }, [...points, ...run('duration-p95', 60, 30, 200)]);
    expect(discarded).toEqual({});
    // The sixteen minutes that waited, and those that came since, but for the last sixteen.
    expect(series['duration-p95']?.count).toBe(30);
  });
});

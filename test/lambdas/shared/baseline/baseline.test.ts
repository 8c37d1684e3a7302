import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  baselineQuantile,
  emptyBaseline,
  emptyTargetBaselines,
  FAST_ALPHA,
  learn,
  resetBaselines,
} from '../../../../lambdas/shared/baseline/baseline.ts';
import { maturity, MIN_SAMPLES, STALE_MS, zScore } from '../../../../lambdas/shared/baseline/judge-value.ts';
import { Baseline } from '../../../../lambdas/shared/contract/records.ts';
import { MINUTE_MS } from '../../../../lambdas/shared/time.ts';

const T0 = Date.UTC(2026, 0, 4);
const taught = (values: readonly number[], series: Baseline['series'] = 'duration-p95') =>
  values.reduce((baseline, value, index) => learn(baseline, value, T0 + index * MINUTE_MS), emptyBaseline('orders', series));
const some = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });

const baselines = (count: number) => ({
  ...emptyTargetBaselines('orders', 'default'),
  series: { 'duration-p95': taught(Array.from({ length: count }, () => 100)) },
});

describe('learn', () => {
  it('is plain mean and variance for the first ten points', () => {
    const { mean, variance } = taught([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(mean).toBeCloseTo(5.5, 12);
    expect(variance).toBeCloseTo(8.25, 12);
  });

  it('follows the formula of Finch from then on', () => {
    const before = taught(Array.from({ length: 30 }, (_, index) => 100 + (index % 3)));
    const after = learn(before, 110, T0);
    const difference = 110 - before.mean;
    expect(after.mean).toBeCloseTo(before.mean + 0.1 * difference, 12);
    expect(after.variance).toBeCloseTo(0.9 * (before.variance + 0.1 * difference ** 2), 12);
    expect(learn(before, 110, T0, FAST_ALPHA).mean).toBeCloseTo(before.mean + 0.3 * difference, 12);
  });

  it('stays within what it saw, fits the record, and orders its quantiles', () => {
    fc.assert(
      fc.property(some, (values) => {
        const baseline = taught(values);
        expect(Baseline.safeParse(baseline).success).toBe(true);
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
    expect(taught([100, 200], 'invocations').hours).toEqual({ '0': { count: 2, mean: 150 } });
    expect(taught([100, 200], 'memory-used').hours).toEqual({});
  });

  it('refuses what telemetry should have cleaned', () => {
    for (const value of [Number.NaN, -1, Number.POSITIVE_INFINITY]) expect(() => taught([value])).toThrow(/duration-p95 of orders: found/);
  });
});

describe('maturity', () => {
  const now = T0 + MIN_SAMPLES * MINUTE_MS;

  it('needs its samples, and says how many there are', () => {
    expect(maturity(null, 'duration-p95', now)).toEqual({ state: 'learning', samples: 0, needed: MIN_SAMPLES });
    expect(maturity(baselines(MIN_SAMPLES - 1), 'duration-p95', now)).toMatchObject({ state: 'learning', samples: MIN_SAMPLES - 1 });
    expect(maturity(baselines(MIN_SAMPLES), 'duration-p95', now).state).toBe('established');
  });

  it('ages out', () => {
    const last = T0 + (MIN_SAMPLES - 1) * MINUTE_MS;
    expect(maturity(baselines(MIN_SAMPLES), 'duration-p95', last + STALE_MS).state).toBe('established');
    expect(maturity(baselines(MIN_SAMPLES), 'duration-p95', last + STALE_MS + 1)).toEqual({ state: 'stale', ageMs: STALE_MS + 1 });
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

describe('resetBaselines', () => {
  it('forgets the named series, or all, and never the watermark', () => {
    const known = {
      ...emptyTargetBaselines('orders', 'default'),
      watermark: 60_000,
      successRate: 0.9,
      series: { 'duration-p95': taught([1]), 'error-rate': taught([0.1], 'error-rate') },
    };
    expect(Object.keys(resetBaselines(known, ['error-rate']).series)).toEqual(['duration-p95']);
    expect(resetBaselines(known, ['error-rate']).successRate).toBeNull();
    expect(resetBaselines(known, ['duration-p95']).successRate).toBe(0.9);
    expect(resetBaselines(known)).toMatchObject({ series: {}, successRate: null, watermark: 60_000 });
  });
});

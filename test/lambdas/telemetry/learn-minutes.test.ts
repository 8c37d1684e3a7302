import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyTargetBaselines } from '../../../lambdas/shared/baseline/baseline.ts';
import { STALE_MS } from '../../../lambdas/shared/baseline/judge-value.ts';
import type { MinuteStats } from '../../../lambdas/shared/contract/records.ts';
import { learnMinutes } from '../../../lambdas/telemetry/learn-minutes.ts';
import { MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { minute, minutesUntil, reportsOf } from '../fakes/samples.ts';
import { NOW } from '../fakes/world.ts';

const fresh = emptyTargetBaselines('orders', 'default');
const known = learnMinutes(fresh, minutesUntil(NOW, 30), [], false).baselines;
const slow = { p50: 500, p90: 700, p95: 900, p99: 1200, mean: 600, max: 2000 };

const lines = (mb: number, at: number) => reportsOf('orders', 3, () => ({ at, maxMemoryMb: mb }));

describe('learnMinutes', () => {
  it('learns nothing of a minute in which errors or latency are critically above the norm', () => {
    const bad: MinuteStats[] = [minute(NOW, { errors: 50 }), minute(NOW + MINUTE_MS, { duration: slow })];
    const { baselines, learned } = learnMinutes(known, bad, [], false);
    expect(learned).toBe(0);
    expect(baselines.series).toEqual(known.series);
    expect(baselines.discarded).toEqual({ unhealthy: 2 });
  });

  it('takes what is better as the new norm, and the load as it comes', () => {
    const quick = { p50: 20, p90: 30, p95: 40, p99: 60, mean: 22, max: 80 };
    const { baselines } = learnMinutes(known, [minute(NOW, { duration: quick, invocations: 900 })], [], false);
    expect(baselines.series['duration-p95']?.mean).toBeCloseTo(200 - 16, 9);
    expect(baselines.series.invocations?.mean).toBeCloseTo(180, 9);
    expect(baselines.discarded).toEqual({});
  });

  it('leaves out the one point that is far out in an otherwise healthy minute', () => {
    const tail = { ...minute(NOW).duration, p50: 100, p90: 150, p95: 200, p99: 300, mean: 110, max: 9000 };
    const { baselines } = learnMinutes(known, [minute(NOW, { duration: tail })], [], false);
    expect(baselines.series['duration-max']?.count).toBe(30);
    expect(baselines.series['duration-p95']?.count).toBe(31);
    expect(baselines.discarded).toEqual({ outlier: 1 });
  });

  it('learns memory that creeps, and not memory that jumps', () => {
    const months = minutesUntil(NOW, 25);
    const base = learnMinutes(
      fresh,
      months,
      months.flatMap((stats) => lines(100, stats.minute)),
      false,
    ).baselines;
    expect(learnMinutes(base, [minute(NOW)], lines(140, NOW), false).baselines.series['memory-used']?.max).toBe(140);
    expect(learnMinutes(base, [minute(NOW)], lines(200, NOW), false).baselines.series['memory-used']?.max).toBe(100);
  });

  it('starts a stale baseline anew', () => {
    const later = NOW + STALE_MS + MINUTE_MS;
    const { baselines } = learnMinutes(known, [minute(later, { duration: slow })], [], false);
    expect(baselines.series['duration-p95']).toMatchObject({ count: 1, mean: 900 });
  });

  it('never learns what cannot be true, and loses no point uncounted', () => {
    const odd = fc.oneof(fc.nat(1000), fc.constantFrom(Number.NaN, -5, Number.POSITIVE_INFINITY));
    fc.assert(
      fc.property(fc.array(fc.record({ invocations: odd, errors: odd, p95: odd }), { maxLength: 30 }), (raw) => {
        const minutes = raw.map(({ invocations, errors, p95 }, index) =>
          minute(NOW + index * MINUTE_MS, { invocations, errors, duration: { p50: 1, p90: 1, p95, p99: 1, mean: 1, max: 1 } }),
        );
        const { baselines, points, learned } = learnMinutes(fresh, minutes, [], false);
        for (const baseline of Object.values(baselines.series)) {
          for (const value of [baseline.mean, baseline.variance, baseline.min, baseline.max]) expect(Number.isFinite(value)).toBe(true);
          expect(baseline.min).toBeGreaterThanOrEqual(0);
        }
        if (baselines.discarded['unhealthy'] === undefined) {
          const discarded = Object.values(baselines.discarded).reduce((sum, by) => sum + by, 0);
          expect(learned + discarded).toBe(points);
        }
      }),
    );
  });
});

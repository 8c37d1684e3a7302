import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanMinutes } from '../../../../lambdas/shared/baseline/clean-minutes.ts';
import { cleanPoints } from '../../../../lambdas/shared/baseline/clean-points.ts';
import { pointsOf } from '../../../../lambdas/shared/baseline/points.ts';
import { MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { minute, reportsOf } from '../../fakes/samples.ts';

const at = (index: number): number => index * MINUTE_MS;
const span = { from: at(10), to: at(20) };

describe('cleanMinutes', () => {
  it('counts what is late, misaligned, duplicate and missing, and leaves what is not due', () => {
    const raw = [minute(at(12)), minute(at(11)), minute(at(12), { invocations: 120 }), minute(at(9)), minute(at(13) + 1), minute(at(25))];
    const clean = cleanMinutes(raw, span, span);
    expect(clean.minutes.map((stats) => [stats.minute / MINUTE_MS, stats.invocations])).toEqual([
      [11, 100],
      [12, 120],
    ]);
    expect(clean.discarded).toEqual({ late: 1, misaligned: 1, duplicate: 1, missing: 8 });
    expect(clean.reordered).toBe(1);
  });

  it('leaves minutes that another target asked for, uncounted', () => {
    expect(cleanMinutes([minute(at(5))], span, { from: at(0), to: at(30) }).discarded).toEqual({ missing: 10 });
  });

  it('gives ascending minutes of the span, each once, whatever comes in, and loses none', () => {
    const chaos = fc.array(
      fc.record({ index: fc.integer({ min: 0, max: 30 }), invocations: fc.oneof(fc.nat(1000), fc.constant(Number.NaN)) }),
    );
    fc.assert(
      fc.property(chaos, (raw) => {
        const clean = cleanMinutes(
          raw.map((each) => minute(at(each.index), { invocations: each.invocations })),
          span,
          span,
        );
        const due = raw.filter((each) => each.index >= 10 && each.index < 20);
        const distinct = [...new Set(due.map((each) => each.index))].toSorted((a, b) => a - b);
        expect(clean.minutes.map((stats) => stats.minute / MINUTE_MS)).toEqual(distinct);
        expect(clean.discarded.duplicate ?? 0).toBe(due.length - distinct.length);
        expect((clean.discarded.missing ?? 0) + distinct.length).toBe(10);
        expect(clean.discarded.late ?? 0).toBe(raw.filter((each) => each.index < 10).length);
      }),
    );
  });
});

describe('cleanPoints', () => {
  it('leaves out NaN, negative and absurd points one by one, and counts them', () => {
    const { points, discarded } = cleanPoints([
      { series: 'duration-p50', value: Number.NaN },
      { series: 'duration-p95', value: -1 },
      { series: 'duration-max', value: 2_000_000 },
      { series: 'error-rate', value: 1.5 },
      { series: 'memory-used', value: 128 },
      { series: 'concurrency', value: Number.POSITIVE_INFINITY },
    ]);
    expect(points).toEqual([{ series: 'memory-used', value: 128 }]);
    expect(discarded).toEqual({ 'not-a-number': 1, negative: 1, absurd: 3 });
  });
});

describe('pointsOf', () => {
  it('takes rates over what was called, and memory, starts and timeouts from the REPORT lines', () => {
    const reports = reportsOf('orders', 4, (index) => ({
      maxMemoryMb: 100 + index,
      initMs: index < 2 ? 200 + index * 100 : null,
      status: index === 3 ? 'timeout' : 'ok',
    }));
    const points = Object.fromEntries(
      pointsOf(minute(0, { errors: 5, throttles: 100 }), reports).map(({ series, value }) => [series, value]),
    );
    expect(points).toMatchObject({ 'error-rate': 0.05, 'throttle-rate': 0.5, 'memory-used': 103, 'init-time': 250, 'timeout-rate': 0.25 });
  });

  it('makes no rate out of nothing', () => {
    const idle = minute(0, { invocations: 0, concurrency: null, duration: null });
    expect(pointsOf(idle, [])).toEqual([{ series: 'invocations', value: 0 }]);
  });
});

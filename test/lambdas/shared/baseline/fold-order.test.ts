import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldTarget } from '../../../../lambdas/shared/baseline/fold-target.ts';
import type { SeriesPoint } from '../../../../lambdas/shared/baseline/points.ts';
import { SEEN_MS } from '../../../../lambdas/shared/baseline/seen-minutes.ts';
import { SeriesBaseline } from '../../../../lambdas/shared/contract/records.ts';
import { MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { deliveries, fold, foldAll, type Known, LATENESS_MS, OPTIONS, ORDERS, point, run, T0 } from './fold-samples.ts';

/** In the order of delivery, cut into calls of these sizes. */
function callsOf(all: readonly { point: SeriesPoint; delivered: number }[], sizes: readonly number[]): SeriesPoint[][] {
  const ordered = all.toSorted((a, b) => a.delivered - b.delivered).map((each) => each.point);
  const calls: SeriesPoint[][] = [];
  for (let at = 0, turn = 0; at < ordered.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    calls.push(ordered.slice(at, at + size));
    at += size;
  }
  return calls;
}

const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 });
const deployments = fc.option(fc.integer({ min: 10, max: 80 }).map((minute) => T0 + minute * MINUTE_MS));

describe('foldTarget: disorder', () => {
  it('gives the same baselines, bytes too, in any order within the lateness and in any number of calls', () => {
    fc.assert(
      fc.property(deliveries, sizes, deployments, (all, cut, deployedAt) => {
        const whole = foldAll([all.map((each) => each.point).toSorted((a, b) => a.at - b.at)], deployedAt);
        expect(foldAll(callsOf(all, cut), deployedAt)).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });

  it('takes any repetition within the lateness for what it is', () => {
    const repeated = fc.tuple(deliveries, fc.infiniteStream(fc.nat(15)), fc.infiniteStream(fc.boolean()));
    fc.assert(
      fc.property(repeated, sizes, ([all, delays, twice], cut) => {
        const again = all.flatMap((each) => {
          if (twice.next().value !== true) return [];
          const minute = (each.point.at - T0) / MINUTE_MS;
          return [{ point: each.point, delivered: minute + (delays.next().value ?? 0) }];
        });
        expect(foldAll(callsOf([...all, ...again], cut))).toEqual(foldAll([all.map((each) => each.point)]));
      }),
      { numRuns: 100 },
    );
  });

  it('changes nothing when a whole call comes again, and gives the very same objects', () => {
    fc.assert(
      fc.property(deliveries, sizes, (all, cut) => {
        let before: Known = {};
        for (const call of callsOf(all, cut)) {
          const { series } = fold(before, call);
          const again = fold(series, call);
          // Only the minutes of the last six hours are remembered one by one.
          if (call.every((each) => each.at >= (series[each.series]?.watermark ?? 0) - SEEN_MS))
            expect(again.discarded['late']).toBeUndefined();
          expect(again.points).toBe(0);
          expect(again.learned).toBe(0);
          for (const name of Object.keys(series) as (keyof Known)[]) expect(again.series[name]).toBe(series[name]);
          before = series;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('writes records that fit the contract', () => {
    fc.assert(
      fc.property(deliveries, sizes, (all, cut) => {
        for (const baseline of Object.values(foldAll(callsOf(all, cut)))) {
          expect(SeriesBaseline.safeParse(baseline).error).toBeUndefined();
          expect(baseline.pending.every((each) => each.at >= (baseline.watermark ?? 0))).toBe(true);
          expect(baseline.pending.length).toBeLessThanOrEqual(LATENESS_MS / MINUTE_MS + 1);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('foldTarget: late points', () => {
  const dense = [...run('duration-p95', 0, 40, 100), ...run('duration-p95', 45, 40, 100)];
  const before = foldAll([dense]);
  const lateOnes = [40, 41, 42].map((minute) => point('duration-p95', minute, 5000));

  it('counts each once, and changes nothing else', () => {
    const { series, discarded, points } = fold(before, lateOnes);
    expect(discarded).toEqual({ late: 3 });
    expect(points).toBe(0);
    expect(series['duration-p95']?.discarded).toEqual({ late: 3 });
    const { seen: _, ...rest } = series['duration-p95'] ?? {};
    const { seen: __, ...known } = before['duration-p95'] ?? {};
    expect(rest).toEqual({ ...known, discarded: { late: 3 } });
    const again = fold(series, [...lateOnes, ...lateOnes]);
    expect(again.discarded).toEqual({});
    expect(again.series['duration-p95']).toBe(series['duration-p95']);
  });

  it('counts a reading from before all memory at each reading, without keeping it', () => {
    const { series, discarded } = fold(before, [point('duration-p95', -400, 100)]);
    expect(discarded).toEqual({ late: 1 });
    expect(series['duration-p95']).toBe(before['duration-p95']);
  });

  it('takes a point that is exactly as late as is allowed, and not one that is a minute later', () => {
    const at = (series: Known): number => series['duration-p95']?.pending.length ?? 0;
    const newest = foldAll([[point('duration-p95', 0, 100), point('duration-p95', 100, 100)]]);
    expect(at(fold(newest, [point('duration-p95', 85, 100)]).series)).toBe(2);
    expect(fold(newest, [point('duration-p95', 84, 100)]).discarded).toEqual({ late: 1 });
  });

  it('judges a sparse series by its own newest point, and folds it by that of the subject', () => {
    const sparse = foldAll([[point('init-time', 0, 300), ...run('invocations', 0, 60, 100)]]);
    expect(sparse['init-time']).toMatchObject({ count: 1, pending: [], watermark: T0 + MINUTE_MS });
    const { series, discarded } = fold(sparse, [point('init-time', 30, 310), point('init-time', 0, 9)]);
    expect(discarded).toEqual({});
    expect(series['init-time']).toMatchObject({ count: 2, watermark: T0 + 31 * MINUTE_MS });
  });
});

describe('foldTarget: what cannot be true', () => {
  it('never reaches the statistics, whatever comes with it', () => {
    const odd = fc.record({
      series: fc.constantFrom('duration-p95' as const, 'error-rate' as const, 'invocations' as const),
      minute: fc.nat(120),
      value: fc.oneof(fc.double({ min: 0, max: 1 }), fc.constantFrom(Number.NaN, -1, Number.POSITIVE_INFINITY, 1e12, -0)),
      changes: fc.constantFrom(
        {},
        { weight: Number.NaN },
        { weight: -1 },
        { weight: Number.POSITIVE_INFINITY },
        { at: T0 + 1 },
        { at: Number.NaN },
        { at: -MINUTE_MS },
      ),
    });
    fc.assert(
      fc.property(fc.array(odd, { maxLength: 60 }), (raw) => {
        const points = raw.map(({ series, minute, value, changes }) => point(series, minute, value, changes));
        const { series, discarded, points: fresh } = fold({}, points);
        const sound = points.filter(
          (each) => each.value >= 0 && each.value <= 1 && each.at >= T0 && each.at % MINUTE_MS === 0 && each.weight === 100,
        );
        expect(fresh).toBe(new Set(sound.map((each) => `${each.series} ${each.at}`)).size);
        const flaws = ['not-a-number', 'negative', 'absurd', 'misaligned'].reduce((sum, flaw) => sum + (discarded[flaw] ?? 0), 0);
        expect(flaws).toBe(points.length - sound.length);
        for (const baseline of Object.values(series)) {
          expect(SeriesBaseline.safeParse(baseline).success).toBe(true);
          for (const each of [baseline.min, baseline.max, baseline.mean]) expect(each).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('takes a negative zero for zero, as it is stored', () => {
    expect(fold({}, [point('error-rate', 0, -0)]).series['error-rate']?.pending[0]?.value).toBe(0);
  });

  it('names each reason', () => {
    const flawed = [
      point('duration-p95', 0, Number.NaN),
      point('duration-p95', 0, -1),
      point('duration-p95', 0, 2_000_000),
      point('error-rate', 0, 1.5),
      point('error-rate', 0, 0, { at: T0 + 30_000 }),
    ];
    expect(fold({}, flawed)).toMatchObject({
      series: {},
      points: 0,
      discarded: { 'not-a-number': 1, negative: 1, absurd: 2, misaligned: 1 },
    });
  });
});

describe('foldTarget: what it gives', () => {
  it('scores every point from the former watermark on', () => {
    const before = foldAll([run('duration-p95', 0, 60, 100)]);
    const { scored, points } = fold(before, [...run('duration-p95', 50, 10, 100), point('duration-p95', 60, 900)]);
    const minutes = scored['duration-p95']?.map((each) => (each.at - T0) / MINUTE_MS) ?? [];
    expect(minutes).toEqual(Array.from({ length: 17 }, (_, index) => 44 + index));
    expect(scored['duration-p95']?.at(-1)).toMatchObject({ value: 900, canary: false });
    expect(scored['duration-p95']?.at(-1)?.z).toBeGreaterThan(3);
    expect(points).toBe(1);
  });

  it('scores a waiting point as it will be scored when it is folded in', () => {
    const history = Array.from({ length: 300 }, (_, index) => point('duration-p95', index, 100 + 10 * Math.sin(index / 9)));
    const spike = point('duration-p95', 300, 800);
    const early = fold(foldAll([history]), [spike]);
    const later = fold(early.series, run('duration-p95', 301, 30, 100));
    const [first] = early.scored['duration-p95']?.slice(-1) ?? [];
    const second = later.scored['duration-p95']?.find((each) => each.at === spike.at);
    expect(first?.expected).not.toBeNull();
    expect({ ...first, z: 0 }).toEqual({ ...second, z: 0 });
  });

  it('has a detector for a target, and none for its versions and operations', () => {
    const points = run('error-rate', 0, 60, 0.01);
    const { series } = fold({}, points);
    expect(series['error-rate']?.detector.length).toBeGreaterThan(0);
    const version = foldTarget({}, { kind: 'version', target: 'orders', version: '7' }, 'default', points, OPTIONS).series['error-rate'];
    expect(version?.detector).toHaveLength(0);
    expect(version?.hours).toHaveLength(0);
    expect(version?.count).toBe(44);
  });

  it('takes the tenant that it is told', () => {
    const before = foldAll([run('duration-p95', 0, 30, 100)]);
    expect(before['duration-p95']?.tenant).toBe('default');
    const moved = foldTarget(before, ORDERS, 'shop', run('duration-p95', 30, 1, 100), OPTIONS);
    expect(moved.series['duration-p95']?.tenant).toBe('shop');
  });
});

import * as fc from 'fast-check';
import { foldTarget } from '../../../../lambdas/shared/baseline/fold-target.ts';
import type { SeriesPoint } from '../../../../lambdas/shared/baseline/points.ts';
import type { BaselineSubject, Series, SeriesBaseline } from '../../../../lambdas/shared/contract/records.ts';
import { MINUTE_MS } from '../../../../lambdas/shared/time.ts';

export const T0 = Date.UTC(2026, 10, 1);
export const LATENESS_MS = 15 * MINUTE_MS;
export const ORDERS: BaselineSubject = { kind: 'target', target: 'orders' };
export const OPTIONS = { latenessMs: LATENESS_MS, deployedAt: null };

export type Known = Partial<Record<Series, SeriesBaseline>>;

/** A point of the minute with this number. */
export function point(series: Series, minute: number, value: number, changes: Partial<SeriesPoint> = {}): SeriesPoint {
  return { series, at: T0 + minute * MINUTE_MS, value, weight: 100, canary: false, ...changes };
}

/** `count` points from minute `from` on; a little restless, so that the deviation is not zero. */
export function run(series: Series, from: number, count: number, value: number, changes: Partial<SeriesPoint> = {}): SeriesPoint[] {
  return Array.from({ length: count }, (_, index) => point(series, from + index, value * (1 + ((index % 3) - 1) / 50), changes));
}

export function fold(before: Known, points: readonly SeriesPoint[], options: { latenessMs: number; deployedAt: number | null } = OPTIONS) {
  return foldTarget(before, ORDERS, 'default', points, options);
}

/** Folds call by call; the state after the last one. */
export function foldAll(calls: readonly (readonly SeriesPoint[])[], deployedAt: number | null = null): Known {
  return calls.reduce<Known>((before, points) => fold(before, points, { ...OPTIONS, deployedAt }).series, {});
}

/** Moves all that waits into the statistics: a minute of load an hour later. */
export function settle(before: Known, minute: number, deployedAt: number | null = null): Known {
  return fold(before, [point('invocations', minute + 60, 100)], { ...OPTIONS, deployedAt }).series;
}

const READINGS = {
  'error-rate': [0, 0.01, 0.4],
  'duration-p95': [200, 206, 900],
  'memory-used': [128, 130, 400],
  invocations: [100, 120, 9],
} as const;

const SERIES_OF_HISTORY = Object.keys(READINGS) as (keyof typeof READINGS)[];

const minuteOfHistory = fc.record({
  step: fc.oneof(
    { weight: 60, arbitrary: fc.constant(1) },
    { weight: 5, arbitrary: fc.constant(3) },
    { weight: 1, arbitrary: fc.constantFrom(40, 500, 11_000) },
  ),
  levels: fc.array(fc.nat(2), { minLength: 4, maxLength: 4 }),
  calm: fc.integer({ min: 0, max: 9 }).map((each) => each < 7),
  canary: fc.integer({ min: 0, max: 19 }).map((each) => each === 0),
  readings: fc.array(
    fc.record({
      series: fc.nat(3),
      delay: fc.nat(15),
      weight: fc.constantFrom(50, 100),
      more: fc.constantFrom(0, 0, 0, 0.5),
      canary: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  ),
});

/**
 * A history of four series: 25 calm minutes, then whatever: incidents, rollouts, minutes without points, a pause of more than a
 * week, and in some a level that lasts. Some minutes have several readings. Each point has the time of its delivery, at most the lateness
 * after its own.
 */
export const deliveries: fc.Arbitrary<{ point: SeriesPoint; delivered: number }[]> = fc
  .tuple(fc.array(minuteOfHistory, { minLength: 30, maxLength: 110 }), fc.boolean())
  .map(([minutes, isLasting]) => {
    let minute = 0;
    return minutes.flatMap(({ step, levels, calm, canary, readings }, index) => {
      minute += step;
      const isFirst = index < 25;
      const all =
        isFirst || isLasting
          ? [0, 1, 2, 3].map((series) => ({ series, delay: 0, weight: 100, more: 0, canary: false })).concat(readings)
          : readings;
      return all.map(({ series, delay, weight, more, canary: known }) => {
        const name = SERIES_OF_HISTORY[series] ?? 'invocations';
        const level = isFirst || calm || isLasting ? index % 2 : (levels[series] ?? 0);
        const raised = isLasting && !isFirst && name === 'duration-p95' ? 700 : 0;
        const value = (READINGS[name][level] ?? 0) + raised + (name === 'error-rate' ? more / 10 : more);
        return { point: point(name, minute, value, { weight, canary: canary && known && !isFirst }), delivered: minute + delay };
      });
    });
  });

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Forecaster, ForecastPoint } from '../../../../lambdas/shared/forecast/forecast.ts';
import { createForecaster, MAX_HORIZON_MS, POINTS_NEEDED } from '../../../../lambdas/shared/forecast/forecaster.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { MONDAY, normal, random } from './series.ts';

const STEP = 5 * MINUTE_MS;

/** Feeds `value(at)` for `spanMs` from `from` on. */
function feed(forecaster: Forecaster, spanMs: number, value: (at: number) => number, from: number = MONDAY, step: number = STEP): void {
  for (let at = from; at < from + spanMs; at += step) forecaster.observe(at, value(at));
}

function pointsOf(forecaster: Forecaster, horizonMs: number, everyMs?: number): readonly ForecastPoint[] {
  const found = everyMs === undefined ? forecaster.forecast(horizonMs) : forecaster.forecast(horizonMs, everyMs);
  if (found.kind !== 'forecast') throw new Error(`expected a forecast, found ${found.kind}`);
  return found.points;
}

const daily = (at: number): number => 100 + 40 * Math.sin((2 * Math.PI * at) / DAY_MS);
const meanError = (points: readonly ForecastPoint[], truth: (at: number) => number): number =>
  points.reduce((sum, { at, expected }) => sum + Math.abs(expected - truth(at)), 0) / points.length;

describe('createForecaster', () => {
  it('says that there is not enough data, and how much it needs', () => {
    const forecaster = createForecaster();
    feed(forecaster, (POINTS_NEEDED - 1) * STEP, () => 5);
    expect(forecaster.forecast(HOUR_MS)).toEqual({ kind: 'not-enough-data', have: POINTS_NEEDED - 1, need: POINTS_NEEDED });
    expect(forecaster.observe(MONDAY + DAY_MS, 5)).toBeNull();
    expect(forecaster.forecast(HOUR_MS).kind).toBe('forecast');
  });

  it('forecasts a flat series as flat, with a band of no width', () => {
    const forecaster = createForecaster();
    feed(forecaster, DAY_MS, () => 42);
    const points = pointsOf(forecaster, 6 * HOUR_MS);
    expect(points).toHaveLength(72);
    expect(points[0]?.at).toBe(MONDAY + DAY_MS);
    for (const { expected, low, high } of points) expect([expected, low, high]).toEqual([42, 42, 42]);
  });

  it('learns a daily shape, through noise and a rising level', () => {
    const next = random(1);
    const truth = (at: number): number => daily(at) + (5 * (at - MONDAY)) / DAY_MS;
    const forecaster = createForecaster();
    feed(forecaster, 14 * DAY_MS, (at) => truth(at) + 4 * normal(next));
    // The shape alone swings by 80; the last value would be off by 25 on average.
    expect(meanError(pointsOf(forecaster, DAY_MS), truth)).toBeLessThan(8);
  });

  it('learns that weekends differ', () => {
    const truth = (at: number): number => ([0, 6].includes(new Date(at).getUTCDay()) ? 20 : 100);
    const forecaster = createForecaster();
    feed(forecaster, 5 * 7 * DAY_MS - DAY_MS, truth, MONDAY, 10 * MINUTE_MS);
    const sunday = pointsOf(forecaster, DAY_MS).slice(12, -12);
    const other = createForecaster();
    feed(other, 5 * 7 * DAY_MS - 5 * DAY_MS, truth, MONDAY, 10 * MINUTE_MS);
    const wednesday = pointsOf(other, DAY_MS).slice(12, -12);
    expect(meanError(sunday, truth)).toBeLessThan(25);
    expect(meanError(wednesday, truth)).toBeLessThan(25);
  });

  it('is not bent by a spike or by an incident of three hours', () => {
    const next = random(2);
    const noise = Array.from({ length: (10 * DAY_MS) / STEP }, () => 4 * normal(next));
    const usual = (at: number): number => daily(at) + (noise[(at - MONDAY) / STEP] ?? 0);
    const calm = createForecaster();
    const shaken = createForecaster();
    const incident = MONDAY + 8 * DAY_MS + 12 * HOUR_MS;
    feed(calm, 10 * DAY_MS, usual);
    feed(shaken, 10 * DAY_MS, (at) => usual(at) + (at >= incident && at < incident + 3 * HOUR_MS ? 5000 : 0));
    const before = pointsOf(calm, DAY_MS);
    const after = pointsOf(shaken, DAY_MS);
    const moved = Math.max(...after.map(({ expected }, index) => Math.abs(expected - (before[index]?.expected ?? 0))));
    expect(moved).toBeLessThan(10);
  });

  it('follows a level that moved for good', () => {
    const next = random(3);
    const forecaster = createForecaster();
    feed(forecaster, 5 * DAY_MS, (at) => daily(at) + normal(next));
    feed(forecaster, 3 * DAY_MS, (at) => 200 + daily(at) + normal(next), MONDAY + 5 * DAY_MS);
    expect(meanError(pointsOf(forecaster, DAY_MS), (at) => 200 + daily(at))).toBeLessThan(30);
  });

  it('follows a flat series that jumps', () => {
    const forecaster = createForecaster();
    feed(forecaster, DAY_MS, () => 0);
    feed(forecaster, DAY_MS, () => 1000, MONDAY + DAY_MS);
    expect(pointsOf(forecaster, STEP)[0]?.expected).toBeGreaterThan(900);
  });

  it.each([1, 5, 60])('covers nine of ten values at one step of %s minutes', (minutes) => {
    const next = random(4);
    const forecaster = createForecaster();
    let held = 0;
    let asked = 0;
    for (let index = 0; index < 3000; index++) {
      const at = MONDAY + index * minutes * MINUTE_MS;
      const value = daily(at) + 10 * normal(next);
      const point = forecaster.observe(at, value);
      if (point === null || index < 500) continue;
      asked++;
      if (value >= point.low && value <= point.high) held++;
    }
    expect(held / asked).toBeGreaterThan(0.86);
    expect(held / asked).toBeLessThan(0.95);
  });

  it('widens the band with the horizon of a random walk, also beyond a day', () => {
    const next = random(5);
    let walk = 1000;
    const forecaster = createForecaster();
    feed(forecaster, 7 * DAY_MS, () => (walk += normal(next)));
    const [step, hour, day, week] = [STEP, HOUR_MS, DAY_MS, 7 * DAY_MS].map((horizon) => {
      const [point] = pointsOf(forecaster, horizon, horizon);
      return (point?.high ?? 0) - (point?.low ?? 0);
    });
    expect(hour).toBeGreaterThan(1.5 * (step ?? Infinity));
    expect(day).toBeGreaterThan(1.5 * (hour ?? Infinity));
    expect(week).toBeGreaterThan(day ?? Infinity);
  });

  it('does not expect a count to become negative', () => {
    const next = random(6);
    const forecaster = createForecaster();
    feed(forecaster, 2 * DAY_MS, () => Math.floor(3 * next()));
    for (const { low } of pointsOf(forecaster, DAY_MS)) expect(low).toBeGreaterThanOrEqual(0);
  });

  it('takes a value that is not finite, or absurd, as missing, and does not learn what came before', () => {
    const forecaster = createForecaster();
    feed(forecaster, DAY_MS, daily);
    const twin = createForecaster();
    feed(twin, DAY_MS, daily);
    for (const value of [Number.NaN, Infinity, -Infinity, 1e31]) forecaster.observe(MONDAY + DAY_MS, value);
    forecaster.observe(MONDAY, 5);
    forecaster.observe(MONDAY + DAY_MS - STEP, 5);
    feed(forecaster, HOUR_MS, daily, MONDAY + DAY_MS);
    feed(twin, HOUR_MS, daily, MONDAY + DAY_MS);
    expect(forecaster.forecast(DAY_MS)).toEqual(twin.forecast(DAY_MS));
  });

  it('says low, expected and high in this order, all finite, whatever came', () => {
    const rows = fc.array(
      fc.tuple(fc.integer({ min: -10, max: 3 * 3600 }), fc.oneof(fc.double({ min: -1e6, max: 1e6 }), fc.double(), fc.constant(7))),
      { minLength: POINTS_NEEDED, maxLength: 120 },
    );
    fc.assert(
      fc.property(rows, (steps) => {
        const forecaster = createForecaster();
        let at = MONDAY;
        for (const [seconds, value] of steps) {
          at += seconds * 1000;
          const point = forecaster.observe(at, value);
          if (point === null) continue;
          expect(Number.isFinite(point.low) && Number.isFinite(point.high)).toBe(true);
          expect(point.low).toBeLessThanOrEqual(point.expected);
          expect(point.expected).toBeLessThanOrEqual(point.high);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('goes on after a gap', () => {
    const forecaster = createForecaster();
    feed(forecaster, 5 * DAY_MS, daily);
    feed(forecaster, 6 * HOUR_MS, daily, MONDAY + 9 * DAY_MS);
    expect(meanError(pointsOf(forecaster, 12 * HOUR_MS), daily)).toBeLessThan(15);
  });

  it('refuses a moment, a horizon and a step that make no sense', () => {
    const forecaster = createForecaster();
    feed(forecaster, DAY_MS, daily);
    expect(() => forecaster.observe(Number.NaN, 1)).toThrow('at: found NaN; expected epoch milliseconds');
    expect(() => forecaster.forecast(0)).toThrow('horizonMs: found 0');
    expect(() => forecaster.forecast(MAX_HORIZON_MS + 1)).toThrow('horizonMs: found 1209600001');
    expect(() => forecaster.forecast(HOUR_MS, 0)).toThrow('everyMs: found 0');
    expect(() => forecaster.forecast(MAX_HORIZON_MS, 1000)).toThrow('everyMs: found 1000');
  });
});

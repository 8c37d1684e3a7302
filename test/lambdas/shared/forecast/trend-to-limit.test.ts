import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeTrendToLimit } from '../../../../lambdas/shared/forecast/describe-trend-to-limit.ts';
import { BUCKETS_NEEDED, createTrendHistory, type Limit, type TrendToLimit } from '../../../../lambdas/shared/forecast/trend-to-limit.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { MONDAY, normal, random } from './series.ts';

const LIMIT: Limit = { value: 100, reachedBy: 'rising' };

/** What is said of `value(hour)` over `hours`, a point each `minutes`. */
function judge(
  hours: number,
  value: (hour: number) => number,
  limit: Limit = LIMIT,
  minutes: number = 1,
  horizonMs?: number,
): TrendToLimit {
  const history = createTrendHistory({ windowMs: 7 * DAY_MS });
  for (let minute = 0; minute <= hours * 60; minute += minutes) history.observe(MONDAY + minute * MINUTE_MS, value(minute / 60));
  return horizonMs === undefined ? history.toLimit(limit) : history.toLimit(limit, horizonMs);
}

function noise(seed: number): () => number {
  const next = random(seed);
  return () => normal(next);
}

describe('createTrendHistory', () => {
  it('needs some history', () => {
    expect(judge(0.1, () => 1)).toEqual({ kind: 'not-enough-data', have: 7, need: BUCKETS_NEEDED });
  });

  it('finds when a leak reaches the limit', () => {
    const draw = noise(1);
    const found = judge(3, (hour) => 50 + 10 * hour + draw());
    if (found.kind !== 'crosses') throw new Error(`expected a crossing, found ${found.kind}`);
    // 100 is reached at hour 5.
    expect(Math.abs(found.at - (MONDAY + 5 * HOUR_MS)) / HOUR_MS).toBeLessThan(0.15);
    expect(found.earliest).toBeLessThanOrEqual(MONDAY + 5 * HOUR_MS);
    expect(found.latest).toBeGreaterThanOrEqual(MONDAY + 5 * HOUR_MS);
    expect(found.confidence).toBeGreaterThan(0.99);
    expect(found.evidence.dailyPeak).toBeNull();
    expect(found.evidence.slopePerHour).toBeCloseTo(10, 0);
  });

  it('finds what falls to its limit as what rises to it', () => {
    const values = Array.from({ length: 200 }, noise(2));
    const rising = judge(3, (hour) => 50 + 10 * hour + (values[Math.round(hour * 60)] ?? 0));
    const falling = judge(3, (hour) => -50 - 10 * hour - (values[Math.round(hour * 60)] ?? 0), { value: -100, reachedBy: 'falling' });
    if (rising.kind !== 'crosses' || falling.kind !== 'crosses') throw new Error('expected two crossings');
    expect([falling.at, falling.earliest, falling.latest, falling.confidence]).toEqual([
      rising.at,
      rising.earliest,
      rising.latest,
      rising.confidence,
    ]);
    expect(falling.evidence.level).toBe(-rising.evidence.level);
    expect(falling.evidence.slopeLow).toBe(-rising.evidence.slopeHigh);
  });

  it('has less confidence in a noisier leak', () => {
    const [calm, wild] = [2, 12].map((sigma) => {
      const draw = noise(3);
      const found = judge(3, (hour) => 50 + 9 * hour + sigma * draw());
      return found.kind === 'crosses' ? found.confidence : 0;
    });
    expect(wild).toBeLessThan(calm ?? 0);
  });

  it('looks as far ahead as asked', () => {
    const draw = noise(4);
    const value = (hour: number): number => 50 + 2 * hour + draw();
    expect(judge(3, value)).toMatchObject({ kind: 'never', reason: 'beyond-horizon' });
    expect(judge(3, value, LIMIT, 1, 2 * DAY_MS).kind).toBe('crosses');
  });

  it('says already at the limit, and at each daily peak', () => {
    const draw = noise(5);
    expect(judge(3, () => 101 + 0.1 * draw()).kind).toBe('already');
    const found = judge(7 * 24, (hour) => 80 + 25 * Math.sin((2 * Math.PI * hour) / 24) + draw(), LIMIT, 5);
    expect(found.kind).toBe('already');
  });

  it('says never to noise, to what moves away, and to one jump', () => {
    const draw = noise(16);
    expect(judge(3, () => 50 + draw())).toMatchObject({ kind: 'never', reason: 'no-trend' });
    expect(judge(3, () => 50)).toMatchObject({ kind: 'never', reason: 'no-trend' });
    expect(judge(3, (hour) => 90 - 5 * hour + draw())).toMatchObject({ kind: 'never', reason: 'moves-away' });
    expect(judge(3, (hour) => (hour < 1.5 ? 50 : 80) + draw())).toMatchObject({ kind: 'never', reason: 'level-shift' });
    expect(judge(3, (hour) => (hour < 2.9 ? 50 : 80) + draw())).toMatchObject({ kind: 'never' });
  });

  it('takes the leak since the last restart', () => {
    const draw = noise(7);
    const found = judge(3, (hour) => (hour < 1.5 ? 85 : 40) + 12 * (hour % 1.5) + draw(), LIMIT, 1, 6 * HOUR_MS);
    if (found.kind !== 'crosses') throw new Error(`expected a crossing, found ${found.kind}`);
    expect(found.evidence.from).toBeGreaterThanOrEqual(MONDAY + 1.4 * HOUR_MS);
    // 58 at hour 3, 12 an hour.
    expect(Math.abs(found.at - (MONDAY + 6.5 * HOUR_MS)) / HOUR_MS).toBeLessThan(0.5);
  });

  it('does not take a daily shape for a trend, and finds a slow leak under one', () => {
    const draw = noise(8);
    const shape = (hour: number): number => 50 + 20 * Math.sin((2 * Math.PI * hour) / 24) + draw();
    expect(judge(7 * 24, shape, LIMIT, 5)).toMatchObject({ kind: 'never', reason: 'no-trend' });
    const found = judge(7 * 24, (hour) => shape(hour) + 0.1 * hour, LIMIT, 5);
    if (found.kind !== 'crosses') throw new Error(`expected a crossing, found ${found.kind}`);
    // The peak of 20 meets 100 when the level is 80, at hour 300; its next peak is at hour 318, but a part of the way up is enough.
    expect(found.at).toBeGreaterThan(MONDAY + 285 * HOUR_MS);
    expect(found.at).toBeLessThan(MONDAY + 320 * HOUR_MS);
    expect(found.evidence.dailyPeak).toBeGreaterThan(15);
  });

  it('leaves out what is not a number, and what is older than the last point', () => {
    const history = createTrendHistory();
    const other = createTrendHistory();
    for (let minute = 0; minute < 100; minute++) {
      for (const each of [history, other]) each.observe(MONDAY + minute * MINUTE_MS, 50 + minute / 10);
      history.observe(MONDAY + minute * MINUTE_MS + 1, Number.NaN);
      history.observe(MONDAY, 1e9);
      history.observe(Number.NaN, 1e9);
    }
    expect(history.toLimit(LIMIT)).toEqual(other.toLimit(LIMIT));
  });

  it('refuses a limit, a horizon and a window that make no sense', () => {
    const history = createTrendHistory();
    expect(() => history.toLimit({ value: Number.NaN, reachedBy: 'rising' })).toThrow('limit: found NaN');
    expect(() => history.toLimit(LIMIT, 0)).toThrow('horizonMs: found 0');
    expect(() => createTrendHistory({ windowMs: 0 })).toThrow('windowMs: found 0');
  });

  it('leaves out what no metric can be, as the forecaster does: sums of it would be no numbers', () => {
    const history = createTrendHistory();
    for (let minute = 0; minute < 900; minute += 1) history.observe(MONDAY + minute * MINUTE_MS, minute % 2 === 0 ? 1.7e308 : -1e300);
    expect(history.toLimit(LIMIT)).toEqual({ kind: 'not-enough-data', have: 0, need: BUCKETS_NEEDED });
  });

  it('keeps its times in order and its confidence within 0 and 1', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 12, maxLength: 80 }),
        fc.integer({ min: 0, max: 300 }),
        (values, value) => {
          const history = createTrendHistory();
          for (const [index, each] of values.entries()) history.observe(MONDAY + index * 3 * HOUR_MS, each);
          const limit: Limit = { value, reachedBy: 'rising' };
          const found = history.toLimit(limit, 30 * DAY_MS);
          expect(describeTrendToLimit(found, limit)).not.toMatch(/NaN|undefined|Infinity/);
          if (found.kind === 'not-enough-data') return;
          expect(found.evidence.slopeLow).toBeLessThanOrEqual(found.evidence.slopePerHour);
          expect(found.evidence.slopePerHour).toBeLessThanOrEqual(found.evidence.slopeHigh);
          if (found.kind !== 'crosses') return;
          expect(found.earliest).toBeLessThanOrEqual(found.at);
          expect(found.at).toBeLessThanOrEqual(found.latest);
          expect(found.earliest).toBeGreaterThanOrEqual(found.evidence.to);
          expect(found.confidence).toBeGreaterThanOrEqual(0);
          expect(found.confidence).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('describeTrendToLimit', () => {
  it('puts each verdict in words', () => {
    const draw = noise(9);
    const say = (found: TrendToLimit): string => describeTrendToLimit(found, LIMIT);
    expect(say(judge(0.05, () => 1))).toBe('Too little history for a trend: 4 stretches of time with values, 12 are needed.');
    expect(say({ kind: 'not-enough-data', have: 1, need: 12 })).toBe(
      'Too little history for a trend: 1 stretch of time with a value, 12 are needed.',
    );
    expect(say(judge(3, () => 120))).toBe('The level is 120: the limit of 100 is reached already.');
    expect(say(judge(3, () => 20))).toBe(
      'The level is 20: there is no trend beyond chance, so the limit of 100 is not expected to be reached.',
    );
    expect(say(judge(3, (hour) => 50 + 10 * hour))).toBe(
      'The level is 80 and rises by 10 an hour: it reaches the limit of 100 in 2.0 hours (2026-11-02 05:00 UTC), ' +
        'between 2026-11-02 05:00 UTC and 2026-11-02 05:00 UTC; confidence 100 %. ' +
        'A rise that comes every day looks the same until three days are known.',
    );
    // Buckets of a day have no daily shape, but a rise over weeks is not that of a morning.
    const daily = createTrendHistory({ windowMs: 300 * DAY_MS });
    for (let day = 0; day <= 300; day += 1) daily.observe(MONDAY + day * DAY_MS, 20 + day / 5);
    expect(say(daily.toLimit(LIMIT))).toMatch(/it reaches the limit of 100 in 100\.0 days .*; confidence 100 %\.$/);
    const peak = judge(7 * 24, (hour) => 80 + 25 * Math.sin((2 * Math.PI * hour) / 24) + draw(), LIMIT, 5);
    expect(say(peak)).toMatch(/^The level is \d+(\.\d+)? \(10\d(\.\d)? at the daily peak\): the limit of 100 is reached already\.$/);
  });
});

import { describe, expect, it } from 'vitest';
import { CAPACITY_PRICES } from '../../../../lambdas/analysis/predictions/capacity-prices.ts';
import { predictCapacity } from '../../../../lambdas/analysis/predictions/predict-capacity.ts';
import { predictTarget } from '../../../../lambdas/analysis/predictions/predict-target.ts';
import { DAY_MS, MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { CHECKOUT, learned, minutesFrom, ORDERS, SUNDAY } from './learned.ts';

const WEEK = (7 * DAY_MS) / MINUTE_MS;
const END = SUNDAY + 7 * DAY_MS;
const SETTING = { memoryMb: 1024, timeoutSeconds: 30 };

/** 600 calls a minute on Mondays from 9 to 12, else 60; each takes a second. */
const busyMonday = minutesFrom(SUNDAY, WEEK, (index) => {
  const hour = Math.floor(index / 60);
  return { invocations: hour >= 33 && hour < 36 ? 600 : 60, 'duration-mean': 1000 };
});

describe('predictCapacity', () => {
  const series = learned(ORDERS, busyMonday);

  it('plans a week: demand, peak, concurrency by the law of Little, cost of a month', () => {
    const found = predictCapacity(series, SETTING, END, CAPACITY_PRICES);
    if (found.kind !== 'capacity') throw new Error(`expected a plan, found ${found.kind}`);
    expect(found.busiest).toEqual({ hour: 33, requestsPerMinute: 600 });
    expect(found.peaks).toEqual([{ fromHour: 33, hours: 3, requestsPerMinute: 600 }]);
    expect(found.demand).toHaveLength(168);
    // 10 under way; steady, so Poisson: 10 + 2.326 sqrt(10 + 600 / 3600) = 17.4. In the other hours 1 + 2.326 sqrt(1 + 60 / 3600) = 3.3.
    expect([found.dispersion, found.always, found.byHour[0]]).toEqual([1, 18, 4]);
    // 1 GB for 730 h: 165 hours of the week one at a time, three hours ten; 4 kept ready in the others, 18 in those three.
    const seconds = (730 * 3600) / 168;
    expect(found.monthly.scheduled).toBeCloseTo(
      seconds * ((165 * 4 + 3 * 18) * 0.0000033334 + (165 + 30) * 0.0000077778 + (165 + 30) * 0.0000002),
      9,
    );
    expect(found.monthly.onDemand).toBeCloseTo(seconds * 195 * (0.0000133334 + 0.0000002), 9);
  });

  it('keeps more ready when the calls come in bursts', () => {
    const bursts = busyMonday.map(({ at, values }, index) => ({
      at,
      values: { ...values, invocations: (values.invocations ?? 0) * (index % 2 === 0 ? 1.9 : 0.1) },
    }));
    const found = predictCapacity(learned(ORDERS, bursts), SETTING, END, CAPACITY_PRICES);
    if (found.kind !== 'capacity') throw new Error(`expected a plan, found ${found.kind}`);
    expect(found.dispersion).toBeGreaterThan(20);
    expect(found.always).toBeGreaterThan(18);
  });

  it('says what is missing', () => {
    const short = learned(ORDERS, busyMonday.slice(0, 150));
    expect(predictCapacity(short, SETTING, SUNDAY + DAY_MS, CAPACITY_PRICES)).toEqual({ kind: 'not-enough-data', have: 3, need: 168 });
    expect(predictCapacity({}, null, END, CAPACITY_PRICES)).toEqual({ kind: 'not-enough-data', have: 0, need: 168 });
    expect(predictCapacity(series, null, END, CAPACITY_PRICES)).toEqual({ kind: 'unknown', what: 'memory-setting' });
    const { 'duration-mean': _, ...calls } = series;
    expect(predictCapacity(calls, SETTING, END, CAPACITY_PRICES)).toEqual({ kind: 'unknown', what: 'duration' });
    expect(predictCapacity(series, SETTING, END + 8 * DAY_MS, CAPACITY_PRICES)).toMatchObject({ kind: 'stale' });
  });
});

describe('predictTarget', () => {
  const target = { ...SETTING, configuration: SETTING };
  const registered = {
    name: 'orders',
    tenant: 'default',
    target: {
      ...target,
      name: 'orders',
      tenant: 'default',
      priority: 'normal',
      autonomy: null,
      runtime: 'nodejs24.x',
      handler: 'x',
      liveVersion: '1',
      source: null,
      samples: null,
    },
  } as const;
  const run = { invocations: 1, 'error-rate': 0, 'duration-mean': 40, 'duration-max': 40 };
  const own = minutesFrom(SUNDAY, 60, (index) => ({ ...run, 'duration-p50': 50, 'duration-p95': 50, 'memory-used': 90 + (index % 5) }));
  const operation = (name: string, minutes: number) => ({
    operation: name,
    series: Object.values(
      learned(
        CHECKOUT,
        minutesFrom(SUNDAY, minutes, () => run),
      ),
    ),
  });
  const input = {
    registered,
    series: Object.values(learned(ORDERS, own)),
    operations: [operation('refund', 5), operation('checkout', 60)],
    now: SUNDAY + 60 * MINUTE_MS,
    prices: CAPACITY_PRICES,
  };

  it('predicts the function and each of its operations, by name', () => {
    const found = predictTarget(input);
    expect(found).toMatchObject({
      target: 'orders',
      tenant: 'default',
      at: input.now,
      duration: { kind: 'prediction', confidence: 0.6 },
      memory: { kind: 'prediction', confidence: 0.6 },
      memoryLimitMb: 1024,
      failure: { kind: 'risk' },
      capacity: { kind: 'not-enough-data', have: 1 },
      memoryTrend: { kind: 'not-kept' },
    });
    if (found.memory.kind !== 'prediction') throw new Error('expected a prediction of memory');
    expect(Math.abs(found.memory.estimate - 92)).toBeLessThan(3);
    expect(found.operations).toMatchObject([
      { operation: 'checkout', duration: { kind: 'prediction', confidence: 0.6 }, failure: { kind: 'risk' } },
      { operation: 'refund', duration: { kind: 'not-enough-data', have: 5, need: 10 }, failure: { kind: 'not-enough-data', have: 5 } },
    ]);
  });

  it('says of a function that was just found that nothing is known', () => {
    const found = predictTarget({ ...input, registered: { ...registered, target: null }, series: [], operations: [] });
    for (const each of [found.duration, found.memory, found.failure, found.capacity]) {
      expect(each).toMatchObject({ kind: 'not-enough-data', have: 0 });
    }
    expect(found.memoryLimitMb).toBeNull();
  });
});

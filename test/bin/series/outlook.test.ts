import { describe, expect, it } from 'vitest';
import type { Forecast, Forecaster } from '../../../lambdas/shared/forecast/forecast.ts';
import type { PointRow } from '../../../bin/input/read-points.ts';
import { createOutlook, type Wish } from '../../../bin/series/outlook.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A forecaster that repeats the last value every step. */
function fakeForecaster(stepMs: number) {
  const asked: (number | undefined)[] = [];
  let at = 0;
  let value = 0;
  const forecast = (horizonMs: number, everyMs?: number): Forecast => {
    asked.push(everyMs);
    const every = everyMs ?? stepMs;
    const points = Array.from({ length: Math.floor(horizonMs / every) }, (_, index) => ({
      at: at + (index + 1) * every,
      expected: value,
      low: value - 1,
      high: value + 1,
    }));
    return { kind: 'forecast', coverage: 0.9, stepMs, points };
  };
  const forecaster: Forecaster = {
    observe(nextAt, next) {
      at = nextAt;
      value = next;
      return null;
    },
    forecast,
  };
  return { forecaster, asked };
}

async function look(rows: readonly [at: number, value: number][], { stepMs = HOUR, ...wish }: Partial<Wish> & { stepMs?: number } = {}) {
  const { forecaster, asked } = fakeForecaster(stepMs);
  const maker = createOutlook(forecaster, { horizonMs: DAY, limit: null, ...wish }, null);
  const points = rows.map(([at, value]): PointRow => ({ timestamp: '', text: '', at, value }));
  await maker.learn(
    (async function* () {
      yield points;
    })(),
  );
  return { outlook: maker.outlook(), asked };
}

const line = (hours: number, value: (hour: number) => number) =>
  Array.from({ length: hours }, (_, hour): [number, number] => [hour * HOUR, value(hour)]);

describe('the outlook of a file', () => {
  it('has a point an hour, or one a step where that is longer', async () => {
    expect((await look(line(48, () => 5))).outlook.forecast).toMatchObject({ points: { length: 24 } });
    const { outlook, asked } = await look([[0, 5]], { stepMs: DAY });
    expect(outlook.forecast).toMatchObject({ points: { length: 1 } });
    expect(asked).toEqual([HOUR, undefined]);
  });

  it('tells the trend of the file, and of its last week where it is longer', async () => {
    const wobble = (hour: number) => Math.sin(hour * hour);
    const short = await look(line(100, (hour) => 2 * hour + wobble(hour)));
    expect(short.outlook.trends).toMatchObject([{ window: 'whole', toLimit: null, trend: { kind: 'rising' } }]);
    const turned = await look(line(4000, (hour) => (hour < 3830 ? hour : 3830 - (hour - 3830)) + wobble(hour)));
    expect(turned.outlook.trends.map(({ window, trend }) => [window, trend.kind])).toEqual([
      ['week', 'falling'],
      ['whole', 'rising'],
    ]);
    const flat = await look(line(100, wobble));
    expect(flat.outlook.trends).toMatchObject([{ trend: { kind: 'none' } }]);
  });

  it('says that there is not enough data', async () => {
    expect((await look([[0, 1]])).outlook.trends).toMatchObject([{ trend: { kind: 'not-enough-data' } }]);
  });

  it('takes a limit for an upper one when most points are below it, unless it is told otherwise', async () => {
    const rising = line(100, (hour) => hour);
    const reachedBy = async (value: number, from: 'below' | 'above' | null) =>
      (await look(rising, { limit: { value, from } })).outlook.limit;
    expect(await reachedBy(120, null)).toEqual({ value: 120, reachedBy: 'rising' });
    expect(await reachedBy(90, null)).toEqual({ value: 90, reachedBy: 'rising' });
    expect(await reachedBy(10, null)).toEqual({ value: 10, reachedBy: 'falling' });
    expect(await reachedBy(10, 'below')).toEqual({ value: 10, reachedBy: 'rising' });
    expect(await reachedBy(120, 'above')).toEqual({ value: 120, reachedBy: 'falling' });
  });

  it('says when the limit is reached', async () => {
    const { outlook } = await look(
      line(100, (hour) => hour),
      { limit: { value: 120, from: null } },
    );
    expect(outlook.trends).toMatchObject([{ toLimit: { kind: 'crosses' } }]);
  });
});

import { describe, expect, it } from 'vitest';
import { trendOf, trendWithout } from '../../../../lambdas/analysis/clusters/trend.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { seededRandom } from '../../../../localstack/embedded/load/random.ts';
import { minutesUntil } from '../../fakes/samples.ts';
import { NOW } from '../../fakes/world.ts';

const SPAN = { from: NOW - DAY_MS, to: NOW };
const MINUTES = minutesUntil(NOW, 1440);
/** So many failures an hour, evenly, between two hours before now. */
const every = (perHour: number, fromHour = 24, toHour = 0): number[] =>
  Array.from({ length: Math.round(perHour * (fromHour - toHour)) }, (_, index) => NOW - fromHour * HOUR_MS + (index * HOUR_MS) / perHour);
const trend = (times: readonly number[], changes: Partial<Parameters<typeof trendOf>[0]> = {}) =>
  trendOf({ times, minutes: MINUTES, span: SPAN, firstSeen: Math.min(...times), ...changes });

describe('trendOf', () => {
  it('knows what stays, rises, falls, begins and ends', () => {
    expect(trend(every(5))).toBe('steady');
    expect(trend([...every(5), ...every(5, 6)])).toBe('rising');
    expect(trend([...every(10, 24, 6), ...every(5, 6)])).toBe('falling');
    expect(trend(every(5, 5))).toBe('new');
    expect(trend(every(5, 24, 7))).toBe('gone');
  });

  it('calls what was there long before, and comes again, rising and not new', () => {
    expect(trend(every(5, 5), { firstSeen: NOW - 30 * DAY_MS })).toBe('rising');
  });

  it('says nothing of a few failures, of a short window, or of one burst', () => {
    expect(trend(every(0.4))).toBe('unknown');
    expect(trend([])).toBe('unknown');
    expect(trend(every(60, 0.1), { span: { from: NOW - 11 * MINUTE_MS, to: NOW } })).toBe('unknown');
    expect(trend(Array.from({ length: 40 }, (_, index) => NOW - 20 * HOUR_MS + index * 1000))).toBe('unknown');
  });

  it('takes the traffic into account, and time where no calls are known', () => {
    // Half of the calls come in the newest quarter, and half of the failures.
    const busy = minutesUntil(NOW, 1440, (index) => ({ invocations: index < 1080 ? 100 : 300 }));
    const failures = [...every(5, 24, 6), ...every(15, 6)];
    expect(trend(failures, { minutes: busy })).toBe('steady');
    expect(trend(failures)).toBe('rising');
    expect(trend(failures, { minutes: [] })).toBe('rising');
    expect(trend(every(5), { minutes: [] })).toBe('steady');
  });

  it('calls a steady cluster rising, falling, new or gone about twice in a hundred times', () => {
    const random = seededRandom(11, 'trend');
    const runs = 500;
    let wrong = 0;
    for (let run = 0; run < runs; run += 1) {
      const word = trend(Array.from({ length: 100 }, () => SPAN.from + random() * DAY_MS));
      if (word !== 'steady' && word !== 'unknown') wrong += 1;
    }
    expect(wrong / runs).toBeLessThan(0.035);
  });
});

describe('trendWithout', () => {
  const hours = [
    { hour: NOW - 10 * HOUR_MS, count: 4 },
    { hour: NOW - 6 * HOUR_MS, count: 6 },
  ];

  it('calls what a window would have shown, and did not, gone', () => {
    // 10 in 5 hours: two an hour, so that an hour and a half would show one with 95 %.
    expect(trendWithout({ hours }, { from: NOW - 2 * HOUR_MS, to: NOW }, 600)).toBe('gone');
    expect(trendWithout({ hours }, { from: NOW - HOUR_MS, to: NOW }, 600)).toBe('unknown');
  });

  it('says nothing where nothing was called', () => {
    expect(trendWithout({ hours }, SPAN, 0)).toBe('unknown');
    expect(trendWithout({ hours: [] }, SPAN, 600)).toBe('unknown');
  });
});

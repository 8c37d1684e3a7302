import { describe, expect, it } from 'vitest';
import { addToHistory, emptyHistory, MAX_BUCKETS, MAX_WINDOW_MS } from '../../../../lambdas/shared/forecast/bucket-history.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { MONDAY } from './series.ts';

describe('bucket history', () => {
  it('holds the mean of each minute while short', () => {
    const history = emptyHistory();
    for (const [second, value] of [
      [0, 1],
      [20, 3],
      [60, 10],
    ] as const)
      addToHistory(history, HOUR_MS, MONDAY + second * 1000, value);
    expect(history.buckets).toEqual([
      { start: MONDAY, at: MONDAY + 10_000, mean: 2, count: 2 },
      { start: MONDAY + MINUTE_MS, at: MONDAY + MINUTE_MS, mean: 10, count: 1 },
    ]);
  });

  it.each([HOUR_MS, DAY_MS, 30 * DAY_MS, MAX_WINDOW_MS])('stays small over a window of %s ms, and loses nothing in it', (window) => {
    const history = emptyHistory();
    const step = window / 2100;
    let at = MONDAY;
    for (let index = 0; index < 2000; index++, at += step) addToHistory(history, window, at, index);
    const count = history.buckets.reduce((sum, bucket) => sum + bucket.count, 0);
    const sum = history.buckets.reduce((total, bucket) => total + bucket.count * bucket.mean, 0);
    expect(history.buckets.length).toBeLessThanOrEqual(MAX_BUCKETS);
    expect(count).toBe(2000);
    expect(sum / count).toBeCloseTo(999.5, 6);
    expect(history.buckets.every(({ start }) => start % history.widthMs === 0)).toBe(true);
  });

  it('forgets what is older than the window', () => {
    const history = emptyHistory();
    for (let minute = 0; minute < 600; minute++) addToHistory(history, 2 * HOUR_MS, MONDAY + minute * MINUTE_MS, minute);
    expect(history.buckets[0]?.start).toBeGreaterThan(MONDAY + 599 * MINUTE_MS - 2 * HOUR_MS);
    expect(history.buckets).toHaveLength(120);
  });
});

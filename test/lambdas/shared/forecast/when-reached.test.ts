import { describe, expect, it } from 'vitest';
import { NO_SHAPE } from '../../../../lambdas/shared/forecast/daily-shape.ts';
import { whenAtPeak, whenReached } from '../../../../lambdas/shared/forecast/when-reached.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { MONDAY } from './series.ts';

const WIDTH = 32 * MINUTE_MS;
/** Ten more from 12:00 to 13:00 UTC. */
const NOON = { peak: 10, offsetAt: (at: number) => (at % DAY_MS >= 12 * HOUR_MS && at % DAY_MS < 13 * HOUR_MS ? 10 : 0) };
const PIVOT = { at: MONDAY, value: 50 };

describe('whenReached', () => {
  it('is where the line meets the bound, without a daily shape', () => {
    expect(whenReached(PIVOT, 2, 100, NO_SHAPE, WIDTH)).toBe(MONDAY + 25 * HOUR_MS);
  });

  it('waits for the time of day at which line and shape meet it', () => {
    // The line is at 90 after 20 hours: the next noon is at hour 36, when the line alone is at 122.
    expect(whenAtPeak(PIVOT, 2, 100, NOON)).toBe(MONDAY + 20 * HOUR_MS);
    const steep = whenReached(PIVOT, 2, 100, NOON, WIDTH);
    expect(steep).toBeGreaterThanOrEqual(MONDAY + 25 * HOUR_MS);
    expect(steep).toBeLessThan(MONDAY + 25 * HOUR_MS + WIDTH);
    // At one an hour the peak meets it from hour 40 on, the line alone at hour 50: the noon between is none, the next is at hour 60.
    expect(whenReached(PIVOT, 1, 100, NOON, WIDTH)).toBeLessThan(MONDAY + 50 * HOUR_MS + WIDTH);
    // At half of it: peak from hour 80, line at hour 100, noon at hour 84.
    const flat = whenReached(PIVOT, 0.5, 100, NOON, WIDTH);
    expect(flat).toBeGreaterThanOrEqual(MONDAY + 84 * HOUR_MS);
    expect(flat).toBeLessThan(MONDAY + 84 * HOUR_MS + WIDTH);
  });

  it.each([1e-15, 5e-324])('ends in the far future at a slope of %s', (slope) => {
    const found = whenReached(PIVOT, slope, 100, NOON, WIDTH);
    expect(found).toBeGreaterThanOrEqual(8.64e15);
    expect(Number.isFinite(found)).toBe(true);
  });
});

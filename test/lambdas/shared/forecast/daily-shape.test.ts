import { describe, expect, it } from 'vitest';
import { dailyShape, NO_SHAPE } from '../../../../lambdas/shared/forecast/daily-shape.ts';
import { DAY_MS, HOUR_MS } from '../../../../lambdas/shared/time.ts';
import { MONDAY } from './series.ts';

const hours = (days: number): number[] => Array.from({ length: 24 * days }, (_, index) => MONDAY + index * HOUR_MS);

describe('dailyShape', () => {
  it('takes the shape apart from the trend', () => {
    const starts = hours(5);
    const shape = dailyShape(
      starts,
      starts.map((start) => (start - MONDAY) / DAY_MS + (start % DAY_MS === 9 * HOUR_MS ? 10 : 0)),
      HOUR_MS,
    );
    expect(shape.peak).toBeCloseTo(10, 6);
    expect(shape.offsetAt(MONDAY + 20 * DAY_MS + 9.5 * HOUR_MS)).toBeCloseTo(10, 6);
    expect(shape.offsetAt(MONDAY + 20 * DAY_MS + 11 * HOUR_MS)).toBeCloseTo(0, 6);
  });

  it('knows none before three days, nor from buckets of a day', () => {
    const starts = hours(3).slice(1);
    expect(dailyShape(starts, starts, HOUR_MS)).toBe(NO_SHAPE);
    const days = Array.from({ length: 20 }, (_, index) => MONDAY + index * DAY_MS);
    expect(dailyShape(days, days, DAY_MS)).toBe(NO_SHAPE);
    expect(NO_SHAPE.offsetAt(MONDAY)).toBe(0);
  });

  it('adds nothing at a time of day that was never seen', () => {
    const starts = hours(5).filter((start) => start % DAY_MS < 8 * HOUR_MS);
    const shape = dailyShape(
      starts,
      starts.map((start) => start % DAY_MS),
      HOUR_MS,
    );
    expect(shape.offsetAt(MONDAY + 12 * HOUR_MS)).toBe(0);
  });
});

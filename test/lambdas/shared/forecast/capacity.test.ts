import { describe, expect, it } from 'vitest';
import { type Capacity, capacity, type CapacityInput, type HourDemand } from '../../../../lambdas/shared/forecast/capacity.ts';

const PRICES = { request: 0.2e-6, gbSecond: 13e-6, provisionedGbSecond: 3e-6, provisionedRunGbSecond: 8e-6 };

/** 600 requests a minute from 9 to 16 on weekdays, else 60. */
const WEEK: HourDemand[] = Array.from({ length: 168 }, (_, hour) => {
  const busy = Math.floor(hour / 24) >= 1 && Math.floor(hour / 24) <= 5 && hour % 24 >= 9 && hour % 24 < 17;
  return { hour, minutes: 120, mean: busy ? 600 : 60, variance: busy ? 600 : 60 };
});
const INPUT: CapacityInput = { demand: WEEK, durationMs: 1000, memoryMb: 1024, prices: PRICES };

function planned(input: CapacityInput): Extract<Capacity, { kind: 'capacity' }> {
  const found = capacity(input);
  if (found.kind !== 'capacity') throw new Error(`expected a plan, found ${found.kind}`);
  return found;
}

describe('capacity', () => {
  it('needs every hour of the week, for half an hour each', () => {
    const demand = WEEK.map((each) => (each.hour < 3 ? { ...each, minutes: 29 } : each)).slice(0, 160);
    expect(capacity({ ...INPUT, demand })).toEqual({ kind: 'not-enough-data', have: 157, need: 168 });
  });

  it('provisions what is under way and a margin for chance', () => {
    const found = planned(INPUT);
    // 10 a second of a second each: 10 under way; 10 + 2.326 sqrt(10 + 600 / 3600) = 17.4.
    expect(found.byHour[24 + 9]).toBe(18);
    // 1 under way; 1 + 2.326 sqrt(1 + 60 / 3600) = 3.3.
    expect(found.byHour[0]).toBe(4);
    expect(found.always).toBe(18);
  });

  it('names the peaks', () => {
    const { peaks } = planned(INPUT);
    expect(peaks).toHaveLength(5);
    expect(peaks[0]).toEqual({ fromHour: 33, hours: 8, requestsPerMinute: 600 });
  });

  it('joins a peak over the end of the week, and sees none in a flat one', () => {
    const over = WEEK.map((each) => ({ ...each, mean: each.hour >= 166 || each.hour < 2 ? 100 : 10 }));
    expect(planned({ ...INPUT, demand: over }).peaks).toEqual([{ fromHour: 166, hours: 4, requestsPerMinute: 100 }]);
    expect(planned({ ...INPUT, demand: WEEK.map((each) => ({ ...each, mean: 10 })) }).peaks).toEqual([]);
    const idle = planned({ ...INPUT, demand: WEEK.map((each) => ({ ...each, mean: 0, variance: 0 })) });
    expect([idle.peaks, idle.always, idle.monthly.scheduled]).toEqual([[], 0, 0]);
  });

  it('projects the cost of a month', () => {
    const flat = WEEK.map((each) => ({ ...each, mean: 60, variance: 0 }));
    const { monthly, always } = planned({ ...INPUT, demand: flat });
    expect(always).toBe(4);
    const seconds = 730 * 3600;
    expect(monthly.onDemand).toBeCloseTo(seconds * (0.2e-6 + 13e-6), 6);
    expect(monthly.always).toBeCloseTo(seconds * (0.2e-6 + 4 * 3e-6 + 8e-6), 6);
    expect(monthly.scheduled).toBeCloseTo(monthly.always, 9);
    const busy = planned(INPUT).monthly;
    expect(busy.scheduled).toBeLessThan(busy.always);
  });

  it('refuses what is no demand', () => {
    expect(() => capacity({ ...INPUT, durationMs: Number.NaN })).toThrow('durationMs: found NaN');
    expect(() => capacity({ ...INPUT, demand: [{ ...WEEK[0]!, mean: -1 }] })).toThrow('mean of hour 0: found -1');
    expect(() => capacity({ ...INPUT, demand: [WEEK[0]!, WEEK[0]!] })).toThrow('hour: found 0; expected each of 0..167 once at most');
    expect(() => capacity({ ...INPUT, demand: [{ ...WEEK[0]!, hour: 168 }] })).toThrow('hour: found 168');
    expect(() => capacity({ ...INPUT, prices: { ...PRICES, request: Infinity } })).toThrow('prices.request: found Infinity');
  });
});

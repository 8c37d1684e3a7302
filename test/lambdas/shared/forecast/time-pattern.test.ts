import { describe, expect, it } from 'vitest';
import { DAYS_NEEDED, type HourRecord, timePattern } from '../../../../lambdas/shared/forecast/time-pattern.ts';

/** Fourteen days of ten runs an hour, with failures on the given days of the given hours. */
function records(failed: Readonly<Record<number, number>>, days: number = 14): HourRecord[] {
  return Array.from({ length: 24 }, (_, hour) => {
    const daysFailed = failed[hour] ?? 0;
    return { hour, runs: 10 * days, failures: 2 * daysFailed, daysSeen: days, daysFailed };
  });
}

describe('timePattern', () => {
  it('needs some days', () => {
    expect(timePattern(records({ 3: 4 }, 4))).toEqual({ kind: 'not-enough-data', have: 4, need: DAYS_NEEDED });
    expect(timePattern([])).toEqual({ kind: 'not-enough-data', have: 0, need: DAYS_NEEDED });
  });

  it('finds the hour of the nightly job', () => {
    const found = timePattern(records({ 3: 11, 10: 1, 15: 2 }));
    if (found.kind !== 'pattern') throw new Error(`expected a pattern, found ${found.kind}`);
    expect(found.hours.map(({ hour }) => hour)).toEqual([3]);
    expect(found.hours[0]).toMatchObject({ runs: 140, failures: 22, daysFailed: 11, share: 11 / 14, elsewhere: 3 / (23 * 14) });
    expect(found.hours[0]?.p).toBeLessThan(1e-9);
  });

  it('does not take one bad evening for a pattern, however many runs failed', () => {
    const bad = records({ 20: 1 }).map((each) => (each.hour === 20 ? { ...each, failures: 10 } : each));
    expect(timePattern(bad)).toMatchObject({ kind: 'no-pattern', nearest: { hour: 20 } });
  });

  it('sees none in failures at all hours, and none without failures', () => {
    const everywhere = Object.fromEntries(Array.from({ length: 24 }, (_, hour) => [hour, 6 + (hour % 3)]));
    expect(timePattern(records(everywhere)).kind).toBe('no-pattern');
    expect(timePattern(records({}))).toEqual({ kind: 'no-pattern', nearest: null });
  });

  it('pays for having looked at 24 hours', () => {
    const found = timePattern(records({ 5: 3, 9: 1, 13: 1, 17: 1, 21: 1 }));
    // Three of seven failed days at one hour: 0.2 % by itself, 4 % among 24.
    expect(found.kind).toBe('no-pattern');
    if (found.kind === 'no-pattern') expect(found.nearest?.p).toBeCloseTo(0.044, 3);
  });

  it('refuses counts that contradict one another', () => {
    const hour = { hour: 1, runs: 10, failures: 2, daysSeen: 5, daysFailed: 2 };
    expect(() => timePattern([{ ...hour, hour: 24 }])).toThrow('hour: found 24');
    expect(() => timePattern([hour, hour])).toThrow('hour: found 1; expected each of 0..23 once at most');
    expect(() => timePattern([{ ...hour, daysFailed: 3 }])).toThrow('hour 1: found 2 failures of 10 runs, on 3 of 5 days');
    expect(() => timePattern([{ ...hour, runs: 1.5 }])).toThrow('hour 1: found 2 failures of 1.5 runs');
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOURS_OF_WEEK, learnHour, openHours, readHours, scaleHours } from '../../../../lambdas/shared/baseline/hour-profile.ts';
import { CorruptRecord } from '../../../../lambdas/shared/errors.ts';
import { HOUR_MS, hourOfWeek } from '../../../../lambdas/shared/time.ts';

const NOTHING = new Uint8Array(0);
const sightings = fc.array(fc.record({ hour: fc.nat(2000), value: fc.double({ min: 0, max: 1e6, noNaN: true }) }), { maxLength: 400 });

function learned(all: readonly { hour: number; value: number }[], hours = openHours(NOTHING)): Uint8Array {
  for (const { hour, value } of all) learnHour(hours, value, hour * HOUR_MS);
  return hours;
}

describe('hour profile', () => {
  it('keeps the mean of each hour of the week', () => {
    fc.assert(
      fc.property(sightings, (all) => {
        const means = readHours(learned(all));
        expect(means).toHaveLength(HOURS_OF_WEEK);
        const byHour = Map.groupBy(all, ({ hour }) => hourOfWeek(hour * HOUR_MS));
        for (const [hour, mean] of means.entries()) {
          const values = (byHour.get(hour) ?? []).map((each) => each.value);
          if (mean === null) expect(values).toEqual([]);
          else {
            expect(mean.count).toBe(values.length);
            const exact = values.reduce((sum, each) => sum + each, 0) / values.length;
            expect(Math.abs(mean.mean - exact)).toBeLessThanOrEqual(1e-4 * Math.max(1, exact));
          }
        }
      }),
    );
  });

  it('goes on as if it had never been stored, and leaves what it was opened from as it was', () => {
    fc.assert(
      fc.property(sightings, sightings, (first, then) => {
        const stored = learned(first);
        const before = stored.slice();
        expect(learned(then, openHours(stored))).toEqual(learned([...first, ...then]));
        expect(stored).toEqual(before);
      }),
    );
  });

  it('remembers the last 255 points of an hour', () => {
    const hours = learned(Array.from({ length: 10_000 }, (_, index) => ({ hour: 0, value: index < 9000 ? 0 : 100 })));
    const mean = readHours(hours).find((each) => each !== null);
    expect(mean?.count).toBe(255);
    expect(mean?.mean).toBeGreaterThan(95);
  });

  it('is scaled in place', () => {
    const hours = learned([{ hour: 5, value: 100 }]);
    scaleHours(hours, 1.5);
    expect(readHours(hours).find((each) => each !== null)).toEqual({ mean: 150, count: 1 });
  });

  it('is nothing when there are no bytes, and CorruptRecord when they are others', () => {
    expect(readHours(NOTHING)).toEqual(Array.from({ length: HOURS_OF_WEEK }, () => null));
    const hours = learned([{ hour: 5, value: 100 }]);
    expect(() => readHours(hours.slice(1))).toThrow(CorruptRecord);
    expect(() => readHours(Uint8Array.of(...hours, 0))).toThrow(CorruptRecord);
    expect(() => readHours(Uint8Array.of(2, ...hours.slice(1)))).toThrow(/version 2/);
    const poisoned = hours.slice();
    new DataView(poisoned.buffer).setFloat32(1 + 4 * 7, Number.NaN, true);
    expect(() => readHours(poisoned)).toThrow(/NaN at hour 7/);
  });
});

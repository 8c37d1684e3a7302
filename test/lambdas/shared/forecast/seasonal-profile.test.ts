import { describe, expect, it } from 'vitest';
import {
  dayOffset,
  emptyProfile,
  learnSlot,
  profileMean,
  slotOfDay,
  weekOffset,
} from '../../../../lambdas/shared/forecast/seasonal-profile.ts';
import { DAY_MS, HOUR_MS } from '../../../../lambdas/shared/time.ts';
import { MONDAY } from './series.ts';

describe('seasonal profile', () => {
  it('knows the half-hour of the day, before the epoch too', () => {
    expect(slotOfDay(MONDAY)).toBe(0);
    expect(slotOfDay(MONDAY + 13.5 * HOUR_MS)).toBe(27);
    expect(slotOfDay(-1)).toBe(47);
  });

  it('says nothing where nothing was seen', () => {
    const profile = emptyProfile();
    expect(profileMean(profile)).toBe(0);
    expect(dayOffset(profile, 5, MONDAY)).toBe(0);
    expect(weekOffset(profile, MONDAY)).toBe(0);
  });

  it('shrinks a slot toward the level while it was seen on few days', () => {
    const profile = emptyProfile();
    learnSlot(profile, MONDAY, 30);
    learnSlot(profile, MONDAY + HOUR_MS, 10);
    const mean = profileMean(profile);
    expect(mean).toBe(20);
    // One day: 1 / (1 + 0.5) of the distance of 10.
    expect(dayOffset(profile, mean, MONDAY)).toBeCloseTo(10 / 1.5, 5);
    for (let day = 1; day < 50; day++) {
      learnSlot(profile, MONDAY + day * DAY_MS, 30);
      learnSlot(profile, MONDAY + day * DAY_MS + HOUR_MS, 10);
    }
    expect(dayOffset(profile, mean, MONDAY)).toBeCloseTo(10 / 1.01, 3);
  });

  it('shrinks an hour of the week toward the day while few weeks were seen', () => {
    const offsetAfter = (weeks: number): number => {
      const profile = emptyProfile();
      for (let day = 0; day < 7 * weeks; day++) {
        const sunday = day % 7 === 6;
        learnSlot(profile, MONDAY + day * DAY_MS, sunday ? 0 : 70);
        learnSlot(profile, MONDAY + day * DAY_MS + HOUR_MS / 2, sunday ? 0 : 70);
      }
      return weekOffset(profile, MONDAY + 6 * DAY_MS);
    };
    expect(offsetAfter(1)).toBeLessThan(0);
    expect(offsetAfter(4)).toBeLessThan(1.5 * offsetAfter(1));
    expect(offsetAfter(20)).toBeLessThan(-45);
  });
});

import { DAY_MS, HOUR_MS, hourOfWeek } from '../time.ts';

/** A slot of the day is half an hour: short enough for a morning's rise, long enough that an hourly series fills every second one. */
export const SLOT_MS = HOUR_MS / 2;
export const SLOTS_OF_DAY = DAY_MS / SLOT_MS;
export const HOURS_OF_WEEK = 168;

/** Weight of the newest day in a slot: a memory of (2 - w) / w = 12 days, so that a profile follows the seasons but not one day off. */
const DAY_WEIGHT = 0.15;
/** Weight of the newest week in an hour of the week: a memory of nine weeks. */
const WEEK_WEIGHT = 0.2;
/** Days by which a slot is shrunk toward the level: seen once it counts 2/3, seen five times 10/11. */
const DAY_SHRINK = 0.5;
/** Weeks by which an hour of the week is shrunk toward the daily profile: seen once it counts a third, seen four times two thirds. */
const WEEK_SHRINK = 2;

/**
 * What is usual at a time of day and of week, as offsets from the series' level, UTC. A slot learns once per day that it was seen, from
 * the mean of its points, so that neither the step nor a burst of points changes its weight; the caller clips the points before, so that a
 * spike bends nothing. The week holds only what it adds to the day (shrinkage as in a random-effects mean, n / (n + k)).
 */
export interface SeasonalProfile {
  /** Mean by half-hour of the day, in the series' unit, and how many days it was seen. */
  day: Float32Array;
  dayCount: Float32Array;
  /** Offset from the day's profile by hour of the week (0 = Sunday 00:00 UTC), and how many weeks it was seen. */
  week: Float32Array;
  weekCount: Float32Array;
}

export function emptyProfile(): SeasonalProfile {
  return {
    day: new Float32Array(SLOTS_OF_DAY),
    dayCount: new Float32Array(SLOTS_OF_DAY),
    week: new Float32Array(HOURS_OF_WEEK),
    weekCount: new Float32Array(HOURS_OF_WEEK),
  };
}

/** Slot of the day that `at` (epoch ms) lies in: 0 = 00:00 UTC to 47. */
export function slotOfDay(at: number): number {
  return ((Math.floor(at / SLOT_MS) % SLOTS_OF_DAY) + SLOTS_OF_DAY) % SLOTS_OF_DAY;
}

/** Mean of the slots that were seen: what offsets are taken from. 0 while none was. */
export function profileMean(profile: SeasonalProfile): number {
  let sum = 0;
  let seen = 0;
  for (let slot = 0; slot < SLOTS_OF_DAY; slot++) {
    if ((profile.dayCount[slot] ?? 0) === 0) continue;
    sum += profile.day[slot] ?? 0;
    seen++;
  }
  return seen === 0 ? 0 : sum / seen;
}

/** How far the day's profile at `at` lies from `mean` (its {@link profileMean}); 0 where it was never seen. */
export function dayOffset(profile: SeasonalProfile, mean: number, at: number): number {
  const slot = slotOfDay(at);
  const count = profile.dayCount[slot] ?? 0;
  return count === 0 ? 0 : (((profile.day[slot] ?? 0) - mean) * count) / (count + DAY_SHRINK);
}

/** What the hour of the week adds to the day's offset. */
export function weekOffset(profile: SeasonalProfile, at: number): number {
  const hour = hourOfWeek(at);
  const count = profile.weekCount[hour] ?? 0;
  return ((profile.week[hour] ?? 0) * count) / (count + WEEK_SHRINK);
}

/** Learns the mean of the points of one finished half-hour that began at `slotStart` (epoch ms). */
export function learnSlot(profile: SeasonalProfile, slotStart: number, mean: number): void {
  const slot = slotOfDay(slotStart);
  const days = (profile.dayCount[slot] ?? 0) + 1;
  const before = profile.day[slot] ?? 0;
  profile.dayCount[slot] = days;
  profile.day[slot] = before + Math.max(DAY_WEIGHT, 1 / days) * (mean - before);
  // An hour of the week has two slots: it learns from each with half the weight, and counts half a week.
  const hour = hourOfWeek(slotStart);
  const weeks = (profile.weekCount[hour] ?? 0) + 0.5;
  profile.weekCount[hour] = weeks;
  const extra = mean - (profile.day[slot] ?? 0);
  const weekBefore = profile.week[hour] ?? 0;
  profile.week[hour] = weekBefore + Math.max(WEEK_WEIGHT / 2, 1 / (2 * weeks)) * (extra - weekBefore);
}

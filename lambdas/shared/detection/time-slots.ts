import { DAY_BINS, DAY_PARTS, WEEK_BINS } from './layout.ts';

const HALF_HOUR_MS = 1_800_000;
const HOUR_MS = 3_600_000;
const TWO_HOURS_MS = 7_200_000;

/** Half hour of the day, 0..47, UTC. */
export const halfHourOf = (at: number): number => slot(at, HALF_HOUR_MS, DAY_BINS);

/** Part of the day of two hours, 0..11, UTC. */
export const dayPartOf = (at: number): number => slot(at, TWO_HOURS_MS, DAY_PARTS);

/** Hour of the week, 0..167, UTC, from Thursday 00:00, as 1970 began. */
export const hourOfWeek = (at: number): number => slot(at, HOUR_MS, WEEK_BINS);

function slot(at: number, length: number, slots: number): number {
  const index = Math.floor(at / length) % slots;
  return index < 0 ? index + slots : index;
}

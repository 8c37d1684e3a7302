export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Start of the minute that `at` (epoch ms) lies in. */
export function floorMinute(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

/** Hour of the week of `at` (epoch ms), 0 = Sunday 00:00 UTC to 167. */
export function hourOfWeek(at: number): number {
  const date = new Date(at);
  return date.getUTCDay() * 24 + date.getUTCHours();
}

/** Twelve digits that sort by time: an id's prefix, so that ids list in the order of their creation. */
export function timePrefix(at: number): string {
  return Math.floor(at / 1000)
    .toString()
    .padStart(12, '0');
}

/** A half-open span of time, epoch ms; both ends on full minutes. */
export interface Span {
  from: number;
  to: number;
}

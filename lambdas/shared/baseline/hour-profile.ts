import type { BaselineSubject, Series } from '../contract/records.ts';
import { CorruptRecord } from '../errors.ts';
import { hourOfWeek } from '../time.ts';

/** Mean of what was learned in an hour of the week, and how many points count in it (at most {@link MOST_POINTS}). */
export interface HourMean {
  mean: number;
  count: number;
}

export const HOURS_OF_WEEK = 168;

/** An hour has 60 points each time that it comes: a mean of the latest 255 is that of the last four weeks, and fits a byte. */
const MOST_POINTS = 255;

/** Layout version; then a float32 mean an hour, then a byte of its count an hour, from Sunday 00:00 UTC. */
const VERSION = 1;
const MEANS = 1;
const COUNTS = MEANS + HOURS_OF_WEEK * Float32Array.BYTES_PER_ELEMENT;
const LENGTH = COUNTS + HOURS_OF_WEEK;

/** Series with a profile by hour of the week: those whose daily shape is asked for. DynamoDB charges by the kilobyte. */
const HOURLY_SERIES: ReadonlySet<Series> = new Set<Series>(['invocations', 'error-rate', 'duration-p95']);

/** Whether the series of this subject has a profile. A version lives for days: it has none. */
export function hasHours(subject: BaselineSubject, series: Series): boolean {
  return subject.kind !== 'version' && HOURLY_SERIES.has(series);
}

/** A profile that can be changed: a copy of the given bytes, or an empty one when there are none. */
export function openHours(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 0) return bytes.slice();
  const hours = new Uint8Array(LENGTH);
  hours[0] = VERSION;
  return hours;
}

/** Learns a value of the hour that `at` (epoch ms) lies in: mean += (value - mean) / points that count. */
export function learnHour(hours: Uint8Array, value: number, at: number): void {
  const view = viewOf(hours);
  const hour = hourOfWeek(at);
  const count = Math.min((hours[COUNTS + hour] ?? 0) + 1, MOST_POINTS);
  const before = view.getFloat32(MEANS + hour * 4, true);
  view.setFloat32(MEANS + hour * 4, before + (value - before) / count, true);
  hours[COUNTS + hour] = count;
}

/** All means times the factor: the shape of the day at another level. */
export function scaleHours(hours: Uint8Array, factor: number): void {
  const view = viewOf(hours);
  for (let at = MEANS; at < COUNTS; at += 4) view.setFloat32(at, view.getFloat32(at, true) * factor, true);
}

/**
 * The profile, one entry an hour of the week (0 = Sunday 00:00 UTC); null: nothing was learned in that hour.
 * @throws CorruptRecord when the bytes are of another length or version, or hold what is no mean.
 */
export function readHours(bytes: Uint8Array): (HourMean | null)[] {
  if (bytes.length === 0) return Array.from({ length: HOURS_OF_WEEK }, () => null);
  if (bytes.length !== LENGTH) throw new CorruptRecord(`hours: found ${bytes.length} bytes; expected ${LENGTH}`);
  if (bytes[0] !== VERSION) throw new CorruptRecord(`hours: found version ${bytes[0]}; expected ${VERSION}`);
  const view = viewOf(bytes);
  return Array.from({ length: HOURS_OF_WEEK }, (_, hour) => {
    const mean = view.getFloat32(MEANS + hour * 4, true);
    if (!Number.isFinite(mean) || mean < 0)
      throw new CorruptRecord(`hours: found ${mean} at hour ${hour}; expected a finite number from 0`);
    const count = bytes[COUNTS + hour] ?? 0;
    return count === 0 ? null : { mean, count };
  });
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

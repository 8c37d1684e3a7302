import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lambdas/shared/time.ts';

/** What an error says of a text that is none. */
export const TIMESTAMP_EXPECTED =
  'expected a time such as 2026-11-20T10:15:00Z, 2026-11-20 10:15:00 (UTC where no zone stands), 2026-11-20, or epoch seconds or milliseconds';

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|UTC|[+-]\d\d(?::?\d\d)?))?)?$/i;
const EPOCH = /^-?\d+(?:\.\d+)?$/;
/** Dates written without separators look like epochs: 20261120 would be August 1970, and 202611201015 June 1976. */
const COMPACT_DATE = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:(?:[01]\d|2[0-3])[0-5]\d)?$/;

/**
 * Seconds or milliseconds, by magnitude: below 10^10 a number is in seconds (as seconds it reaches November 2286, as
 * milliseconds only April 1970), and below 10^13 in milliseconds (again 2286). Microseconds and nanoseconds are refused.
 */
const FIRST_MILLISECONDS = 1e10;
const BEYOND_MILLISECONDS = 1e13;

/** @returns epoch ms, or null for a text that is no time (TIMESTAMP_EXPECTED) or none that exists, such as 30 February. */
export function parseTimestamp(text: string): number | null {
  const trimmed = text.trim();
  const iso = ISO.exec(trimmed);
  return iso === null ? parseEpoch(trimmed) : fromParts(iso);
}

function parseEpoch(text: string): number | null {
  if (!EPOCH.test(text) || COMPACT_DATE.test(text)) return null;
  const number = Number(text);
  const size = Math.abs(number);
  if (size >= BEYOND_MILLISECONDS) return null;
  return Math.round(size < FIRST_MILLISECONDS ? number * 1000 : number);
}

function fromParts(parts: RegExpExecArray): number | null {
  const year = Number(parts[1]);
  const month = Number(parts[2]);
  const day = Number(parts[3]);
  const hour = Number(parts[4] ?? 0);
  const minute = Number(parts[5] ?? 0);
  const second = Number(parts[6] ?? 0);
  // Date.UTC takes years below 100 for those of the 20th century.
  if (year < 100 || hour > 23 || minute > 59 || second > 59) return null;
  const midnight = Date.UTC(year, month - 1, day);
  const date = new Date(midnight);
  if (date.getUTCDate() !== day || date.getUTCMonth() !== month - 1) return null;
  const offset = offsetOf(parts[8]);
  if (offset === null) return null;
  const fraction = parts[7] === undefined ? 0 : Math.floor(Number(`0.${parts[7]}`) * 1000 + 1e-6);
  return midnight + hour * HOUR_MS + minute * MINUTE_MS + second * 1000 + fraction - offset;
}

/** What a zone is ahead of UTC, ms; null for one that can't be (a day or more). */
function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined || !/^[+-]/.test(zone)) return 0;
  const size = Number(zone.slice(1, 3)) * HOUR_MS + Number(zone.slice(3).replace(':', '') || 0) * MINUTE_MS;
  if (size >= DAY_MS) return null;
  return zone.startsWith('-') ? -size : size;
}

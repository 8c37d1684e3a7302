import { CorruptRecord } from '../errors.ts';
import { HOUR_MS, MINUTE_MS } from '../time.ts';

/**
 * Which minutes before a series' watermark were seen: a bit a minute in a ring, the bit of a minute at its number modulo the ring's
 * length. With it a point that comes too late is told from one that comes again.
 */
export const SEEN_MS = 6 * HOUR_MS;

const MINUTES = SEEN_MS / MINUTE_MS;
const BYTES = MINUTES / 8;
const NOTHING = new Uint8Array(0);

/** Whether the minute was seen; null when it is too old to tell. `at` is before the watermark. */
export function wasSeen(seen: Uint8Array, watermark: number, at: number): boolean | null {
  if (at < watermark - SEEN_MS) return null;
  const { byte, mask } = placeOf(at);
  return ((seen[byte] ?? 0) & mask) !== 0;
}

/**
 * The ring after the watermark moved to `to`, with the given minutes marked; no bytes when no minute is. Minutes that fell out of it, and those
 * that it moved over, are cleared first.
 */
export function markSeen(seen: Uint8Array, from: number | null, to: number, minutes: readonly number[]): Uint8Array {
  const next = seen.length === 0 ? new Uint8Array(BYTES) : seen.slice();
  if (from !== null && from > to - SEEN_MS) {
    // Only the minutes that came in: their bits are those of the minutes that went out.
    for (let at = Math.ceil(from / MINUTE_MS) * MINUTE_MS; at < to; at += MINUTE_MS) clear(next, at);
  } else next.fill(0);
  for (const at of minutes) if (at >= to - SEEN_MS && at < to) set(next, at);
  return next.some((byte) => byte !== 0) ? next : NOTHING;
}

/** @throws CorruptRecord when the bytes are of another length. */
export function checkSeen(seen: Uint8Array): void {
  if (seen.length !== 0 && seen.length !== BYTES) throw new CorruptRecord(`seen: found ${seen.length} bytes; expected ${BYTES}`);
}

function set(seen: Uint8Array, at: number): void {
  const { byte, mask } = placeOf(at);
  seen[byte] = (seen[byte] ?? 0) | mask;
}

function clear(seen: Uint8Array, at: number): void {
  const { byte, mask } = placeOf(at);
  seen[byte] = (seen[byte] ?? 0) & ~mask;
}

function placeOf(at: number): { byte: number; mask: number } {
  const bit = (at / MINUTE_MS) % MINUTES;
  return { byte: bit >> 3, mask: 1 << (bit & 7) };
}

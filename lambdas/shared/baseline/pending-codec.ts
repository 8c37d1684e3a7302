import type { PendingPoint } from '../contract/records.ts';
import { MINUTE_MS } from '../time.ts';
import { ByteReader, writeVarint } from './byte-reader.ts';

/** Layout version. */
const VERSION = 1;
const NO_BYTES = new Uint8Array(0);

/**
 * Pending points in bytes: version, number of points, the first one's minute, then for each: minutes since the one before times two, plus one in a
 * rollout; value and weight as doubles. 17 bytes a point, where JSON takes 70. No points are no bytes.
 * @param points ascending by `at`, which is the start of a minute.
 */
export function encodePending(points: readonly PendingPoint[]): Uint8Array {
  const [first] = points;
  if (first === undefined) return NO_BYTES;
  const out = [VERSION];
  writeVarint(out, points.length);
  writeVarint(out, first.at / MINUTE_MS);
  let before = first.at;
  for (const point of points) {
    writeVarint(out, ((point.at - before) / MINUTE_MS) * 2 + (point.canary ? 1 : 0));
    out.push(...new Uint8Array(Float64Array.of(point.value, point.weight).buffer));
    before = point.at;
  }
  return Uint8Array.from(out);
}

/**
 * Reads what {@link encodePending} wrote.
 * @throws CorruptRecord when the bytes are truncated, too many, of another version, or hold what is no point.
 */
export function decodePending(bytes: Uint8Array): PendingPoint[] {
  if (bytes.length === 0) return [];
  const reader = new ByteReader(bytes, 'pending');
  const version = reader.byte();
  if (version !== VERSION) throw reader.corrupt(`found version ${version}; expected ${VERSION}`);
  const length = reader.varint();
  let at = reader.varint() * MINUTE_MS;
  const points: PendingPoint[] = [];
  while (points.length < length) {
    const step = reader.varint();
    const minutes = Math.floor(step / 2);
    if (minutes === 0 && points.length > 0) throw reader.corrupt(`found two points of minute ${at}; expected one`);
    at += minutes * MINUTE_MS;
    if (!Number.isSafeInteger(at)) throw reader.corrupt(`found minute ${at}; expected one below 2^53`);
    const point = { at, value: reader.double(), weight: reader.double(), canary: step % 2 === 1 };
    for (const field of ['value', 'weight'] as const) {
      const found = point[field];
      if (!Number.isFinite(found) || found < 0) throw reader.corrupt(`found ${field} ${found} at ${at}; expected a finite number from 0`);
    }
    points.push(point);
  }
  reader.end();
  return points;
}

import { gunzipSync, gzipSync } from 'node:zlib';
import type { z } from 'zod';
import { canonicalJson } from '../../audit/canonical-json.ts';
import { CorruptRecord } from '../../errors.ts';
import { describeIssues } from '../../handler.ts';

/**
 * How a record is kept in an item: as JSON text in one attribute. So every double survives as it was (DynamoDB's numbers end
 * at 1e126 and the document client refuses integers above 2^53, both of which an e-value's wealth or an epoch can exceed),
 * empty strings stay, and what is undefined is left out. Attributes that a condition needs stand beside it.
 */
export type Encoded = string | Uint8Array;

/**
 * From this many characters on, the text is packed. DynamoDB bills a write per KB begun and refuses an item above 400 KB; the
 * baselines of one target (12 series of 168 hours) are about 100 KB of text and a fifth of that when packed.
 */
export const PACK_FROM_CHARACTERS = 4096;

/** An item holds at most 400 KB; text of this kind shrinks about five-fold. More than 40-fold is not a record of ours. */
const MOST_UNPACKED_BYTES = 16 * 1024 * 1024;

/** Where an item stands, for messages. */
export interface Place {
  table: string;
  pk: string;
  sk: string;
}

/** Text of a record that fits its schema. Throws TypeError naming place and field when it doesn't (NaN, wrong type). */
export function encodeRecord<T>(schema: z.ZodType<T>, record: T, place: Place): Encoded {
  const parsed = schema.safeParse(record);
  if (!parsed.success) throw new TypeError(`${placeName(place)}: not written: ${describeIssues(parsed.error, record)}`);
  const text = canonicalJson(parsed.data);
  return text.length < PACK_FROM_CHARACTERS ? text : gzipSync(text);
}

/** Record in an item's attribute. Throws CorruptRecord naming table, key and field when it is not there or does not fit. */
export function decodeRecord<T>(schema: z.ZodType<T>, encoded: unknown, place: Place): T {
  const value = parseJson(encoded, place);
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new CorruptRecord(`${placeName(place)}: ${describeIssues(parsed.error, value)}`);
  return parsed.data;
}

function parseJson(encoded: unknown, place: Place): unknown {
  if (typeof encoded !== 'string' && !(encoded instanceof Uint8Array)) {
    throw new CorruptRecord(`${placeName(place)}: record: found ${typeof encoded}; expected JSON text, plain or packed`);
  }
  try {
    const text = typeof encoded === 'string' ? encoded : gunzipSync(encoded, { maxOutputLength: MOST_UNPACKED_BYTES }).toString('utf8');
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new CorruptRecord(`${placeName(place)}: record: not readable: ${(cause as Error).message}`, { cause });
  }
}

/** `table pk/sk`, for messages. */
export function placeName(place: Place): string {
  return `${place.table} ${place.pk}/${place.sk}`;
}

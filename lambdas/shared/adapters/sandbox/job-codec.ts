import { gunzipSync, gzipSync } from 'node:zlib';

/** Lambda's quota for the payload of a synchronous call and of its answer: 6 MB, of which some bytes are the envelope's. */
const PAYLOAD_LIMIT = 6 * 1024 * 1024 - 1024;
/** What a body may unpack to: gzip can hide a thousand times its size. Sources and results are text, which shrinks to a fifth. */
const UNPACKED_LIMIT = 48 * 1024 * 1024;

/** JSON, packed for a call of Lambda; or why it doesn't fit into one. */
export function packBody(value: unknown): { body: string } | { none: string } {
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) > UNPACKED_LIMIT) return { none: `${text.length} bytes; at most ${UNPACKED_LIMIT} can be handed over` };
  const body = gzipSync(text).toString('base64');
  return body.length <= PAYLOAD_LIMIT ? { body } : { none: `${body.length} bytes, packed; Lambda takes ${PAYLOAD_LIMIT} in a call` };
}

/** What packBody packed. @throws Error for anything else, and for what unpacks to more than a body may. */
export function unpackBody(body: string): unknown {
  return JSON.parse(gunzipSync(Buffer.from(body, 'base64'), { maxOutputLength: UNPACKED_LIMIT }).toString('utf8'));
}

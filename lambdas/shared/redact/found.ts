import type { Text } from './text.ts';

/** What a secret is, as its placeholder says it. */
export const SECRET_KINDS = [
  'private key',
  'AWS key',
  'JWT',
  'token',
  'key',
  'secret',
  'password',
  'password hash',
  'code',
  'signature',
  'credentials',
  'cookie',
  'address',
  'card number',
] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];

/** Characters from `from` to before `to` that are a secret. */
export interface Span {
  from: number;
  to: number;
  kind: SecretKind;
}

/** Secrets that stand together, in their order; none: what stands there has been read, and is no secret. */
export interface Found {
  spans: readonly Span[];
  /** Where reading goes on; not before the last span's end. */
  to: number;
}

/**
 * Looks for secrets where a trigger stands, from `from` to before `to`. What lies before `floor` has been read already and belongs to others. A reader
 * reads a bounded number of characters beyond those that it gives as found, so that the work for a text grows as its length.
 */
export type Read = (text: Text, trigger: { from: number; to: number }, floor: number) => Found | null;

export interface Reader {
  /** Letters match in both cases, digits match any digit (triggers.ts): what stands there is for the reader to see. */
  triggers: readonly string[];
  read: Read;
}

export const found = (kind: SecretKind, from: number, to: number, goOn: number = to): Found => ({ spans: [{ from, to, kind }], to: goOn });

/** What stands where a secret was. */
export const placeholder = (kind: SecretKind): string => `[${kind} left out]`;

const PLACEHOLDERS = new Set(SECRET_KINDS.map(placeholder));
const LONGEST = Math.max(...SECRET_KINDS.map((kind) => placeholder(kind).length));

/** End of the placeholder that stands at a place; null: none does. */
export function placeholderEnd(text: Text, at: number): number | null {
  if (text.charCodeAt(at) !== 0x5b) return null;
  const piece = text.slice(at, at + LONGEST);
  const end = piece.indexOf(']') + 1;
  return PLACEHOLDERS.has(piece.slice(0, end)) ? at + end : null;
}

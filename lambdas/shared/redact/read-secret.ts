import { type Found, found, placeholderEnd, type SecretKind } from './found.ts';
import { isNoSecret, isSentence, LOOKED_AT } from './no-secret.ts';
import { isAt, SPACE, standsAt, type Text } from './text.ts';
import type { Value } from './quotes.ts';

/** Beyond the first characters of a value: what it stands in. */
const ROOM = 48;

/**
 * A value that has the name of a secret, unless it says that there is none. That is decided by its first characters: however long a text that is no
 * secret may be, it is not read to its end for that.
 *
 * @param read gives the value, as far as a limit
 * @param like kind whose values this one's are like
 */
export function readSecret(text: Text, kind: SecretKind, read: (limit: number) => Value, like: SecretKind = kind): Found | null {
  const { from } = read(0);
  // A key's own reader knows where it ends.
  if (placeholderEnd(text, from) !== null || standsAt(text, from, '-----BEGIN ')) return null;
  const limit = from + LOOKED_AT + ROOM;
  const head = read(limit);
  if (head.to <= from || isNoSecret(text.slice(from, Math.min(head.to, from + LOOKED_AT)), like, head.quoted)) return null;
  if (!head.quoted && isAt(text, head.end, SPACE) && isSentence(text.slice(from, from + LOOKED_AT))) return null;
  const value = head.end < limit ? head : read(text.length);
  return found(kind, value.from, value.to, value.quoted ? value.end : value.to);
}

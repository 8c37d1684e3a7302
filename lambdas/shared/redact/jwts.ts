import { decodedHead } from './decoded-head.ts';
import { type Found, found, type Reader } from './found.ts';
import { BASE64URL, skip, startsAt, type Text } from './text.ts';

/** Fewest characters of a part: `{"a":1}` is ten in base64. */
const PART = 5;
/** A header that was cut off is told by what it says: so many of its characters are looked at, 4 to 3 bytes. */
const HEAD = 64;

/** End of a dot, as it is or percent-encoded, once or twice; `at` itself: there is none. */
function dotEnd(text: Text, at: number): number {
  if (text.charCodeAt(at) === 0x2e) return at + 1;
  return at + (/^%(?:25)?2[Ee]/.exec(text.slice(at, at + 5))?.[0].length ?? 0);
}

/**
 * A JSON Web Token (RFC 7519): parts of base64url between dots, of which the first is a JSON object. One that was cut off within its header is told by
 * the header's fields.
 */
function readJwt(text: Text, { from }: { from: number }): Found | null {
  if (!startsAt(text, from) || !/^e(?:yJ|yA|wo)/.test(text.slice(from, from + 3))) return null;
  let end = skip(text, from, BASE64URL);
  if (end - from < PART + 3) return null;
  let parts = 1;
  for (;;) {
    const begin = dotEnd(text, end);
    const partEnd = begin === end ? end : skip(text, begin, BASE64URL);
    // The third may be empty: a token without a signature ends with its dot.
    if (partEnd - begin < PART && !(parts >= 2 && begin > end && partEnd === begin)) break;
    parts += 1;
    end = partEnd;
    if (partEnd === begin) break;
  }
  if (parts > 1 || isHeader(text.slice(from, Math.min(end, from + HEAD)))) return found('JWT', from, end);
  // A cursor or the like. It has been read, and is not read again.
  return { spans: [], to: end };
}

/** Whether a piece of base64url begins the header of a token (RFC 7515, 7516: its fields). */
function isHeader(piece: string): boolean {
  const decoded = decodedHead(piece);
  return /"(?:alg|typ|kid|enc|cty|x5t|x5c|x5u|jku|jwk|zip|crit)"/.test(decoded) || /^\{\s*"(?:al|ty|ki|en)$/.test(decoded);
}

export const JWTS: readonly Reader[] = [{ triggers: ['eyj', 'eyai', 'ewog', 'ewok'], read: readJwt }];

import { readBare } from './bare-values.ts';
import { decodedHead } from './decoded-head.ts';
import { type Found, found, placeholderEnd, type Reader, type Span } from './found.ts';
import { LOOKED_AT } from './no-secret.ts';
import { readSecret } from './read-secret.ts';
import { BASE64, BASE64URL, BLANK, isAt, NAME, skip, SPACE, type Text } from './text.ts';
import { quoteAt, readQuoted, type Value } from './quotes.ts';

/** A scheme (RFC 9110, 11.1) and the blanks behind it. */
const SCHEME = /^[A-Za-z][A-Za-z0-9-]{1,30} {1,4}/;
/** Schemes that clients send; another word before a blank is a sentence's, unless the whole stands in quotes. */
const SCHEMES = /^(?:bearer|basic|negotiate|ntlm|token|apikey|api-key|aws|sharedkey|dpop|jwt|ssws|key|bot) /i;
/** Schemes whose credentials are parameters. */
const PARAMETERS = /^(?:digest|aws4-hmac-sha256|oauth|hawk|signature) /i;
/** Parameters that prove something, or give away what does. */
const PROVING = /^(?:response|nonce|cnonce|mac|hash|signature|credential|oauth_token|oauth_signature|oauth_nonce)$/i;

/** The credentials of an `Authorization` header's value; the scheme stays. A quote may open it. */
export function readAuthorization(text: Text, at: number): Found | null {
  const quote = quoteAt(text, at);
  const start = at + (quote?.length ?? 0);
  const scheme = SCHEME.exec(text.slice(start, start + 40))?.[0] ?? '';
  if (PARAMETERS.test(scheme)) return readParameters(text, start + scheme.length);
  const isScheme = SCHEMES.test(scheme);
  const from = start + (isScheme || quote !== null ? scheme.length : 0);
  const read = (limit: number): Value => {
    // The quote opened before the scheme: what closes the whole closes the credentials.
    const quoted = quote === null ? null : readQuoted(text, at, limit);
    const value = quoted ?? readBare(text, from, limit);
    return { ...value, from, to: Math.max(from, value.to) };
  };
  return readSecret(text, 'credentials', read, isScheme ? 'token' : 'credentials');
}

/** `name="value", name=value`: ends where something else comes. */
function readParameters(text: Text, start: number): Found | null {
  const spans: Span[] = [];
  for (let at = start; ;) {
    const equals = skip(text, at, NAME, at + 40);
    if (equals === at || text.charCodeAt(equals) !== 0x3d) break;
    const { from, to } = readParameter(text, equals + 1);
    const name = text.slice(at, equals);
    if (PROVING.test(name) && to > from && placeholderEnd(text, from) === null)
      spans.push({ from, to: provingEnd(text, name, { from, to }), kind: 'signature' });
    const end = to + (quoteAt(text, to)?.length ?? 0);
    const comma = skip(text, end, BLANK, end + 4);
    if (text.charCodeAt(comma) !== 0x2c) break;
    at = skip(text, comma + 1, BLANK, comma + 4);
  }
  const last = spans.at(-1);
  return last === undefined ? null : { spans, to: last.to };
}

/** `Credential=<id of the key>/<date>/<region>/…`: the id is secret, its scope is not. */
function provingEnd(text: Text, name: string, { from, to }: { from: number; to: number }): number {
  if (name.toLowerCase() !== 'credential') return to;
  const slash = text.slice(from, Math.min(to, from + LOOKED_AT)).indexOf('/');
  return slash <= 0 ? to : from + slash;
}

/** Longest parameter that is no secret, as a list of header names. */
const LONGEST_PARAMETER = 4096;

/** A parameter's value, without its quotes: to the next quote, blank or comma. */
function readParameter(text: Text, start: number): { from: number; to: number } {
  const quote = quoteAt(text, start);
  const from = start + (quote?.length ?? 0);
  let to = from;
  while (to < from + LONGEST_PARAMETER && to < text.length && quoteAt(text, to) === null) {
    if (quote === null && (isAt(text, to, SPACE) || text.charCodeAt(to) === 0x2c)) break;
    to += 1;
  }
  return { from, to };
}

/** End of a bearer token (RFC 6750: `b64token`); a full stop behind it is a sentence's. */
function tokenEnd(text: Text, from: number): number {
  let at = from;
  while (isAt(text, at, BASE64 | BASE64URL) || text.charCodeAt(at) === 0x2e || text.charCodeAt(at) === 0x7e) at += 1;
  return text.charCodeAt(at - 1) === 0x2e ? at - 1 : at;
}

/** `Bearer …` and `Basic …` without a header's name. `Basic authentication` and `Bearer of bad news` are none: a word is no token. */
const readScheme =
  (isToken: (head: string) => boolean): Reader['read'] =>
  (text, { from, to }) => {
    if (from > 0 && isAt(text, from - 1, BASE64URL)) return null;
    const start = skip(text, to, BLANK, to + 4);
    const head = text.slice(start, start + LOOKED_AT);
    return isToken(/^[A-Za-z0-9+/=_.~-]*/.exec(head)?.[0] ?? '') ? found('credentials', start, tokenEnd(text, start)) : null;
  };

const isBearer = (head: string): boolean => head.length >= 8 && /\d/.test(head) && !/^[a-z_]+=/.test(head);

/** Whether a text begins as base64 of a user, a colon and a password does. */
const isBasic = (head: string): boolean => head.length >= 8 && /^[\x20-\x7e]+:/.test(decodedHead(head));

/** Whether a text is base64 of what AUTH PLAIN sends: nothing, a user and a password with zeros between (RFC 4616). */
const isPlainAuth = (head: string): boolean => head.length >= 8 && decodedHead(head).includes('\0');

export const SCHEMES_ALONE: readonly Reader[] = [
  { triggers: ['bearer ', 'dpop '], read: readScheme(isBearer) },
  { triggers: ['basic '], read: readScheme(isBasic) },
  { triggers: ['auth plain '], read: readScheme(isPlainAuth) },
];

import { type Found, type Span } from './found.ts';
import { isNoSecret, LOOKED_AT } from './no-secret.ts';
import { BASE64, BASE64URL, BLANK, isAt, NAME, skip, SPACE, type Text } from './text.ts';
import { quoteAt, type Value } from './quotes.ts';

/** What Set-Cookie says beside the cookie (RFC 6265), and preferences, which are short words or numbers. */
const ATTRIBUTE = /^(?:path|domain|expires|max-age|samesite|version|comment|priority|secure|httponly|partitioned)$/i;
const PREFERENCE = /^(?:[a-z_-]{0,8}|[a-z]{2}-[A-Z]{2}|\d{1,4})$/i;
const LONGEST_NAME = 80;

/** The values of cookies, `name=value; name=value`, but for attributes and preferences. Names stay. */
export function readCookies(text: Text, start: number): Found | null {
  const spans: Span[] = [];
  for (let at = start; ;) {
    const equals = skip(text, at, NAME, at + LONGEST_NAME);
    const name = text.slice(at, equals);
    let end = equals;
    if (text.charCodeAt(equals) === 0x3d) {
      end = cookieEnd(text, equals + 1, ATTRIBUTE.test(name));
      if (isCookie(name, text.slice(equals + 1, Math.min(end, equals + 1 + LOOKED_AT))))
        spans.push({ from: equals + 1, to: end, kind: 'cookie' });
    } else if (!ATTRIBUTE.test(name)) break;
    if (text.charCodeAt(end) !== 0x3b) break;
    at = skip(text, end + 1, BLANK, end + 5);
  }
  const last = spans.at(-1);
  return last === undefined ? null : { spans, to: last.to };
}

function isCookie(name: string, head: string): boolean {
  return !ATTRIBUTE.test(name) && !PREFERENCE.test(head) && !isNoSecret(head, 'token') && !name.startsWith('$') && !head.startsWith('[');
}

/** A cookie's value holds no blank, quote, comma or semicolon; the dates of attributes do. */
function cookieEnd(text: Text, from: number, isAttribute: boolean): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== 0x3b) {
    if (isAt(text, at, SPACE) && !(isAttribute && isAt(text, at, BLANK) && at - from < LONGEST_NAME)) break;
    if (text.charCodeAt(at) !== 0x25 && quoteAt(text, at) !== null) break;
    at += 1;
  }
  return at;
}

/** The value of one cookie that is named alone, `;jsessionid=…?step=2` in an address among others. */
export function readSession(text: Text, from: number, limit: number): Value {
  let to = from;
  while (to < Math.min(limit, text.length) && (isAt(text, to, BASE64 | BASE64URL) || '.~%!:'.includes(text.slice(to, to + 1)))) to += 1;
  return { from, to, end: to, quoted: false };
}

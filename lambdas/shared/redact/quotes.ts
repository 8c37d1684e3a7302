import { isAt, SPACE, standsAt, type Text } from './text.ts';

/** A value: its characters, and where what encloses it ends. */
export interface Value {
  from: number;
  to: number;
  /** Behind its closing quote, or the same as `to`. */
  end: number;
  quoted: boolean;
}

interface Quote {
  /** Of the quote with its escapes. */
  length: number;
  /** The character, or the entity or code that stands for it. */
  sign: string;
  /** Backslashes before it: 0, or as many as its text was escaped. */
  depth: number;
}

const ENTITIES = ['&quot;', '&#34;', '&#39;', '&apos;', '%22', '%27', '\\u0022', '\\u0027'] as const;
const PAIRS: Readonly<Record<string, string>> = { '“': '”', '„': '“', '‘': '’', '«': '»' };
/** A text that was escaped five times has as many backslashes before its quotes. */
const MOST_ESCAPES = 31;

/** The quote at a place, which may be escaped; null: there is none. */
export function quoteAt(text: Text, at: number): Quote | null {
  const code = text.charCodeAt(at);
  if (code === 0x22 || code === 0x27 || code === 0x60 || code > 127) {
    const sign = text.slice(at, at + 1);
    return code < 128 || Object.hasOwn(PAIRS, sign) ? { length: 1, sign, depth: 0 } : null;
  }
  if (code === 0x26 || code === 0x25) return entityAt(text, at);
  if (code !== 0x5c) return null;
  let end = at;
  while (end - at < MOST_ESCAPES && text.charCodeAt(end) === 0x5c) end += 1;
  const quote = text.charCodeAt(end);
  if (quote === 0x22 || quote === 0x27 || quote === 0x60) return { length: end + 1 - at, sign: text.slice(end, end + 1), depth: end - at };
  return end === at + 1 ? entityAt(text, at) : null;
}

function entityAt(text: Text, at: number): Quote | null {
  const sign = ENTITIES.find((each) => standsAt(text, at, each));
  return sign === undefined ? null : { length: sign.length, sign, depth: 0 };
}

/** Whether what stands at a place may follow a closing quote. */
export const isBehindQuote = (text: Text, at: number): boolean =>
  at >= text.length || isAt(text, at, SPACE) || `,;:.)]}>=&|/\\<%+"'\``.includes(text.slice(at, at + 1));

/**
 * Where a quoted text closes. A quote that is a part of the text has more backslashes before it than the ones around it: escaping makes
 * 2d + 1 of d, and two for each of the text's own, so the right number is d modulo 2(d + 1). A quote with a letter or the like behind it is none that
 * closes, either. Without a closing quote on its line: the line's end.
 */
function closingOf(text: Text, from: number, quote: Quote, limit: number): { to: number; end: number } {
  const sign = PAIRS[quote.sign] ?? quote.sign;
  if (sign.length > 1) return closingEntity(text, from, sign, limit);
  const code = sign.charCodeAt(0);
  const period = 2 * (quote.depth + 1);
  let escapes = 0;
  for (let at = from; at < limit; at += 1) {
    const here = text.charCodeAt(at);
    if (here === 0x5c) escapes += 1;
    else {
      const isQuote = here === code && (escapes % period === quote.depth || escapes < quote.depth);
      if (isQuote && isBehindQuote(text, at + 1)) return { to: at - Math.min(escapes, quote.depth), end: at + 1 };
      if (here === 10 || here === 13) return { to: at, end: at };
      escapes = 0;
    }
  }
  return { to: limit, end: limit };
}

function closingEntity(text: Text, from: number, sign: string, limit: number): { to: number; end: number } {
  for (let at = from; at < limit; at += 1) {
    const code = text.charCodeAt(at);
    if (code === sign.charCodeAt(0) && standsAt(text, at, sign) && isBehindQuote(text, at + sign.length))
      return { to: at, end: at + sign.length };
    if (code === 10 || code === 13) return { to: at, end: at };
  }
  return { to: limit, end: limit };
}

/** The text within the quote at a place, as far as `limit`; null: there is no quote. */
export function readQuoted(text: Text, at: number, limit: number = text.length): Value | null {
  const quote = quoteAt(text, at);
  if (quote === null) return null;
  const from = at + quote.length;
  return { from, ...closingOf(text, from, quote, Math.max(from, Math.min(limit, text.length))), quoted: true };
}

import { BLANK, isAt, NAME, skip, skipBack, SPACE, standsAt, type Text } from './text.ts';

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

/**
 * Where a quoted text closes. A quote that is a part of the text has more backslashes before it than the ones around it: escaping makes
 * 2d + 1 of d, and two for each of the text's own, so the right number is d modulo 2(d + 1). Without a closing quote on its line: the line's end.
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
      if (here === code && (escapes % period === quote.depth || escapes < quote.depth))
        return { to: at - Math.min(escapes, quote.depth), end: at + 1 };
      if (here === 10 || here === 13) return { to: at, end: at };
      escapes = 0;
    }
  }
  return { to: limit, end: limit };
}

function closingEntity(text: Text, from: number, sign: string, limit: number): { to: number; end: number } {
  for (let at = from; at < limit; at += 1) {
    const code = text.charCodeAt(at);
    if (code === sign.charCodeAt(0) && standsAt(text, at, sign)) return { to: at, end: at + sign.length };
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

/** Longest name that is looked for behind a separator. */
const NAME_LENGTH = 64;

/** Whether the next parameter begins at a place: a name and its equals sign or colon. */
function isParameter(text: Text, at: number): boolean {
  const start = standsAt(text, at, 'amp;') ? at + 4 : at;
  const end = skip(text, start, NAME, start + NAME_LENGTH);
  const sign = text.charCodeAt(end);
  return end > start && (sign === 0x3d || sign === 0x3a || standsAt(text, end, '%3D'));
}

/** What may stand behind the quote or bracket that closes what a value is in. */
const isClosed = (text: Text, at: number): boolean =>
  at >= text.length || isAt(text, at, SPACE) || `,;.:)]}>"'\`\\&<|`.includes(text.slice(at, at + 1));

/** Whether a value without quotes ends at a place, which is not white space. */
function endsAt(text: Text, at: number): boolean {
  switch (text.charCodeAt(at)) {
    case 0x2c: // ,
    case 0x3b: // ;
      return isAt(text, at + 1, SPACE) || at + 1 === text.length || quoteAt(text, at + 1) !== null || isParameter(text, at + 1);
    case 0x26: // &
      return isParameter(text, at + 1) || entityAt(text, at) !== null || standsAt(text, at, '&lt;') || standsAt(text, at, '&gt;');
    case 0x7c: // |
      return isClosed(text, at + 1) || isParameter(text, at + 1);
    case 0x25: // %
      return endsAtEncoded(text, at);
    case 0x29: // )
    case 0x5d: // ]
    case 0x7d: // }
    case 0x22: // "
    case 0x27: // '
    case 0x60: // `
      return isClosed(text, at + 1);
    case 0x5c: // \
      return endsAtEscape(text, at);
    case 0x3c: // <
      return standsAt(text, at, '</') || isClosed(text, at + 1);
    default:
      return false;
  }
}

/** A percent-encoded `&`, quote or brace belongs to the value, unless what follows it is none of the value. */
function endsAtEncoded(text: Text, at: number): boolean {
  const code = text.slice(at, at + 3).toUpperCase();
  if (code === '%26') return isParameter(text, at + 3);
  return (code === '%22' || code === '%7D') && (isClosed(text, at + 3) || text.charCodeAt(at + 3) === 0x25);
}

/** A backslash ends a value when it escapes a quote, an ampersand, or a line break with something behind it that is none of the value. */
function endsAtEscape(text: Text, at: number): boolean {
  if (quoteAt(text, at) !== null || standsAt(text, at, '\\u0026') || standsAt(text, at, '\\u003c')) return true;
  if (!/^\\[nrt]/.test(text.slice(at, at + 2))) return false;
  return isClosed(text, at + 2) || isParameter(text, at + 2);
}

/** A value without quotes: to the next white space, to the sign that ends it where it stands, or as far as `limit`. */
export function readBare(text: Text, from: number, limit: number = text.length): Value {
  const last = Math.min(limit, text.length);
  let at = from;
  while (at < last && !isAt(text, at, SPACE) && !endsAt(text, at)) at += 1;
  return { from, to: at, end: at, quoted: false };
}

/** A value that ends with its line, or with `sign` before that, or at `limit`. Blanks at its end are none of it. */
export function readLine(text: Text, from: number, limit: number = text.length, sign = '\n'): Value {
  const last = Math.min(limit, text.length);
  const code = sign.charCodeAt(0);
  let end = from;
  while (end < last && text.charCodeAt(end) !== code && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end += 1;
  return { from, to: skipBack(text, end, BLANK, from), end, quoted: false };
}

/** Longest value in braces. */
const LONGEST_BRACED = 256;

/** In ODBC's braces: `PWD={a;b}`, in which `}}` stands for a brace. Null: they are not closed soon. */
export function readBraced(text: Text, at: number): Value | null {
  if (text.charCodeAt(at) !== 0x7b) return null;
  const piece = /^\{((?:[^}\n]|\}\})*)\}/.exec(text.slice(at, at + LONGEST_BRACED))?.[0];
  return piece === undefined ? null : { from: at + 1, to: at + piece.length - 1, end: at + piece.length, quoted: true };
}

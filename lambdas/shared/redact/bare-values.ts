import { isBehindQuote, quoteAt, type Value } from './quotes.ts';
import { BLANK, isAt, NAME, skip, skipBack, SPACE, standsAt, type Text } from './text.ts';

/**
 * Where a value stands that has no quotes: in a text, in which signs and brackets around it may end it; behind a flag of a command,
 * where only white space and quotes around it do; alone on its line, where only the next field does; in a percent-encoded address or text, where encoded
 * signs end it.
 */
export type Style = 'text' | 'word' | 'line' | 'encoded';

/** Longest name that is looked for behind a separator. */
const NAME_LENGTH = 64;

/** Whether the next parameter begins at a place: a name and its sign. */
function isParameter(text: Text, at: number, signs: string): boolean {
  const start = standsAt(text, at, 'amp;') ? at + 4 : at;
  const end = skip(text, start, NAME, start + NAME_LENGTH);
  return end > start && end < text.length && signs.includes(text.slice(end, end + 1));
}

/** Closing brackets in a row that are looked behind. */
const MOST_BRACKETS = 8;

/** Whether what a value stands in is over at a place: brackets that close, then the end of a text, a word, a clause or a field. */
function isClosed(text: Text, from: number): boolean {
  let at = from;
  while (at - from < MOST_BRACKETS && isOneOf(text, at, ')]}>')) at += 1;
  if (isOver(text, at)) return true;
  if (isOneOf(text, at, ',;.:&')) return isOver(text, at + 1) || isParameter(text, at + 1, '=:');
  return standsAt(text, at, '</') || isEscapedBreak(text, at);
}

const isOneOf = (text: Text, at: number, signs: string): boolean => at < text.length && signs.includes(text.slice(at, at + 1));
/** The end of the text or of a word, or a quote that closes or opens. */
function isOver(text: Text, at: number): boolean {
  if (at >= text.length || isAt(text, at, SPACE)) return true;
  const quote = quoteAt(text, at);
  return quote !== null && (isBehindQuote(text, at + quote.length) || isBeforeQuote(text, at - 1));
}
/** A quote behind a comma opens the next value. */
const isBeforeQuote = (text: Text, at: number): boolean => isOneOf(text, at, ',;:');
const isEscapedBreak = (text: Text, at: number): boolean => text.charCodeAt(at) === 0x5c && /^\\[nrt]/.test(text.slice(at, at + 2));

/** Whether a value without quotes ends at a place, which is not white space. */
function endsAt(text: Text, at: number, style: Style): boolean {
  if (style === 'line') return isOneOf(text, at, '&;') && isParameter(text, at + 1, '=');
  switch (text.charCodeAt(at)) {
    case 0x2c: // ,
    case 0x3b: // ;
      return isOver(text, at + 1) || (style !== 'word' && isParameter(text, at + 1, '=:'));
    case 0x26: // &
      return quoteAt(text, at) !== null || (style !== 'word' && isAmpersand(text, at));
    case 0x7c: // |
      return style !== 'word' && (isAt(text, at + 1, SPACE) || isParameter(text, at + 1, '='));
    case 0x25: // %
      return style === 'encoded' && /^%(?:26|2[02CcFf]|0[AaDd]|[57][Dd])/.test(text.slice(at, at + 3));
    case 0x29: // )
    case 0x5d: // ]
    case 0x7d: // }
      return style !== 'word' && isClosed(text, at + 1);
    case 0x22: // "
    case 0x27: // '
    case 0x60: // `
      return isClosed(text, at + 1);
    case 0x5c: // \
      return endsAtEscape(text, at);
    case 0x3c: // <
      return style !== 'word' && standsAt(text, at, '</');
    default:
      return false;
  }
}

const isAmpersand = (text: Text, at: number): boolean =>
  isParameter(text, at + 1, '=') || standsAt(text, at, '&lt;') || standsAt(text, at, '&gt;');

/** A backslash ends a value when it escapes a quote, an ampersand, or a line break with something behind it that is none of the value. */
function endsAtEscape(text: Text, at: number): boolean {
  if (quoteAt(text, at) !== null || standsAt(text, at, '\\u0026') || standsAt(text, at, '\\u003c')) return true;
  return isEscapedBreak(text, at) && (isClosed(text, at + 2) || isParameter(text, at + 2, '=:'));
}

/** A value without quotes: to the next white space, to the sign that ends it where it stands, or as far as `limit`. */
export function readBare(text: Text, from: number, limit: number = text.length, style: Style = 'text'): Value {
  const last = Math.min(limit, text.length);
  let at = from;
  while (at < last && !isAt(text, at, SPACE) && !endsAt(text, at, style)) at += 1;
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

/**
 * What readers may ask of a text. A string is one; tests give one that counts, so that the work a reader does is known and not timed.
 * `slice` is for pieces of bounded length only.
 */
export type Text = Pick<string, 'length' | 'charCodeAt' | 'slice'>;

/** Sets of ASCII characters, as bits of {@link CLASSES}. */
export const DIGIT = 1;
/** Letters and digits. */
export const ALNUM = 2;
export const HEX = 4;
/** `A-Za-z0-9_-` */
export const BASE64URL = 8;
/** `A-Za-z0-9+/=` */
export const BASE64 = 16;
/** What names of fields, variables and parameters are made of: `A-Za-z0-9_.$-`. */
export const NAME = 32;
/** Blank or tab. */
export const BLANK = 64;
/** White space, line breaks among it. */
export const SPACE = 128;
/** What the part before the `@` of an address is made of: letters, digits and ``.!#$%&'*+/=?^_`{|}~-`` (RFC 5322), without what ends words in logs. */
export const MAILBOX = 256;
/** `A-Za-z0-9_` */
export const WORD = 512;

const CLASSES = new Uint16Array(128);
const mark = (characters: string, set: number): void => {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    CLASSES[code] = (CLASSES[code] ?? 0) | set;
  }
};
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
mark(DIGITS, DIGIT | HEX);
mark('abcdefABCDEF', HEX);
mark(LETTERS + DIGITS, ALNUM | BASE64URL | BASE64 | NAME | MAILBOX | WORD);
mark('_', BASE64URL | NAME | MAILBOX | WORD);
mark('-', BASE64URL | NAME | MAILBOX);
mark('+', BASE64 | MAILBOX);
mark('/=', BASE64);
mark('.', NAME | MAILBOX);
mark('$', NAME);
mark("%!#^~'", MAILBOX);
mark(' \t', BLANK | SPACE);
mark('\n\r\f\v', SPACE);

/** Whether the character at a place is in one of the sets; no character is, in none. */
export function isAt(text: Text, at: number, sets: number): boolean {
  const code = text.charCodeAt(at);
  return code < 128 && ((CLASSES[code] as number) & sets) !== 0;
}

/** First place at or after `from`, and not after `to`, whose character is in none of the sets. */
export function skip(text: Text, from: number, sets: number, to: number = text.length): number {
  let at = from;
  const end = Math.min(to, text.length);
  while (at < end && isAt(text, at, sets)) at += 1;
  return at;
}

/** Start of the run of characters of these sets that ends before `to`, not before `from`. */
export function skipBack(text: Text, to: number, sets: number, from: number): number {
  let at = to;
  while (at > from && isAt(text, at - 1, sets)) at -= 1;
  return at;
}

/** Whether these very characters stand at a place. */
export function standsAt(text: Text, at: number, characters: string): boolean {
  if (at < 0 || at + characters.length > text.length) return false;
  for (let place = 0; place < characters.length; place += 1) {
    if (text.charCodeAt(at + place) !== characters.charCodeAt(place)) return false;
  }
  return true;
}

/** End of the line that a place is in. */
export function endOfLine(text: Text, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) break;
    at += 1;
  }
  return at;
}

/**
 * Whether a token may begin at a place: no letter or digit stands before it, unless that is the end of an escape (`%3D`, `%253D`, `\n`, `\u0022`).
 */
export function startsAt(text: Text, at: number): boolean {
  if (at === 0 || !isAt(text, at - 1, WORD)) return true;
  if ((standsAt(text, at - 3, '%') || standsAt(text, at - 5, '%25')) && isAt(text, at - 2, HEX) && isAt(text, at - 1, HEX)) return true;
  const escape = text.charCodeAt(at - 2) === 0x5c ? text.slice(at - 1, at) : '';
  if (escape === 'n' || escape === 'r' || escape === 't') return true;
  return standsAt(text, at - 6, '\\u') && skip(text, at - 4, HEX, at) === at;
}

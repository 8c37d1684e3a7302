import { classOf, DIGIT, FIRST_WIDE, GAP, HEX, JOIN, PUNCTUATION, SPACE } from './char-classes.ts';
import { HIGH_PRIME, LOW_PRIME } from './line-key.ts';
import { MESSAGE_KEYS } from './message-keys.ts';
import { MARK, NAME, QUOTED, VARIABLE, WORD } from './token.ts';
import { TokenBuffer } from './token-buffer.ts';

/** Characters of a line that count: a template of more is no help to a reader. What follows is one variable. */
export const MAX_SCANNED = 2048;
/** Tokens of a line that count. */
export const MAX_TOKENS = 256;
/**
 * Letters in a row, one of them no hexadecimal digit, that make a token with digits a name (`node-17`, `isA2dpOn`). With fewer it is a value:
 * a number with its unit, a hexadecimal number, the short names of devices (`12ms`, `0x1f`, `eth1`).
 */
const NAME_LETTERS = 4;
/** Separate numbers in one token that make it an id whatever its letters are (`jA9JBVPb06`). */
const ID_NUMBERS = 3;
/** Letters of a word all in hexadecimal digits that make it a value (`deadbeef`): English has `defaced`, with seven. */
const HEX_LETTERS = 8;
/** Characters of a token with digits, small and capital letters that make it an id: class names with a digit are shorter, or have dots. */
const RANDOM_LENGTH = 20;

/** Tokens that one step may add. */
const ROOM = 4;

const DOT = 46;
const SLASH = 47;
const COLON = 58;
const DASH = 45;
const AT = 64;
const HASH = 35;
const QUOTE = 34;
const EQUALS = 61;
const BACKSLASH = 92;

/** Characters that no address holds unescaped (RFC 3986), and brackets, in which it is rather given. */
const ADDRESS_ENDS = new Set([...`"'<>()[]{}|\\^\``].map((mark) => mark.charCodeAt(0)));
const AFTER_ADDRESS = new Set([...'.,;:!?'].map((mark) => mark.charCodeAt(0)));
/** A run of one mark, however long, is told from the single one. */
const RUN = 0x10000;

/**
 * Cuts lines into tokens, allocating nothing, and gives one key of 53 bits for the whole line, made of its words, marks and names (without their
 * numbers) in their order. Lines of one key are taken for lines of one skeleton: among 100,000 skeletons two share a key with
 * odds of 100,000^2 / 2^54, one in 1.8 million.
 */
export class TokenScanner {
  readonly #tokens = new TokenBuffer(MAX_TOKENS + ROOM);

  /** Scans a line and gives its key, a whole number below 2^53. */
  scan(line: string): number {
    this.#tokens.keep(0);
    const length = Math.min(line.length, MAX_SCANNED);
    this.#range(line, 0, length);
    if (line.length > length) this.#tokens.pushVariable(length, line.length, 0);
    return this.#tokens.key();
  }

  /** The tokens of the line that was scanned last, until the next is. */
  get scanned(): Omit<TokenBuffer, 'push' | 'pushVariable' | 'keep'> {
    return this.#tokens;
  }

  #range(line: string, from: number, to: number): void {
    let i = from;
    let spaced = 0;
    while (i < to) {
      const code = line.charCodeAt(i);
      const kind = classOf(code);
      if (kind === SPACE) {
        spaced = 1;
        i += 1;
        continue;
      }
      if (this.#tokens.count >= MAX_TOKENS) return this.#tokens.pushVariable(i, to, 0);
      if (kind === GAP) {
        this.#tokens.pushVariable(i, i + 1, spaced);
        i += 1;
      } else if (code === SLASH && this.#isAfterScheme(line, i)) i = this.#address(line, i, to);
      else if (code === QUOTE && this.#isValueOfKey(line, i)) i = this.#string(line, i, to);
      else if (kind === PUNCTUATION || (code === DOT && line.charCodeAt(i + 1) === DOT)) i = this.#mark(line, i, to, spaced);
      else i = this.#word(line, i, to, spaced);
      spaced = 0;
    }
    return undefined;
  }

  #mark(line: string, start: number, length: number, spaced: number): number {
    const code = line.charCodeAt(start);
    let i = start + 1;
    while (i < length && line.charCodeAt(i) === code) i += 1;
    const sign = i - start > 1 ? code + RUN : code;
    this.#tokens.push(MARK, start, i, spaced, sign, sign);
    return i;
  }

  /** Whether a quote begins the value of a key, `"key":"…"` or `key="…"`, that is none of a message. */
  #isValueOfKey(line: string, at: number): boolean {
    const tokens = this.#tokens;
    const sign = tokens.count - 1;
    if (sign < 1 || tokens.spaced(sign) === 1) return false;
    const isColon = tokens.isMark(sign, COLON);
    if (!isColon && !(tokens.isMark(sign, EQUALS) && tokens.end(sign) === at)) return false;
    const isJson = tokens.isMark(sign - 1, QUOTE);
    if (isColon && !isJson) return false;
    const key = isJson ? sign - 2 : sign - 1;
    return key >= 0 && tokens.kind(key) !== MARK && !MESSAGE_KEYS.has(line.slice(tokens.start(key), tokens.end(key)));
  }

  /** A string is one token, with its quotes. Without an end the quote is a mark as any other. */
  #string(line: string, start: number, length: number): number {
    const end = endOfString(line, start + 1, length);
    if (end < 0) return this.#mark(line, start, start + 1, 1);
    this.#tokens.push(MARK, start, start + 1, 0, QUOTE, QUOTE);
    this.#content(line, start + 1, end);
    this.#tokens.push(MARK, end, end + 1, 0, QUOTE, QUOTE);
    return end + 1;
  }

  /** One value stays of its kind; more than one token are a string, told by all of it but its numbers. */
  #content(line: string, start: number, end: number): void {
    const before = this.#tokens.count;
    if (start === end) return this.#tokens.push(VARIABLE, start, end, 0, 1, 1);
    this.#range(line, start, end);
    const kind = this.#tokens.kind(before);
    if (this.#tokens.count === before + 1 && (kind === VARIABLE || kind === NAME)) return undefined;
    this.#tokens.keep(before);
    let high = 0x811c9dc5;
    let low = 0x2f0b4a27;
    let inNumber = false;
    for (let i = start; i < end; i += 1) {
      const code = line.charCodeAt(i);
      const isDigit = classOf(code) === DIGIT;
      if (isDigit && inNumber) continue;
      inNumber = isDigit;
      high = Math.imul(high ^ (isDigit ? HASH : code), HIGH_PRIME);
      low = Math.imul(low ^ (isDigit ? HASH : code), LOW_PRIME);
      low ^= low >>> 13;
    }
    return this.#tokens.push(QUOTED, start, end, 0, high, low);
  }

  #isAfterScheme(line: string, at: number): boolean {
    const tokens = this.#tokens;
    const colon = tokens.count - 1;
    if (!tokens.isMark(colon, COLON) || tokens.end(colon) !== at || line.charCodeAt(at + 1) !== SLASH) return false;
    return colon > 0 && tokens.kind(colon - 1) === WORD && tokens.end(colon - 1) === at - 1;
  }

  /** An address, from its scheme to where it can't go on, is one variable. */
  #address(line: string, from: number, length: number): number {
    let end = from;
    while (end < length && !ADDRESS_ENDS.has(line.charCodeAt(end)) && classOf(line.charCodeAt(end)) !== SPACE) end += 1;
    // A stop or a comma behind it belongs to the sentence.
    while (end > from && AFTER_ADDRESS.has(line.charCodeAt(end - 1))) end -= 1;
    const scheme = this.#tokens.count - 2;
    this.#tokens.keep(scheme);
    this.#tokens.pushVariable(this.#tokens.start(scheme), end, this.#tokens.spaced(scheme));
    return end;
  }

  #word(line: string, start: number, length: number, spaced: number): number {
    let code = line.charCodeAt(start);
    let kind = classOf(code);
    const wide = code >= FIRST_WIDE;
    let high = 0x811c9dc5;
    let low = 0x2f0b4a27;
    let digits = 0;
    let numbers = 0;
    let letters = 0;
    let capitals = 0;
    let hexOnly = true;
    let run = 0;
    let runIsHex = true;
    let longest = 0;
    let joins = 0;
    let dots = 0;
    let slashes = 0;
    let inNumber = false;
    let i = start;
    for (;;) {
      if (kind === DIGIT) {
        digits += 1;
        run = 0;
        runIsHex = true;
        if (!inNumber) {
          numbers += 1;
          high = Math.imul(high ^ HASH, HIGH_PRIME);
          low = Math.imul(low ^ HASH, LOW_PRIME);
        }
        inNumber = true;
      } else {
        inNumber = false;
        if (kind === JOIN) {
          joins += 1;
          run = 0;
          runIsHex = true;
          if (code === DOT) dots += 1;
          else if (code === SLASH || code === AT) slashes += 1;
        } else {
          letters += 1;
          if (code < 91) capitals += 1;
          if (kind !== HEX) {
            hexOnly = false;
            runIsHex = false;
          }
          run += 1;
          // Hexadecimal letters alone are a piece of a number.
          if (run > longest && !runIsHex) longest = run;
        }
        high = Math.imul(high ^ code, HIGH_PRIME);
        low = Math.imul(low ^ code, LOW_PRIME);
        low ^= low >>> 13;
      }
      i += 1;
      if (i >= length) break;
      code = line.charCodeAt(i);
      kind = classOf(code);
      if (kind === SPACE || kind === PUNCTUATION || kind === GAP) break;
      // A stop at the end of a word is a mark, and so are several.
      if (code === DOT && (i + 1 >= length || endsWord(line.charCodeAt(i + 1)))) break;
      // Where scripts without spaces meet Latin letters or numbers, tokens end.
      if (code >= FIRST_WIDE !== wide) break;
    }
    if (letters === 0 && digits === 0) this.#tokens.push(MARK, start, i, spaced, high, low);
    else if (letters === 0) this.#tokens.pushVariable(start, i, spaced);
    else if (digits > 0) {
      const isName = longest >= NAME_LETTERS && numbers < ID_NUMBERS && dots === 0 && slashes === 0;
      const isRandom = i - start >= RANDOM_LENGTH && capitals > 1 && capitals < letters && joins === 0;
      if (isName && !isRandom) this.#tokens.push(NAME, start, i, spaced, high, low);
      else this.#tokens.pushVariable(start, i, spaced);
    } else if (hexOnly && letters >= HEX_LETTERS && joins === 0) this.#tokens.pushVariable(start, i, spaced);
    else this.#tokens.push(dots > 0 || slashes > 0 ? NAME : WORD, start, i, spaced, high, low);
    return i;
  }
}

/** Where the string ends that began before `from`; -1: nowhere. */
function endOfString(line: string, from: number, length: number): number {
  for (let at = line.indexOf('"', from); at >= 0 && at < length; at = line.indexOf('"', at + 1)) {
    let slashes = 0;
    while (at - slashes > from && line.charCodeAt(at - slashes - 1) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

/** Whether a stop before this character ends a word. */
function endsWord(code: number): boolean {
  const kind = classOf(code);
  return kind === SPACE || (kind === PUNCTUATION && code !== COLON) || code === DASH || code === DOT;
}

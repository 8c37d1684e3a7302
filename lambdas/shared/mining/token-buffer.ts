import { HIGH_PRIME, lineKey, LOW_PRIME } from './line-key.ts';
import { DIGITS, MARK, NAME, QUOTED, type Token, VARIABLE } from './token.ts';

/** Marks that, without a space, keep two variables together as one: `12:34:56`, `1,2,3`, `10.0.0.1#53`. */
const JOINS_VARIABLES = new Set([...':,#|;'].map((mark) => mark.charCodeAt(0)));

const OF_ALL = 'all';
const OF_FRAME = 'frame';

/** The tokens of one line, in arrays that are used again for the next: kinds, places and two hashes each. */
export class TokenBuffer {
  readonly #kinds: Uint8Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #spaced: Uint8Array;
  readonly #high: Int32Array;
  readonly #low: Int32Array;
  #count = 0;

  /** `most`: tokens that it has room for. */
  constructor(most: number) {
    this.#kinds = new Uint8Array(most);
    this.#starts = new Int32Array(most);
    this.#ends = new Int32Array(most);
    this.#spaced = new Uint8Array(most);
    this.#high = new Int32Array(most);
    this.#low = new Int32Array(most);
  }

  get count(): number {
    return this.#count;
  }

  /** Leaves the first `count` tokens. */
  keep(count: number): void {
    this.#count = count;
  }

  /** Of the token at `at`: its kind, its place, whether a space precedes it (1), and of a mark its code; 0 where there is none. */
  kind(at: number): number {
    return this.#kinds[at] ?? 0;
  }
  start(at: number): number {
    return this.#starts[at] ?? 0;
  }
  end(at: number): number {
    return this.#ends[at] ?? 0;
  }
  spaced(at: number): number {
    return this.#spaced[at] ?? 0;
  }
  isMark(at: number, code: number): boolean {
    return at >= 0 && this.#kinds[at] === MARK && this.#high[at] === code;
  }

  /** Adds a token. `high`, `low`: hashes of what it counts by; of a mark its code, twice. */
  push(kind: number, start: number, end: number, spaced: number, high: number, low: number): void {
    const n = this.#count;
    this.#kinds[n] = kind;
    this.#starts[n] = start;
    this.#ends[n] = end;
    this.#spaced[n] = spaced;
    this.#high[n] = high;
    this.#low[n] = low;
    this.#count = n + 1;
  }

  /** Adds a variable. It takes the one before it, and a mark between them, into itself: lists of values are of any length. */
  pushVariable(start: number, end: number, spaced: number): void {
    const n = this.#count;
    if (n > 0 && this.#kinds[n - 1] === VARIABLE) {
      this.#ends[n - 1] = end;
    } else if (n > 1 && spaced === 0 && this.#kinds[n - 2] === VARIABLE && this.#isJoin(n - 1)) {
      this.#ends[n - 2] = end;
      this.#count = n - 1;
    } else this.push(VARIABLE, start, end, spaced, 1, 1);
  }

  /** Key of the line: of all of its tokens in their order. */
  key(): number {
    return this.#key(OF_ALL);
  }

  /** Key of its frame: without names and strings. */
  frameKey(): number {
    return this.#key(OF_FRAME);
  }

  /** Key without the tokens that `open` marks with 1. */
  keyWithout(open: Uint8Array): number {
    return this.#key(open);
  }

  /** Marks with 1 the tokens that begin within one of the given spans, which are in their order. */
  within(spans: readonly { start: number; end: number }[]): Uint8Array {
    const marks = new Uint8Array(this.#count);
    let at = 0;
    for (let k = 0; k < this.#count; k += 1) {
      const start = this.start(k);
      while (at < spans.length && (spans[at]?.end ?? 0) <= start) at += 1;
      if ((spans[at]?.start ?? Infinity) <= start) marks[k] = 1;
    }
    return marks;
  }

  /** The tokens as objects; `line`: the line that they are of. */
  tokens(line: string): Token[] {
    return Array.from({ length: this.#count }, (_, k) => {
      const [kind, start, end] = [this.kind(k), this.start(k), this.end(k)];
      return { kind, text: textOfToken(line, kind, start, end), spaced: this.#spaced[k] === 1, start, end };
    });
  }

  #isJoin(at: number): boolean {
    return this.#kinds[at] === MARK && this.#spaced[at] === 0 && JOINS_VARIABLES.has(this.#high[at] ?? 0);
  }

  #key(open: Uint8Array | typeof OF_ALL | typeof OF_FRAME): number {
    let high = this.#count;
    let low = 0x1e3779b9;
    for (let k = 0; k < this.#count; k += 1) {
      const kind = this.#kinds[k];
      const isOpen = open === OF_FRAME ? kind === NAME || kind === QUOTED : open !== OF_ALL && open[k] === 1;
      high = Math.imul(high ^ (isOpen ? 1 : (this.#high[k] ?? 0)), HIGH_PRIME) + k;
      high ^= high >>> 15;
      low = Math.imul(low ^ (isOpen ? 1 : (this.#low[k] ?? 0)), LOW_PRIME);
      low ^= low >>> 13;
    }
    return lineKey(high, low);
  }
}

function textOfToken(line: string, kind: number, start: number, end: number): string {
  if (kind === VARIABLE) return '';
  const text = line.slice(start, end);
  if (kind === NAME || kind === QUOTED) return text.replaceAll(/[\p{Nd}\u{E000}\u{E001}]+/gu, DIGITS);
  return kind === MARK && end - start > 2 ? text.slice(0, 2) : text;
}

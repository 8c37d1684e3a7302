import { isUtf8 } from 'node:buffer';

/**
 * Bytes of a line that are kept. CloudWatch cut events at so many until 2025, and no line that a person wrote comes near; what is longer
 * is data, and begins like its fellows.
 */
export const MOST_LINE_BYTES = 262_144;

/** What splitting counts. */
export interface SplitCounts {
  lines: number;
  /** Lines that were longer than {@link MOST_LINE_BYTES}, and the bytes of them that were left out. */
  cutLines: number;
  droppedBytes: number;
  /** Sequences of bytes that are no UTF-8, each of which became a U+FFFD. */
  invalid: number;
}

const LF = 0x0a;
const CR = 0x0d;
const REPLACEMENT = '\uFFFD';
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);

/**
 * Lines of text in UTF-8, as its bytes come in chunks, however they are cut. A line ends with LF or CRLF, or with the text; a text that ends
 * with a line end has no further line. Of a line that is not yet over no more is kept than {@link MOST_LINE_BYTES}.
 */
export class LineSplitter {
  readonly counts: SplitCounts = { lines: 0, cutLines: 0, droppedBytes: 0, invalid: 0 };
  readonly #onLine: (line: string) => void;
  /** The line that is not yet over: its first bytes, its length so far, its last byte. */
  #pieces: Buffer[] = [];
  #kept = 0;
  #length = 0;
  #lastByte = -1;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  write(chunk: Buffer): void {
    let start = 0;
    if (this.#length > 0) {
      const end = chunk.indexOf(LF);
      this.#hold(chunk, 0, end < 0 ? chunk.length : end);
      if (end < 0) return;
      this.#endHeld();
      start = end + 1;
    }
    const last = chunk.lastIndexOf(LF);
    if (last >= start) {
      // Asked once for all lines of the chunk: each of them is whole, so that no character is cut.
      const valid = isUtf8(chunk.subarray(start, last));
      while (start <= last) {
        const end = chunk.indexOf(LF, start);
        this.#take(chunk, start, end, end > start && chunk[end - 1] === CR ? end - start - 1 : end - start, valid);
        start = end + 1;
      }
    }
    this.#hold(chunk, start, chunk.length);
  }

  /** The text is over. */
  end(): void {
    if (this.#length > 0) this.#endHeld();
  }

  #hold(chunk: Buffer, start: number, end: number): void {
    if (end === start) return;
    const kept = Math.min(end - start, MOST_LINE_BYTES - this.#kept);
    // A copy: a piece of the chunk would hold all of it.
    if (kept > 0) this.#pieces.push(Buffer.from(chunk.subarray(start, start + kept)));
    this.#kept += kept;
    this.#length += end - start;
    this.#lastByte = chunk[end - 1] as number;
  }

  #endHeld(): void {
    const bytes = Buffer.concat(this.#pieces);
    const length = this.#lastByte === CR ? this.#length - 1 : this.#length;
    this.#pieces = [];
    this.#kept = 0;
    this.#length = 0;
    this.#take(bytes, 0, bytes.length, length, isUtf8(bytes));
  }

  /** `length`: bytes of the line without its end, more than there are between `start` and `end` where it was cut before. */
  #take(bytes: Buffer, start: number, end: number, length: number, valid: boolean): void {
    let stop = Math.min(end, start + length);
    if (length > MOST_LINE_BYTES) {
      stop = wholeCharacters(bytes, start, start + MOST_LINE_BYTES);
      this.counts.cutLines += 1;
      this.counts.droppedBytes += length - (stop - start);
    }
    const line = bytes.toString('utf8', start, stop);
    if (!valid) this.counts.invalid += invalidIn(line, bytes.subarray(start, stop));
    this.counts.lines += 1;
    this.#onLine(line);
  }
}

/** The last place up to `end` that is between two characters. */
function wholeCharacters(bytes: Buffer, start: number, end: number): number {
  let lead = end - 1;
  // A character has at most three bytes after its first.
  while (lead > start && lead > end - 4 && ((bytes[lead] as number) & 0xc0) === 0x80) lead -= 1;
  const first = bytes[lead] as number;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  return lead + length > end ? lead : end;
}

/** How many U+FFFD a text has that its bytes don't have: sequences of them that are no UTF-8. */
export function invalidIn(text: string, bytes: Buffer): number {
  let count = 0;
  for (let at = text.indexOf(REPLACEMENT); at >= 0; at = text.indexOf(REPLACEMENT, at + 1)) count += 1;
  if (count === 0) return 0;
  for (let at = bytes.indexOf(REPLACEMENT_BYTES); at >= 0; at = bytes.indexOf(REPLACEMENT_BYTES, at + 3)) count -= 1;
  return count;
}

import { begins, continues } from './assemble/continuation.ts';
import type { Expected } from './assemble/expected.ts';
import { MOST_TEXT } from './failure.ts';
import { withoutColours } from './read/text-lines.ts';

/** Lines that belong together: a message with its stack, its causes and its fields. */
export interface LogRecord {
  /** Lines joined by `\n`, without empty ones at the end. Of a record that is cut the first and the last lines. */
  text: string;
  /** Number of its first line, from 1. */
  firstLine: number;
  /** All that it has, those that were left out too. */
  lines: number;
  /** Lines or characters were left out: {@link MOST_LINES}, MOST_TEXT. */
  cut: boolean;
}

/** Lines of one record that are kept: a JVM prints 1,024 frames of a stack (MaxJavaStackTraceDepth), and a record may have causes. */
export const MOST_LINES = 2000;
/** Of those the last ones: in a traceback of Python the exception is told at the end. */
const LAST_LINES = 100;
/** Characters of the first lines; the rest is for the last ones. */
const FIRST_TEXT = MOST_TEXT - 32 * 1024;

/**
 * Puts lines together to records, as they come. What is not surely a continuation of the lines before it begins a record: of two mistakes,
 * joining messages that have nothing to do with one another is the worse. Memory is bounded by {@link MOST_LINES} and MOST_TEXT, whatever comes.
 */
export class RecordAssembler {
  #seen = 0;
  #open: OpenRecord | null = null;

  /** Takes the next line, without its end. The record that it completed, as it begins another; null: none yet. */
  push(line: string): LogRecord | null {
    this.#seen += 1;
    const open = this.#open;
    if (isBlank(line)) {
      open?.blank();
      return null;
    }
    if (open?.take(line) === true) return null;
    this.#open = new OpenRecord(line, this.#seen);
    return open?.close() ?? null;
  }

  /** The record that is still open; null: none. */
  end(): LogRecord | null {
    const open = this.#open;
    this.#open = null;
    return open?.close() ?? null;
  }
}

/** Characters of a line that say what it is: the longest frames and prefixes are far shorter, a line of 10 MB is not looked through. */
const MOST_LOOKED_AT = 4096;

class OpenRecord {
  readonly #firstLine: number;
  readonly #first: string[];
  readonly #last: string[] = [];
  #text: number;
  #lastText = 0;
  #lines = 1;
  #blanks = 0;
  #cut = false;
  #state: Expected;
  #before: string;

  constructor(line: string, firstLine: number) {
    this.#firstLine = firstLine;
    this.#cut = line.length > FIRST_TEXT;
    this.#first = [line.slice(0, FIRST_TEXT)];
    this.#text = Math.min(line.length, FIRST_TEXT);
    this.#before = headOf(line);
    this.#state = begins(this.#before);
  }

  blank(): void {
    this.#blanks += 1;
    this.#state = { ...this.#state, afterBlank: true };
  }

  /** Takes a line that belongs to the record; false: it begins another. */
  take(line: string): boolean {
    const head = headOf(line);
    const next = continues(head, this.#before, this.#state, this.#lines);
    if (next === null) return false;
    // Empty lines between two of its lines are its own; of many one is enough.
    if (this.#blanks > 0) this.#keep('');
    this.#lines += this.#blanks + 1;
    this.#blanks = 0;
    this.#keep(line);
    this.#before = head;
    this.#state = next;
    return true;
  }

  close(): LogRecord {
    const text = [...this.#first, ...this.#last].join('\n');
    return { text, firstLine: this.#firstLine, lines: this.#lines, cut: this.#cut };
  }

  #keep(line: string): void {
    if (this.#last.length === 0 && !this.#cut && this.#first.length < MOST_LINES - LAST_LINES && this.#text + line.length < FIRST_TEXT) {
      this.#first.push(line);
      this.#text += line.length + 1;
      return;
    }
    // From here on a window of the last lines; the first line that falls out of it is left out for good.
    const kept = line.slice(0, MOST_TEXT - FIRST_TEXT - 1);
    if (kept.length < line.length) this.#cut = true;
    this.#last.push(kept);
    this.#lastText += kept.length + 1;
    while (this.#last.length > LAST_LINES || this.#lastText > MOST_TEXT - FIRST_TEXT) {
      this.#lastText -= (this.#last.shift()?.length ?? 0) + 1;
      this.#cut = true;
    }
  }
}

/** Most lines begin with a sign of ASCII that is no space: those need no copy of the line. */
function isBlank(line: string): boolean {
  const first = line.charCodeAt(0);
  return !(first > 0x20 && first < 0x7f) && line.trim() === '';
}

function headOf(line: string): string {
  const head = line.length > MOST_LOOKED_AT ? line.slice(0, MOST_LOOKED_AT) : line;
  const plain = withoutColours(head);
  return plain.endsWith('\r') ? plain.slice(0, -1) : plain;
}

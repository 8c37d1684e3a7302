import { isUtf8 } from 'node:buffer';
import { messageIn } from './cloudwatch-event.ts';
import { invalidIn } from './line-splitter.ts';

/** Names of the lists of events: of filter-log-events and get-log-events, of subscriptions, of get-query-results. */
const LISTS = new Set(['events', 'logEvents', 'results']);
/** An event of CloudWatch has 1 MB at most, which JSON's escapes may make six times as long. */
const MOST_EVENT_BYTES = 6 * 1_048_576;
/** Longer than any of the names. */
const MOST_NAME_BYTES = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LIST = 0x5b;
const LIST_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;

/**
 * Finds the events in JSON documents of CloudWatch as their bytes come, in memory of one event: in a list at the root, or under one of the
 * known names in an object at the root. Several documents may follow one another. Nothing is parsed but the events themselves.
 */
export class EventScanner {
  /** Sequences of bytes in events that are no UTF-8, each of which became a U+FFFD. */
  invalid = 0;
  readonly #onEvent: (json: string, droppedBytes: number) => void;
  #depth = 0;
  #inText = false;
  #escaped = false;
  /** Depth at which the events of the open list stand; 0: no list is open. */
  #listed = 0;
  /** The text at depth 1 that was read last: before a list, its name. */
  #name = '';
  #inEvent = false;
  #pieces: Buffer[] = [];
  #length = 0;

  /** `droppedBytes` of an event too long to be kept are missing at its end. */
  constructor(onEvent: (json: string, droppedBytes: number) => void) {
    this.#onEvent = onEvent;
  }

  /** Whether a document has begun and not ended. */
  get open(): boolean {
    return this.#depth > 0;
  }

  write(chunk: Buffer): void {
    let eventFrom = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      if (this.#inText) {
        at = this.#skipText(chunk, at);
        continue;
      }
      const byte = chunk[at];
      if (byte === QUOTE) {
        this.#inText = this.#depth > 0;
        this.#name = '';
      } else if (byte === LIST || byte === OBJECT) {
        if (this.#open(byte)) eventFrom = at;
      } else if ((byte === LIST_END || byte === OBJECT_END) && this.#close()) {
        this.#keep(chunk, eventFrom, at + 1);
        this.#endEvent();
      }
    }
    if (this.#inEvent) this.#keep(chunk, eventFrom, chunk.length);
  }

  /** @returns the place of the text's last byte in the chunk. */
  #skipText(chunk: Buffer, from: number): number {
    let at = from;
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) {
        this.#inText = false;
        break;
      }
    }
    if (this.#depth === 1 && this.#name.length < MOST_NAME_BYTES)
      this.#name += chunk.toString('latin1', from, Math.min(at, from + MOST_NAME_BYTES));
    return at;
  }

  /** @returns whether an event begins. */
  #open(byte: number): boolean {
    const begins = this.#listed > 0 && this.#depth === this.#listed;
    if (begins) this.#inEvent = true;
    else if (byte === LIST && this.#listed === 0 && (this.#depth === 0 || (this.#depth === 1 && LISTS.has(this.#name)))) {
      this.#listed = this.#depth + 1;
    }
    this.#depth += 1;
    return begins;
  }

  /** @returns whether an event ends. */
  #close(): boolean {
    if (this.#depth === 0) return false;
    this.#depth -= 1;
    if (this.#depth < this.#listed) this.#listed = 0;
    return this.#inEvent && this.#depth === this.#listed;
  }

  #keep(chunk: Buffer, start: number, end: number): void {
    const kept = Math.min(end - start, Math.max(0, MOST_EVENT_BYTES - this.#length));
    // A copy: a piece of the chunk would hold all of it.
    if (kept > 0) this.#pieces.push(Buffer.from(chunk.subarray(start, start + kept)));
    this.#length += end - start;
  }

  #endEvent(): void {
    const bytes = Buffer.concat(this.#pieces);
    const json = bytes.toString('utf8');
    if (!isUtf8(bytes)) this.invalid += invalidIn(json, bytes);
    this.#onEvent(json, this.#length - bytes.length);
    this.#inEvent = false;
    this.#pieces = [];
    this.#length = 0;
  }
}

/** Whether a text begins with a document of CloudWatch events, by its first one. */
export function holdsEvents(head: Buffer): boolean {
  let first: string | null = null;
  const scanner = new EventScanner((json) => void (first ??= json));
  if (!/^\s*[[{]/.test(head.toString('latin1', 0, MOST_NAME_BYTES))) return false;
  scanner.write(head);
  return first !== null && messageIn(first) !== null;
}

import { messageIn } from './cloudwatch-event.ts';
import { EventScanner } from './event-scanner.ts';
import { LineSplitter, MOST_LINE_BYTES, type SplitCounts } from './line-splitter.ts';
import type { LogForm } from './log-form.ts';
import { stripAnsi } from './strip-ansi.ts';

/** Takes what stands in a log, in order. Each call is one line of it. */
export interface LogSink {
  line(text: string): void;
  /** The message of a CloudWatch event: a record of its own, which may have several lines. */
  event(text: string): void;
}

export interface ContentCounts extends SplitCounts {
  ansiSequences: number;
  /** It is a document of events that ends in the middle. */
  unfinished: boolean;
}

/** Takes the bytes of a log, in UTF-8 and with LF, and hands on what stands in them. */
export interface LogContent {
  write(chunk: Buffer): void;
  /** The log is over: what is open is its last line. */
  end(): void;
  counts(): ContentCounts;
}

/** For a log whose content is of this kind. */
export function logContent(content: LogForm['content'], sink: LogSink): LogContent {
  return content === 'document' ? documentContent(sink) : lineContent(sink, content === 'event-lines');
}

function lineContent(sink: LogSink, mayBeEvents: boolean): LogContent {
  const cleaner = createCleaner();
  const splitter = new LineSplitter((line) => {
    const message = mayBeEvents ? messageIn(line) : null;
    if (message === null) sink.line(cleaner.clean(line));
    else sink.event(cleaner.clean(withoutEnd(message)));
  });
  return {
    write: (chunk) => splitter.write(chunk),
    end: () => splitter.end(),
    counts: () => ({ ...splitter.counts, ansiSequences: cleaner.sequences(), unfinished: false }),
  };
}

/** What the list holds beside events is handed on as its JSON, so that the numbers of the events are their places in the list. */
function documentContent(sink: LogSink): LogContent {
  const cleaner = createCleaner();
  const counts: SplitCounts = { lines: 0, cutLines: 0, droppedBytes: 0, invalid: 0 };
  const scanner = new EventScanner((json, dropped) => {
    const whole = withoutEnd(messageIn(json) ?? json);
    const text = firstBytes(whole);
    const left = dropped + (text === whole ? 0 : Buffer.byteLength(whole) - Buffer.byteLength(text));
    if (left > 0) counts.cutLines += 1;
    counts.droppedBytes += left;
    counts.lines += 1;
    sink.event(cleaner.clean(text));
  });
  return {
    write: (chunk) => scanner.write(chunk),
    end: () => undefined,
    counts: () => ({ ...counts, invalid: scanner.invalid, ansiSequences: cleaner.sequences(), unfinished: scanner.open }),
  };
}

/** Lambda ends most messages with a line end. */
const withoutEnd = (message: string): string => message.replace(/[\r\n]+$/, '');

/** At most {@link MOST_LINE_BYTES} of a text, and no half character. */
function firstBytes(text: string): string {
  // No character of a string takes more than three bytes, nor a pair of them more than four.
  if (text.length * 3 <= MOST_LINE_BYTES) return text;
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(MOST_LINE_BYTES));
  return text.slice(0, read);
}

/** Lambda writes the lines of one message with carriage returns between them, and a progress bar its states: they become lines. */
function createCleaner() {
  let sequences = 0;
  return {
    clean(text: string): string {
      const lines = text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
      if (!lines.includes('\u001B')) return lines;
      const stripped = stripAnsi(lines);
      sequences += stripped.sequences;
      return stripped.text;
    },
    sequences: () => sequences,
  };
}

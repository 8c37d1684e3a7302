import { messageIn } from './cloudwatch-event.ts';
import { holdsEvents } from './event-scanner.ts';

/** How the bytes of a log are to be read. */
export interface LogForm {
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  /** Bytes of the mark at the beginning that says so. */
  mark: number;
  /** `cr`: a carriage return alone ends a line, as in the files of old Macs. */
  lineEnds: 'lf' | 'cr';
  /** `document`: JSON with a list of CloudWatch events; `event-lines`: such an event a line. */
  content: 'lines' | 'document' | 'event-lines';
  /** It is hardly text. */
  binary: boolean;
}

const MARKS = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
] as const;

/**
 * Share of control characters from which bytes are no text: a log has next to none beside blanks, line ends and escapes; of random bytes,
 * and so of anything packed or encrypted, 24 in 255 are such (9 %), and programs have more.
 */
const BINARY_SHARE = 0.02;
/** So few are found in the scraps of a terminal as well. */
const LEAST_CONTROLS = 8;
const LF = 0x0a;
const CR = 0x0d;

/** The form of a log that begins with `head`. */
export function logForm(head: Buffer): LogForm {
  const found = MARKS.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  const encoding = found?.encoding ?? 'utf-8';
  const mark = found?.bytes.length ?? 0;
  const text = textOf(head, encoding, mark);
  return {
    encoding,
    mark,
    lineEnds: text.includes(CR) && !text.includes(LF) ? 'cr' : 'lf',
    content: holdsEvents(text) ? 'document' : messageIn(firstLine(text)) !== null ? 'event-lines' : 'lines',
    binary: isBinary(text),
  };
}

function textOf(head: Buffer, encoding: LogForm['encoding'], mark: number): Buffer {
  const bytes = head.subarray(mark);
  return encoding === 'utf-8' ? bytes : Buffer.from(new TextDecoder(encoding).decode(bytes));
}

function firstLine(text: Buffer): string {
  const end = text.indexOf(LF);
  return text.toString('utf8', 0, end < 0 ? text.length : end);
}

/** NUL bytes don't count: a log that was emptied while a program went on writing has a hole of them. */
function isBinary(text: Buffer): boolean {
  let controls = 0;
  let bytes = 0;
  for (const byte of text) {
    if (byte !== 0) bytes += 1;
    if (isControl(byte)) controls += 1;
  }
  return controls >= LEAST_CONTROLS && controls > BINARY_SHARE * bytes;
}

/** Without NUL, backspace to carriage return (tab, line ends, form feed) and escape. */
const isControl = (byte: number): boolean => (byte > 0x00 && byte < 0x08) || (byte > 0x0d && byte < 0x20 && byte !== 0x1b);

import { parse } from 'csv-parse/sync';
import { found, InputError } from './input-error.ts';

/** Separators that are recognised, in this order where the header fits several. */
const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];
const DELIMITER_NAMES: Record<Delimiter, string> = { ',': 'a comma', ';': 'a semicolon', '\t': 'a tab' };

/** Columns that are read; any others are left alone. */
const WANTED = ['timestamp', 'value'] as const;
/** Column names that an error repeats. */
const NAMES_SHOWN = 12;

/** How to read the rows, from the header line. */
export interface CsvHead {
  delimiter: Delimiter;
  /** Number of columns. */
  width: number;
  /** Places of the two columns, from 0. */
  timestamp: number;
  value: number;
}

const UTF8_BOM = [0xef, 0xbb, 0xbf];
const startsWith = (bytes: Uint8Array, first: readonly number[]) => first.every((byte, index) => bytes[index] === byte);

/**
 * Whether `bytes`, the beginning of a file, holds a whole line that isn't blank: then `readHead` can tell the columns.
 */
export function holdsHeader(bytes: Uint8Array): boolean {
  return /[\r\n]/.test(new TextDecoder('utf-8').decode(bytes).trimStart());
}

/**
 * Separator and places of the columns, from the beginning of a file that holds its header line.
 * @throws InputError when it is no text, is empty, or lacks one of the two columns (or has one twice): naming those found.
 */
export function readHead(bytes: Uint8Array, name: string): CsvHead {
  refuseBinary(bytes, name);
  const text = new TextDecoder('utf-8').decode(startsWith(bytes, UTF8_BOM) ? bytes.subarray(UTF8_BOM.length) : bytes);
  const lines = text.split(/\r\n|\n|\r/);
  const at = lines.findIndex((line) => line.trim() !== '');
  if (at < 0) throw new InputError(`${name}: found an empty file; expected a header line with the columns timestamp and value`);
  const line = lines[at] ?? '';
  const readings = DELIMITERS.map((delimiter) => ({ delimiter, names: namesOf(line, delimiter) }));
  const fitting = readings.find(({ names }) => WANTED.every((wanted) => names.includes(wanted)));
  if (fitting === undefined) {
    const likeliest = readings.toSorted((a, b) => b.names.length - a.names.length)[0];
    throw new InputError(`${name}: line ${at + 1}: ${lacking(likeliest?.delimiter ?? ',', likeliest?.names ?? [])}`);
  }
  const { delimiter, names } = fitting;
  for (const wanted of WANTED) {
    if (names.indexOf(wanted) === names.lastIndexOf(wanted)) continue;
    throw new InputError(`${name}: line ${at + 1}: found the column ${wanted} more than once; expected it once`);
  }
  return { delimiter, width: names.length, timestamp: names.indexOf('timestamp'), value: names.indexOf('value') };
}

/** Names as they are compared: without surrounding blanks, in lower case. A line with broken quotes has none. */
function namesOf(line: string, delimiter: Delimiter): string[] {
  const [names = []] = parse(line, { delimiter, relax_quotes: true, relax_column_count: true }) as string[][];
  return names.map((each) => each.trim().toLowerCase());
}

function lacking(delimiter: Delimiter, names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN).map(found).join(', ');
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  const separated = names.length > 1 ? ` (separated by ${DELIMITER_NAMES[delimiter]})` : '';
  return `found the columns ${shown}${more}${separated}; expected a header line with timestamp and value, separated by a comma, a semicolon or a tab`;
}

function refuseBinary(bytes: Uint8Array, name: string): void {
  const refuse = (what: string, instead: string) => {
    throw new InputError(`${name}: found ${what}; expected a CSV file as text in UTF-8${instead}`);
  };
  if (startsWith(bytes, [0x1f, 0x8b])) refuse('a gzip file', ': unpack it first');
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) refuse('text in UTF-16', ': save it as UTF-8');
  // No text holds these: the control characters without tab, line ends and form feed.
  if (bytes.some((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20))) refuse('binary data', '');
}

import { pipeline, type Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { holdsHeader, readHead, type CsvHead } from './csv-head.ts';
import { found, InputError } from './input-error.ts';
import { parseTimestamp, TIMESTAMP_EXPECTED } from './parse-timestamp.ts';
import { parseValue, valueExpectation } from './parse-value.ts';

/** One row of the file. */
export interface PointRow {
  /** Both texts as they stand in the file, without the quotes. */
  timestamp: string;
  text: string;
  /** Epoch ms. */
  at: number;
  /** NaN: a missing point. */
  value: number;
}

/** A header of fifty long names has some kilobytes; a file without a line end in so many bytes is no CSV. */
const MAX_HEAD_BYTES = 65_536;
/** A quote that is never closed would swallow the rest of the file; no row of a time series is that long. */
const MAX_RECORD_BYTES = 1_048_576;
const BROKEN: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote that is never closed',
  CSV_MAX_RECORD_SIZE: `a row of more than ${MAX_RECORD_BYTES} bytes, as an open quote makes one`,
  CSV_INVALID_CLOSING_QUOTE: 'text after a closing quote',
  INVALID_OPENING_QUOTE: 'a quote within a field that has none around it',
};
/** Rows that are handed on at once: enough that the hand-over costs little beside the rows, few enough to hold. */
const BATCH_ROWS = 1024;

/** A parsed record with csv-parse's bookkeeping: `lines` is the line on which it ends. */
interface ParsedRecord {
  record: string[];
  info: { lines: number };
}

/**
 * The rows of a CSV file with the columns `timestamp` and `value`, in order, in batches, as fast as they are taken and in constant memory.
 * Blank lines are left out. `name` is what errors call the file.
 * @throws InputError at the first row that can't be read, naming line and column.
 */
export async function* readPoints(source: Readable, name: string): AsyncGenerator<PointRow[]> {
  try {
    const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const { beginning, ended } = await readBeginning(chunks);
    const head = readHead(beginning, name);
    if (!ended && !holdsHeader(beginning)) {
      throw new InputError(`${name}: line 1: found no line end in the first ${beginning.length} bytes; expected a header line`);
    }
    const parser = parse({
      delimiter: head.delimiter,
      bom: true,
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: MAX_RECORD_BYTES,
    });
    // What goes wrong in the pipeline destroys the parser, and so reaches the loop over its records.
    pipeline(wholeFile(beginning, chunks, ended), parser, () => undefined);
    yield* batches(parser, head, name);
  } catch (error) {
    if (error instanceof CsvError) throw new InputError(brokenCsv(error, name), { cause: error });
    if (isReadError(error)) throw new InputError(`${name}: can't be read any further: ${error.message}`, { cause: error });
    throw error;
  } finally {
    source.destroy();
  }
}

async function* batches(records: AsyncIterable<ParsedRecord>, head: CsvHead, name: string): AsyncGenerator<PointRow[]> {
  let rows: PointRow[] = [];
  let inHeader = true;
  for await (const { record, info } of records) {
    if (record.length === 1 && record[0]?.trim() === '') continue;
    if (inHeader) inHeader = false;
    else rows.push(toRow(record, info.lines, head, name));
    if (rows.length === BATCH_ROWS) {
      yield rows;
      rows = [];
    }
  }
  if (rows.length > 0) yield rows;
}

async function readBeginning(chunks: AsyncIterator<Buffer>): Promise<{ beginning: Buffer; ended: boolean }> {
  let beginning = Buffer.alloc(0);
  while (beginning.length < MAX_HEAD_BYTES && !holdsHeader(beginning)) {
    const next = await chunks.next();
    if (next.done === true) return { beginning, ended: true };
    beginning = Buffer.concat([beginning, next.value]);
  }
  return { beginning, ended: false };
}

async function* wholeFile(beginning: Buffer, rest: AsyncIterator<Buffer>, ended: boolean): AsyncGenerator<Buffer> {
  yield beginning;
  if (!ended) yield* { [Symbol.asyncIterator]: () => rest };
}

function toRow(record: string[], line: number, head: CsvHead, name: string): PointRow {
  const place = `${name}: line ${line}`;
  if (record.length < head.width || record.slice(head.width).some((each) => each !== '')) {
    const comma = head.delimiter === ',' && record.length > head.width ? '; a decimal comma is not read here' : '';
    throw new InputError(
      `${place}: found ${record.length} ${record.length === 1 ? 'field' : 'fields'}; expected ${head.width}, as the header has${comma}`,
    );
  }
  const timestamp = record[head.timestamp] ?? '';
  const at = parseTimestamp(timestamp);
  if (at === null) throw new InputError(`${place}, column timestamp: found ${found(timestamp)}; ${TIMESTAMP_EXPECTED}`);
  const text = record[head.value] ?? '';
  const value = parseValue(text, head.delimiter);
  if (value === null) throw new InputError(`${place}, column value: found ${found(text)}; ${valueExpectation(text)}`);
  return { timestamp, text, at, value };
}

/** csv-parse gives the line to which it read. */
function brokenCsv(error: CsvError, name: string): string {
  const what = BROKEN[error.code] ?? `a row that can't be parsed (${error.message})`;
  return `${name}: line ${error['lines']}: found ${what}; expected quotes around whole fields only, and doubled within them`;
}

function isReadError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

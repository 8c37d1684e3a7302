import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPoints, type PointRow } from '../../../bin/input/read-points.ts';

/** The file arrives in pieces of `size` bytes. */
function source(text: string | Buffer, size = 65_536): Readable {
  const bytes = Buffer.from(text as string);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
  return Readable.from(pieces, { objectMode: true });
}

async function read(text: string | Buffer, size?: number): Promise<PointRow[]> {
  const rows: PointRow[] = [];
  for await (const batch of readPoints(source(text, size), 'a.csv')) rows.push(...batch);
  return rows;
}

const FIRST = Date.UTC(2026, 10, 20);
const head = 'timestamp,value\n';

describe('a CSV file', () => {
  it.each([
    ['commas', 'timestamp,value\n2026-11-20,5\n2026-11-21,6\n', ['5', '6']],
    ['semicolons, decimal commas', 'timestamp;value\n2026-11-20;5,5\n2026-11-21;6\n', ['5,5', '6']],
    ['tabs', 'timestamp\tvalue\n2026-11-20\t5\n2026-11-21\t6\n', ['5', '6']],
    ['other columns, in another order', 'host,VALUE,note, Timestamp \na,5,"x, y",2026-11-20\nb,6,,2026-11-21\n', ['5', '6']],
    ['a byte order mark', '\uFEFFtimestamp,value\n2026-11-20,5\n2026-11-21,6\n', ['5', '6']],
    ['quotes, CRLF', '"timestamp","value"\r\n"2026-11-20","5"\r\n"2026-11-21","6"\r\n', ['5', '6']],
    ['blank lines, no line end at the end', '\n\ntimestamp,value\n\n2026-11-20,5\n   \n2026-11-21,6', ['5', '6']],
    ['fields without a name at the end', 'timestamp,value\n2026-11-20,5,\n2026-11-21,6,,\n', ['5', '6']],
  ])('is read with %s', async (_, text, values) => {
    const rows = await read(text);
    expect(rows.map((row) => row.text)).toEqual(values);
    expect(rows.map((row) => row.at)).toEqual([FIRST, FIRST + 86_400_000]);
    expect(rows[0]?.timestamp).toBe('2026-11-20');
  });

  it('may hold no row', async () => {
    expect(await read('timestamp,value')).toEqual([]);
    expect(await read(head)).toEqual([]);
  });

  it.each([
    ['', 'a.csv: found an empty file; expected a header line with the columns timestamp and value'],
    ['\n \n', 'a.csv: found an empty file'],
    [
      'time,val\n1,2\n',
      'a.csv: line 1: found the columns "time", "val" (separated by a comma); expected a header line with timestamp and value',
    ],
    ['\ntime;timestamp\n1;2\n', 'a.csv: line 2: found the columns "time", "timestamp" (separated by a semicolon)'],
    ['2026-11-20,5\n', 'a.csv: line 1: found the columns "2026-11-20", "5"'],
    ['timestamp,value,value\n', 'a.csv: line 1: found the column value more than once'],
    [`${head}2026-11-20,5\n20.11.2026,5\n`, 'a.csv: line 3, column timestamp: found "20.11.2026"; expected a time such as'],
    [`${head}2026-11-20,five\n`, 'a.csv: line 2, column value: found "five"; expected a number such as'],
    [`${head}\n\n"2026-11-20","1,5"\n`, 'a.csv: line 4, column value: found "1,5"; expected a number with a decimal point'],
    [`${head}2026-11-20,1,5\n`, 'a.csv: line 2: found 3 fields; expected 2, as the header has; a decimal comma is not read here'],
    [`${head}2026-11-20\n`, 'a.csv: line 2: found 1 field; expected 2'],
    [`${head}2026-11-20,"5\n2026-11-21,6\n`, 'found a quote that is never closed'],
    [`${head}2026-11-20,"5"x\n`, 'a.csv: line 2: found text after a closing quote'],
    [`${head}2026-11-20,${'\u202E'}${'9'.repeat(200)}x\n`, 'found "\\u{202e}9999'],
    [`${head}2026-11-20,"${'5\n'.repeat(600_000)}`, 'found a row of more than 1048576 bytes'],
    ['x'.repeat(70_000), 'a.csv: line 1: found '],
    [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), 'a.csv: found binary data; expected a CSV file as text in UTF-8'],
    [Buffer.from([0x1f, 0x8b, 8, 0]), 'a.csv: found a gzip file'],
    [Buffer.from('\uFEFFtimestamp,value\n', 'utf16le'), 'a.csv: found text in UTF-16'],
  ])('that is wrong (%#) gets an error with line and column', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
    await expect(read(text)).rejects.toMatchObject({ name: 'InputError' });
  });

  it('never makes an error long', async () => {
    const message = await read(`${head}2026-11-20,${'9'.repeat(100_000)}x\n`).catch((error: Error) => error.message);
    expect(String(message).length).toBeLessThan(300);
  });

  it('that fails while it is read is an input error too', async () => {
    const failing = new Readable({
      read() {
        this.destroy(Object.assign(new Error('EIO: i/o error, read'), { syscall: 'read' }));
      },
    });
    const rows = readPoints(failing, 'a.csv');
    await expect(rows.next()).rejects.toMatchObject({
      name: 'InputError',
      message: "a.csv: can't be read any further: EIO: i/o error, read",
    });
  });

  it('is let go of when its reader has seen enough', async () => {
    const stream = source(head + '2026-11-20,5\n'.repeat(5000));
    for await (const _ of readPoints(stream, 'a.csv')) break;
    expect(stream.destroyed).toBe(true);
  });

  it('gives one row for each, in order and as it stands, whatever its form and however it arrives', async () => {
    const row = fc.record({
      at: fc.integer({ min: 0, max: 9_000_000_000 }),
      value: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }).map(String), fc.constantFrom('', 'NaN', 'NA', 'null')),
      note: fc.string(),
    });
    const form = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t'),
      record_delimiter: fc.constantFrom('\n', '\r\n'),
      quoted: fc.boolean(),
      bom: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 40 }), form, fc.integer({ min: 1, max: 100 }), async (rows, options, size) => {
        const lines = [['note', 'value', 'timestamp'], ...rows.map(({ at, value, note }) => [note, value, `${at}`])];
        const got = await read(stringify(lines, options), size);
        expect(got.map(({ timestamp, text }) => [timestamp, text])).toEqual(rows.map(({ at, value }) => [`${at}`, value]));
      }),
    );
  });
});

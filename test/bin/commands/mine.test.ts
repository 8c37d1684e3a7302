import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../../bin/commands/main.ts';
import { fakeCli } from './fake-cloud.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'kaizen-mine-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const file = (name: string, bytes: string | Buffer) => (writeFileSync(at(name), bytes), at(name));

/** Three kinds of messages, 30, 20 and 10 of each, and a blank line. */
const LOG = [
  ...Array.from({ length: 30 }, (_, index) => `Order ${1000 + 7 * index} was shipped to 10.0.0.${index}`),
  ...Array.from({ length: 20 }, (_, index) => `Cache miss for user ${index}, loading it`),
  ...Array.from({ length: 10 }, (_, index) => `Connection closed after ${index * index} bytes`),
  '',
]
  .map((line) => `${line}\n`)
  .join('');

const TRACE = [
  'TypeError: x is not a function',
  '    at handler (/var/task/index.mjs:10:5)',
  '    at Runtime.handleOnce (file:///var/runtime/index.mjs:1173:29)',
];

interface Row {
  LineId: string;
  TemplateId: string;
  Template: string;
}
const rowsOf = (csv: string) => parse(csv, { columns: true }) as Row[];
async function mineCsv(...args: string[]): Promise<Row[]> {
  const cli = fakeCli();
  expect(await cli.run('mine', ...args, '--out', 'csv')).toBe(0);
  return rowsOf(cli.output.out);
}
async function mineJson(...args: string[]) {
  const cli = fakeCli();
  expect(await cli.run('mine', ...args, '--json')).toBe(0);
  expect(cli.output.err).toBe('');
  return JSON.parse(cli.output.out);
}

describe('kaizen mine', () => {
  it('tells people the templates, the most frequent first', async () => {
    const cli = fakeCli();
    expect(await cli.run('mine', file('a.log', LOG))).toBe(0);
    expect(cli.output.err).toBe('');
    const { out } = cli.output;
    for (const text of [
      'lines        61',
      'templates    4',
      '49.2 %  30 ×  lines 1 to 30',
      '32.8 %  20 ×  lines 31 to 50',
      'Order 1000 was shipped',
      '(a blank line)',
    ]) {
      expect(out).toContain(text);
    }
    expect(out.indexOf('was shipped')).toBeLessThan(out.indexOf('Cache miss'));
    for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(100);
  });

  it('shows as many as it is asked for', async () => {
    const cli = fakeCli();
    expect(await cli.run('mine', file('a.log', LOG), '--top', '1')).toBe(0);
    expect(cli.output.out).toContain('3 templates more, each less frequent (--top 0 shows all).');
    expect(cli.output.out).not.toContain('Cache miss');
    expect((await mineJson(at('a.log'), '--top', '2')).templates).toHaveLength(2);
    const many = file(
      'many.log',
      'abcdefghijklmnopqrstuvwxyz'
        .split('')
        .map((each) => `${each.repeat(9)} happened\n`.repeat(2))
        .join(''),
    );
    const { templateCount, templates } = await mineJson(many);
    expect(templates).toHaveLength(templateCount);
  });

  it('gives the same as one JSON object', async () => {
    const found = await mineJson(file('a.log', LOG));
    expect(Object.keys(found)).toEqual([
      'files',
      'interrupted',
      'lines',
      'records',
      'templateCount',
      'templates',
      'otherFailures',
      'failures',
    ]);
    expect(found).toMatchObject({ interrupted: false, lines: 61, records: 61, templateCount: 4 });
    expect(found.files).toEqual([
      expect.objectContaining({
        file: at('a.log'),
        firstLine: 1,
        lines: 61,
        bytes: LOG.length,
        compression: null,
        content: 'lines',
        notes: [],
      }),
    ]);
    expect(found.templates[0]).toMatchObject({ count: 30, share: 30 / 61, lines: 30, firstLine: 1, lastLine: 30 });
    expect(Object.keys(found.templates[0])).toEqual([
      'id',
      'template',
      'count',
      'share',
      'lines',
      'firstLine',
      'lastLine',
      'examples',
      'parameters',
    ]);
    expect(found.templates[0].examples[0]).toMatch(/^Order \d+ was shipped/);
    expect(found.templates.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(61);
  });

  it('tells the failures that its lines hold', async () => {
    const cli = fakeCli();
    expect(await cli.run('mine', file('a.log', [...TRACE, 'START', ...TRACE, 'END'].join('\n')))).toBe(0);
    for (const text of [
      'failures     2 records of 1 kind',
      'FAILURES\n\n50.0 %  2 ×  lines 1 to 7',
      'TypeError: x is not a function',
      'at        index.mjs:10',
    ]) {
      expect(cli.output.out).toContain(text);
    }
    const { failures } = await mineJson(at('a.log'));
    expect(failures).toEqual([
      expect.objectContaining({
        type: 'TypeError',
        template: 'x is not a function',
        frames: ['handler'],
        location: 'index.mjs:10',
        count: 2,
      }),
    ]);
  });

  it('is the same every time', async () => {
    file('a.log', LOG);
    expect(await mineJson(at('a.log'))).toEqual(await mineJson(at('a.log')));
  });

  it('leaves secrets out of all that is shown', async () => {
    const path = file('a.log', 'retrying with key AKIAIOSFODNN7EXAMPLE and password=hunter2hunter\n'.repeat(3));
    for (const args of [[], ['--json'], ['--out', 'csv']]) {
      const cli = fakeCli();
      expect(await cli.run('mine', path, ...args)).toBe(0);
      expect(cli.output.out + cli.output.err).not.toMatch(/AKIAIOSFODNN7EXAMPLE|hunter2/);
    }
  });

  it('has nothing to say of an empty log', async () => {
    const cli = fakeCli();
    expect(await cli.run('mine', file('a.log', ''))).toBe(0);
    expect(cli.output.out).toContain('templates    0');
    expect(await mineCsv(at('a.log'))).toEqual([]);
    expect(await mineJson(at('a.log'))).toMatchObject({ lines: 0, records: 0, templates: [] });
  });
});

describe('the CSV', () => {
  it('has every line with its template, in order, and the summary stands beside it', async () => {
    const cli = fakeCli();
    expect(await cli.run('mine', file('a.log', LOG), '--out', 'csv')).toBe(0);
    expect(cli.output.out.startsWith('LineId,TemplateId,Template\n1,')).toBe(true);
    const rows = rowsOf(cli.output.out);
    expect(rows.map(({ LineId }) => LineId)).toEqual(Array.from({ length: 61 }, (_, index) => String(index + 1)));
    const ids = rows.map(({ TemplateId }) => TemplateId);
    expect(ids.every((id) => id !== '')).toBe(true);
    expect(
      [new Set(ids.slice(0, 30)), new Set(ids.slice(30, 50)), new Set(ids.slice(50, 60)), new Set(ids.slice(60))].map(({ size }) => size),
    ).toEqual([1, 1, 1, 1]);
    expect(new Set(ids).size).toBe(4);
    expect(cli.output.err).toContain('templates    4');
  });

  it('goes to a file, with the summary or the JSON on standard output', async () => {
    for (const args of [[], ['--json']]) {
      const cli = fakeCli();
      expect(await cli.run('mine', file('a.log', LOG), '--out', at('out.csv'), ...args)).toBe(0);
      expect(cli.output.err).toBe('');
      expect(cli.output.out).toMatch(args.length === 0 ? /^file / : /^\{\n/);
      expect(rowsOf(readFileSync(at('out.csv'), 'utf8'))).toEqual(await mineCsv(at('a.log')));
      expect(readdirSync(folder).toSorted()).toEqual(['a.log', 'out.csv']);
    }
  });

  it('has a row for each line of any text, and the same one however it is packed', async () => {
    const piece = fc.constantFrom(
      'a',
      'error 5',
      '"',
      ',',
      ' ',
      '\t',
      '    at f (a.js:1:2)',
      '\n',
      '\r\n',
      '\r',
      '\u0000',
      '\u001B[1m',
      '日本',
      '\n\n',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const text = pieces.join('');
        const plain = await mineCsv(file('a.log', text));
        const left = text.replaceAll('\u0000', '');
        const lines = left.includes('\n') ? left.split('\n') : left.split('\r');
        if (lines.at(-1) === '') lines.pop();
        expect(plain.map(({ LineId }) => Number(LineId))).toEqual(lines.map((_, index) => index + 1));
        expect(await mineCsv(file('b.log', gzipSync(text)))).toEqual(plain);
      }),
      { numRuns: 50 },
    );
  });

  it('gives each line of a stack trace the template of its message', async () => {
    const text = [...TRACE, 'START', ...TRACE, 'END'].join('\n');
    const ids = (await mineCsv(file('a.log', text))).map(({ TemplateId }) => TemplateId);
    expect([ids[1], ids[2], ids[4], ids[5], ids[6]]).toEqual(Array.from({ length: 5 }, () => ids[0]));
    expect(new Set([ids[0], ids[3], ids[7]]).size).toBe(3);
    const { lines, records, templates } = await mineJson(at('a.log'));
    expect({ lines, records }).toEqual({ lines: 8, records: 4 });
    expect(templates[0]).toMatchObject({ count: 2, lines: 6, firstLine: 1, lastLine: 7 });
  });

  it('counts over all logs as they are given, and mines them as one', async () => {
    file('a.log', 'user 1 came\nuser 2 came\n');
    file('b.log', 'user 3 came');
    const rows = await mineCsv(at('a.log'), at('b.log'), at('a.log'));
    expect(rows.map(({ LineId }) => LineId)).toEqual(['1', '2', '3', '4', '5']);
    expect(new Set(rows.map(({ TemplateId }) => TemplateId)).size).toBe(1);
    const { files } = await mineJson(at('a.log'), at('b.log'));
    expect(files.map(({ firstLine, lines }: { firstLine: number; lines: number }) => [firstLine, lines])).toEqual([
      [1, 2],
      [3, 1],
    ]);
  });

  it('never has a record that goes on from one log to the next', async () => {
    const [first = '', ...rest] = TRACE;
    const { records } = await mineJson(file('a.log', first), file('b.log', rest.join('\n')));
    expect(records).toBeGreaterThan(1);
  });
});

describe('bad input', () => {
  it('is read, counted and told', async () => {
    const cli = fakeCli();
    const bytes = Buffer.concat([
      Buffer.from('\u001B[31mred\u001B[0m\n'),
      Buffer.alloc(9),
      Buffer.of(0xff, 0x0a),
      Buffer.alloc(300_000, 'x'),
    ]);
    expect(await cli.run('mine', file('a.log', bytes))).toBe(0);
    for (const text of ['lines        3', '1 line is longer than 256 KB', '1 place is no UTF-8', '9 NUL bytes', '2 terminal sequences']) {
      expect(cli.output.out).toContain(text);
    }
  });

  it('may be no text at all; no control character of it is shown', async () => {
    for (const args of [[], ['--out', 'csv'], ['--json']]) {
      const cli = fakeCli();
      const bytes = Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * 2_654_435_761) >>> 24));
      expect(await cli.run('mine', file('a.bin', bytes), ...args)).toBe(0);
      expect(cli.output.out + cli.output.err).toContain('It looks like binary data');
      // oxlint-disable-next-line no-control-regex -- these may not be there
      expect(cli.output.out).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
    }
  });

  it('may be CloudWatch events as JSON', async () => {
    const events = Array.from({ length: 3 }, (_, index) => ({
      timestamp: index,
      message: `START RequestId: ${index}\nmore\n`,
      ingestionTime: 1,
    }));
    const { lines, records, files, templates } = await mineJson(file('a.json', JSON.stringify({ events }, null, 4)));
    expect({ lines, records, content: files[0].content }).toEqual({ lines: 3, records: 3, content: 'document' });
    expect(templates).toHaveLength(1);
  });

  it('that is not there ends with 2 before anything is read', async () => {
    const cli = fakeCli();
    const stdin = new PassThrough();
    expect(await main(['mine', '-', at('nowhere.log'), '--out', at('out.csv')], { ...cli.context, stdin: () => stdin })).toBe(2);
    expect(cli.output).toEqual({
      out: '',
      err: `kaizen: ${at('nowhere.log')}: no such file; expected the path of a log file, or - for standard input\n`,
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is no option that contradicts itself', async () => {
    const cli = fakeCli();
    expect(await cli.run('mine', '-', '-')).toBe(2);
    expect(await cli.run('mine', file('a.log', LOG), '--json', '--out', 'csv')).toBe(2);
    expect(await cli.run('mine', at('a.log'), at('a.log'), '--out', at('a.log'))).toBe(2);
    expect(cli.output.err.trimEnd().split('\n')).toEqual([
      'kaizen: logfile: found - more than once; expected standard input once',
      'kaizen: --out: found "csv" with --json; expected a file, since the JSON goes to standard output',
      `kaizen: --out: found ${JSON.stringify(at('a.log'))}, the file that is read; expected another`,
    ]);
  });
});

describe('an interrupt', () => {
  it('shows what was read until then, ends with 130, and leaves no file', async () => {
    const cli = fakeCli();
    const endless = new PassThrough();
    const ended = main(['mine', '-', '--out', at('out.csv')], { ...cli.context, stdin: () => endless });
    while (readdirSync(folder).length === 0) await new Promise((next) => void setTimeout(next, 5));
    await new Promise((next) => void endless.write(LOG.repeat(100), next));
    cli.send('SIGINT');
    expect(await ended).toBe(130);
    expect(cli.output.out).toContain('It was interrupted');
    expect(cli.output.err).toBe('kaizen: interrupted; no file was written\n');
    expect(readdirSync(folder)).toEqual([]);
    expect(cli.listening()).toBe(0);
  });
});

import { spawnSync } from 'node:child_process';
import { appendFileSync, createWriteStream, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLog } from '../../../bin/input/open-log.ts';
import { readLog } from '../../../bin/input/read-log.ts';
import { cutAnywhere } from './chunks.ts';
import { PLAIN_LOG } from './plain-log.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'kaizen-log-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const file = (name: string, bytes: string | Buffer) => (writeFileSync(at(name), bytes), at(name));

/** What is read of a path, or of `stdin`: lines as they are, events in a list. */
async function read(path: string, stdin: Readable = Readable.from([]), signal = new AbortController().signal) {
  const taken: (string | [string])[] = [];
  const sink = { line: (text: string) => void taken.push(text), event: (text: string) => void taken.push([text]) };
  const facts = await readLog(await openLog(path, () => stdin, signal), sink, signal);
  return { taken, facts };
}
const readChunks = (...chunks: (string | Buffer)[]) => read('-', Readable.from(chunks.map((each) => Buffer.from(each as string))));

const EVENTS = {
  events: [
    { timestamp: 1, message: 'START\n' },
    { timestamp: 2, message: 'a\rb\r\nc\n' },
    { timestamp: 3, message: '' },
  ],
};

describe('a log', () => {
  it('is read line by line, with nothing to say of it', async () => {
    const { taken, facts } = await read(file('plain.log', 'one\r\ntwo\n\nthree'));
    expect(taken).toEqual(['one', 'two', '', 'three']);
    expect(facts).toEqual({ ...PLAIN_LOG, name: at('plain.log'), bytes: 15, lines: 4 });
  });

  it('may be empty, from a file or a pipe', async () => {
    expect(await read(file('empty.log', ''))).toMatchObject({ taken: [], facts: { ...PLAIN_LOG, bytes: 0, lines: 0 } });
    expect(await readChunks()).toMatchObject({ taken: [], facts: { ...PLAIN_LOG, name: 'standard input', lines: 0 } });
  });

  it('loses mark, colours and NUL bytes, and keeps what is no text as U+FFFD', async () => {
    const { taken, facts } = await readChunks('\uFEFF\u001B[31mred\u001B[0m\n', Buffer.alloc(7), Buffer.of(0xff, 0x0a));
    expect(taken).toEqual(['red', '\uFFFD']);
    expect(facts).toMatchObject({ lines: 2, ansiSequences: 2, nulBytes: 7, invalid: 1 });
  });

  it.each(['utf16le', 'big endian'])('may be written in UTF-16, %s', async (order) => {
    const bytes = Buffer.from('\uFEFFgrün\r\n日本\r\n', 'utf16le');
    const { taken, facts } = await readChunks(order === 'utf16le' ? bytes : bytes.swap16());
    expect(taken).toEqual(['grün', '日本']);
    expect(facts).toMatchObject({ encoding: order === 'utf16le' ? 'utf-16le' : 'utf-16be', invalid: 0, lines: 2 });
  });

  it('may end its lines with carriage returns alone; beside other line ends these break a line within', async () => {
    expect((await readChunks('one\rtwo\r')).taken).toEqual(['one', 'two']);
    expect((await readChunks('10 %\r20 %\rdone\r\nnext\n')).taken).toEqual(['10 %\n20 %\ndone', 'next']);
  });

  it('that is no text at all is read, and said to be none', async () => {
    const { facts } = await read(process.execPath);
    expect(facts).toMatchObject({ binary: true, shrunkBy: 0 });
    expect(facts.lines).toBeGreaterThan(1000);
  });

  it('is the same however the bytes come, packed or not', async () => {
    const piece = fc.constantFrom('a', 'ü', '🚀', '\n', '\r\n', '\r', '\u001B[1m', '\u0000');
    const written = fc.tuple(fc.array(piece, { maxLength: 40 }), fc.constantFrom(Buffer.from, gzipSync, zstdCompressSync));
    const cut = written.chain(([pieces, pack]) => {
      const bytes = Buffer.from(pieces.join(''));
      return fc.tuple(fc.constant(bytes), cutAnywhere(pack(bytes)));
    });
    await fc.assert(
      fc.asyncProperty(cut, async ([bytes, chunks]) => {
        const [{ taken, facts }, whole] = [await readChunks(...chunks), await readChunks(bytes)];
        expect(taken).toEqual(whole.taken);
        expect({ ...facts, bytes: bytes.length, compression: null }).toEqual(whole.facts);
      }),
    );
  });
});

describe('a packed log', () => {
  const text = 'line of a log\n'.repeat(100_000);

  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ] as const)('is unpacked when it is %s, whatever its name', async (compression, pack) => {
    const packed = pack(text);
    const { taken, facts } = await read(file('packed.log', packed));
    expect(taken).toHaveLength(100_000);
    expect(facts).toMatchObject({ compression, lines: 100_000, bytes: packed.length });
  });

  it('may be several, one behind the other', async () => {
    expect((await readChunks(gzipSync('a\nb'), gzipSync('c\n'))).taken).toEqual(['a', 'bc']);
  });

  it('that is damaged or cut is refused', async () => {
    const packed = gzipSync(text);
    for (const bytes of [packed.subarray(0, -20), Buffer.concat([packed.subarray(0, 20), Buffer.alloc(50, 'x')])]) {
      await expect(readChunks(bytes)).rejects.toThrow(
        /^standard input: found packed data that are damaged or end early \(.*\); expected a whole file$/,
      );
    }
  });

  it.each([
    ['bzip2', 'BZh91AY&SY', 'bzcat'],
    ['xz', Buffer.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0), 'xzcat'],
    ['zip', 'PK\u0003\u0004', 'unzip -p'],
  ])('of %s is refused with the way to unpack it', async (name, bytes, program) => {
    await expect(readChunks(bytes)).rejects.toThrow(
      `standard input: found a ${name} file; expected text, as it is or packed by gzip or zstd: unpack it with ${program}`,
    );
  });
});

describe('events of CloudWatch', () => {
  it('are taken out of a document, one a line, with their lines', async () => {
    const { taken, facts } = await read(file('events.json', JSON.stringify(EVENTS, null, 4)));
    expect(taken).toEqual([['START'], ['a\nb\nc'], ['']]);
    expect(facts).toMatchObject({ content: 'document', lines: 3, unfinished: false });
  });

  it('are taken out of lines, beside lines that are none', async () => {
    const lines = ['{"@timestamp":"2026","@message":"x\\n"}', '{"level":"info","message":"y"}', '', '{"@message":', '{"@message":"z"}'];
    const { taken, facts } = await readChunks(lines.join('\n'));
    expect(taken).toEqual([['x'], lines[1], '', lines[3], ['z']]);
    expect(facts).toMatchObject({ content: 'event-lines', lines: 5 });
  });

  it('keep their places when something else stands among them', async () => {
    const { taken } = await readChunks(JSON.stringify({ events: [EVENTS.events[0], { note: 1 }, EVENTS.events[2]] }));
    expect(taken).toEqual([['START'], ['{"note":1}'], ['']]);
  });

  it('are cut when they are too long, and told when the document ends early', async () => {
    const long = { timestamp: 1, message: `${'ü'.repeat(200_000)}\n` };
    const text = JSON.stringify({ events: [EVENTS.events[0], long] });
    const { taken, facts } = await readChunks(text.slice(0, -1));
    expect(taken[1]).toEqual(['ü'.repeat(131_072)]);
    expect(facts).toMatchObject({ cutLines: 1, droppedBytes: 400_000 - 262_144, unfinished: true });
  });
});

describe('a file that changes while it is read', () => {
  it('is read up to the size that it had', async () => {
    const path = file('growing.log', 'line\n'.repeat(200_000));
    const signal = new AbortController().signal;
    let lines = 0;
    const sink = { event: () => undefined, line: () => void ((lines += 1) % 1000 === 0 && appendFileSync(path, 'more\n'.repeat(5000))) };
    const facts = await readLog(await openLog(path, () => Readable.from([]), signal), sink, signal);
    expect(lines).toBe(200_000);
    expect(facts).toMatchObject({ bytes: 1_000_000, grownBy: 200 * 25_000, shrunkBy: 0 });
  });

  it('is read to the end that it has by then', async () => {
    const path = file('shrinking.log', 'line\n'.repeat(1_000_000));
    const signal = new AbortController().signal;
    let lines = 0;
    const sink = { event: () => undefined, line: () => void ((lines += 1) === 1 && truncateSync(path, 10)) };
    const { bytes, shrunkBy } = await readLog(await openLog(path, () => Readable.from([]), signal), sink, signal);
    expect(bytes + shrunkBy).toBe(5_000_000);
    expect(shrunkBy).toBeGreaterThan(0);
  });

  it('may have no size and hold something', async () => {
    expect((await read('/proc/self/status')).facts.lines).toBeGreaterThan(10);
  });
});

describe('what is no log', () => {
  it.each([
    ['nowhere.log', 'nowhere.log: no such file; expected the path of a log file, or - for standard input'],
    ['.', '.: found a directory; expected a log file'],
  ])('%s is said to be none', async (path, message) => {
    await expect(read(path)).rejects.toThrow(message);
  });

  it('is a pipe that breaks', async () => {
    const broken = new Readable({ read: () => undefined });
    broken.destroy(Object.assign(new Error('EIO: i/o error, read'), { syscall: 'read' }));
    await expect(read('-', broken)).rejects.toThrow("standard input: can't be read any further: EIO: i/o error, read");
  });
});

describe('a pipe', () => {
  it('is read to its end by its name', async () => {
    spawnSync('mkfifo', [at('pipe')]);
    const reading = read(at('pipe'));
    const writer = createWriteStream(at('pipe'));
    writer.write('a\n');
    writer.end('b');
    expect(await reading).toMatchObject({ taken: ['a', 'b'], facts: { bytes: 3, shrunkBy: 0, grownBy: 0 } });
  });

  it.each([
    ['plain', (text: string) => Buffer.from(text)],
    ['packed', (text: string) => gzipSync(text)],
  ])('%s that is interrupted gives the whole lines that came', async (_, pack) => {
    const controller = new AbortController();
    const endless = new PassThrough();
    const lines: string[] = [];
    const sink = { event: () => undefined, line: (text: string) => void lines.push(text) };
    const reading = readLog(await openLog('-', () => endless, controller.signal), sink, controller.signal);
    // Incompressible enough to be more than a head, packed or not.
    const text = Array.from({ length: 100_000 }, (_, index) => `${(index * 2_654_435_761) % 4_294_967_296}\n`).join('');
    endless.write(pack(text));
    while (lines.length === 0) await new Promise((next) => void setTimeout(next, 5));
    controller.abort();
    const facts = await reading;
    expect(lines.length).toBe(facts.lines);
    expect(text.startsWith(`${lines.join('\n')}\n`)).toBe(true);
  });
});

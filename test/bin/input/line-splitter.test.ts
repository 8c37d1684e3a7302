import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter, MOST_LINE_BYTES } from '../../../bin/input/line-splitter.ts';
import { cutAnywhere } from './chunks.ts';

function split(chunks: readonly Buffer[]) {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.write(chunk);
  splitter.end();
  return { lines, counts: splitter.counts };
}
const linesOf = (text: string | Buffer) => split([Buffer.from(text as string)]).lines;

describe('lines', () => {
  it.each([
    ['', []],
    ['one', ['one']],
    ['one\n', ['one']],
    ['\n', ['']],
    ['one\n\n', ['one', '']],
    ['one\ntwo', ['one', 'two']],
    ['one\r\ntwo\r\n', ['one', 'two']],
    ['one\r\ntwo\nthree\r', ['one', 'two', 'three']],
    ['10 %\r20 %\rdone\nnext\n', ['10 %\r20 %\rdone', 'next']],
    ['\r\n\r\n', ['', '']],
  ])('of %j are what wc and an editor count', (text, lines) => {
    expect(linesOf(text)).toEqual(lines);
  });

  it('are the same however the bytes are cut', () => {
    const piece = fc.constantFrom('a', 'grün', '日本', '🚀', '\n', '\r\n', '\r', ' ', '\uFFFD', '\u0000');
    const byte = fc.constantFrom(...[0xff, 0xc3, 0x80, 0xe2, 0xf0, 0x0a, 0x0d].map((each) => Buffer.of(each)));
    const bytes = fc
      .array(fc.oneof({ weight: 4, arbitrary: piece.map((text) => Buffer.from(text)) }, byte))
      .map((all) => Buffer.concat(all));
    fc.assert(
      fc.property(
        bytes.chain((whole) => fc.tuple(fc.constant(whole), cutAnywhere(whole))),
        ([whole, chunks]) => {
          const text = whole.toString('utf8');
          const expected = text.split('\n').map((line) => line.replace(/\r$/, ''));
          if (text === '' || text.endsWith('\n')) expected.pop();
          const { lines, counts } = split(chunks);
          expect(lines).toEqual(expected);
          expect(counts).toEqual({ ...split([whole]).counts, lines: expected.length });
        },
      ),
    );
  });
});

describe('bytes that are no UTF-8', () => {
  it('become U+FFFD and are counted; one that was written as such is not', () => {
    const { lines, counts } = split([Buffer.from('ok \uFFFD\n'), Buffer.of(0x61, 0xff, 0xc3, 0x0a, 0xe2, 0x82)]);
    expect(lines).toEqual(['ok \uFFFD', 'a\uFFFD\uFFFD', '\uFFFD']);
    expect(counts.invalid).toBe(3);
  });
});

describe('a line that is too long', () => {
  const long = (length: number, text = 'x') => Buffer.alloc(length, text);

  it('keeps its first 256 KB, and the rest is counted', () => {
    const { lines, counts } = split([Buffer.from('a\n'), long(10_000_000), Buffer.from('\r\nb\n')]);
    expect(lines.map((line) => line.length)).toEqual([1, MOST_LINE_BYTES, 1]);
    expect(counts).toEqual({ lines: 3, cutLines: 1, droppedBytes: 10_000_000 - MOST_LINE_BYTES, invalid: 0 });
  });

  it('is not one at the bound, with whatever line end', () => {
    for (const end of ['', '\n', '\r\n']) {
      for (const chunks of [[long(MOST_LINE_BYTES), Buffer.from(end)], [Buffer.concat([long(MOST_LINE_BYTES), Buffer.from(end)])]]) {
        expect(split(chunks).counts).toEqual({ lines: 1, cutLines: 0, droppedBytes: 0, invalid: 0 });
      }
    }
    expect(split([long(MOST_LINE_BYTES + 1)]).counts).toMatchObject({ cutLines: 1, droppedBytes: 1 });
  });

  it('is not cut within a character', () => {
    for (const [character, bytes] of [
      ['ü', 2],
      ['€', 3],
      ['🚀', 4],
    ] as const) {
      for (let before = 0; before < bytes; before += 1) {
        const line = Buffer.concat([long(before), long(MOST_LINE_BYTES + 40, character)]);
        const fits = before + Math.floor((MOST_LINE_BYTES - before) / bytes) * bytes;
        const { lines, counts } = split([line.subarray(0, 100_000), line.subarray(100_000)]);
        expect(Buffer.byteLength(lines[0] ?? '')).toBe(fits);
        expect(counts).toMatchObject({ invalid: 0, cutLines: 1, droppedBytes: line.length - fits });
      }
    }
  });

  it('of a gigabyte takes no more memory than what is kept of it', () => {
    const chunk = long(1_048_576);
    const before = process.memoryUsage().arrayBuffers;
    const { lines, counts } = split(Array.from({ length: 1024 }, () => chunk));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * MOST_LINE_BYTES);
    expect(lines).toHaveLength(1);
    expect(counts.droppedBytes).toBe(1024 * chunk.length - MOST_LINE_BYTES);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlay, sourceFiles } from '../../../../../lambdas/shared/adapters/aws/code-package.ts';
import { BadArchive, pack, readZip, unpack, writeZip } from '../../../../../lambdas/shared/adapters/aws/zip.ts';
import { TargetChanged } from '../../../../../lambdas/shared/errors.ts';

const BOUNDS = { entries: 100, bytes: 1_000_000 };
const files = fc.dictionary(
  fc.stringMatching(/^[a-zA-Zé][a-z0-9é_.-]{0,8}(\/[a-z][a-z0-9]{0,8}){0,2}\.js$/),
  fc.uint8Array({ maxLength: 2000 }),
  { maxKeys: 8 },
);
const zipOf = (contents: Record<string, Uint8Array | string>) =>
  writeZip(Object.entries(contents).map(([name, content]) => pack(name, Buffer.from(content))));

/** What `zip` on Linux makes of a stored `a.txt`, an executable `run.sh` written to a pipe (data descriptor, bit 3), with a comment. */
function foreignArchive(): Buffer {
  const [stored, streamed] = [pack('a.txt', Buffer.from('hello\n')), pack('run.sh', Buffer.from('#!/bin/sh\n'.repeat(20)))];
  const archive = writeZip([
    { ...stored, method: 0, packed: Buffer.from('hello\n'), date: 0x5b74, time: 0x6000 },
    { ...streamed, attributes: (0o100755 << 16) >>> 0 },
  ]);
  const local = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 3, 4]));
  archive.writeUInt16LE(8 | 0x0800, local + 6);
  archive.fill(0, local + 14, local + 26);
  const comment = Buffer.from('made elsewhere');
  archive.writeUInt16LE(comment.length, archive.length - 2);
  return Buffer.concat([archive, comment]);
}

describe('zip', () => {
  it('reads what it wrote, and writes the same bytes for the same files', () => {
    fc.assert(
      fc.property(files, (contents) => {
        const archive = zipOf(contents);
        expect(Object.fromEntries(readZip(archive, BOUNDS).map((entry) => [entry.name, new Uint8Array(unpack(entry))]))).toEqual(contents);
        expect(zipOf(contents).equals(archive)).toBe(true);
        expect(writeZip(readZip(archive, BOUNDS)).equals(archive)).toBe(true);
      }),
    );
  });

  it('keeps dates, modes and contents of a foreign archive', () => {
    const rewritten = readZip(writeZip(readZip(foreignArchive(), BOUNDS)), BOUNDS);
    expect(rewritten.map((entry) => unpack(entry).toString())).toEqual(['hello\n', '#!/bin/sh\n'.repeat(20)]);
    expect(rewritten[0]).toMatchObject({ method: 0, date: 0x5b74, time: 0x6000 });
    expect((rewritten[1]?.attributes ?? 0) >>> 16).toBe(0o100755);
  });

  it('never fails but as BadArchive, whatever byte is wrong', () => {
    const archive = zipOf({ 'a.js': 'one '.repeat(100), 'b.js': 'two' });
    fc.assert(
      fc.property(fc.nat({ max: archive.length - 1 }), fc.nat({ max: 255 }), fc.nat({ max: archive.length }), (at, byte, length) => {
        const broken = Buffer.from(archive)
          .fill(byte, at, at + 1)
          .subarray(0, length);
        try {
          readZip(broken, BOUNDS).map(unpack);
        } catch (error) {
          expect(error).toBeInstanceOf(BadArchive);
        }
      }),
    );
  });

  it('refuses more than its bounds before it unpacks anything', () => {
    const bomb = zipOf({ 'zeros.bin': new Uint8Array(2_000_000) });
    expect(bomb.length).toBeLessThan(10_000);
    expect(() => readZip(bomb, BOUNDS)).toThrow(/more than 1000000 bytes/);
    expect(() => readZip(zipOf({ a: '', b: '' }), { ...BOUNDS, entries: 1 })).toThrow(/2 entries/);
  });

  it('does not inflate to more than the directory says', () => {
    const lying = { ...pack('zeros.bin', Buffer.alloc(500_000)), size: 10 };
    const [entry] = readZip(writeZip([lying]), BOUNDS);
    expect(() => unpack(entry ?? lying)).toThrow(/cannot be unpacked to its 10 bytes/);
  });
});

describe('code packages', () => {
  const archive = zipOf({
    'src/b.js': 'b',
    'a.js': 'a',
    'logo.png': new Uint8Array([137, 80, 0, 1]),
    'latin.txt': new Uint8Array([0xe9, 0x20]),
    'node_modules/x/index.js': 'x',
    'src/node_modules/y.js': 'y',
    'generated.js': 'g'.repeat(1024 * 1024 + 1),
    'empty/': '',
  });

  it('shows what people wrote', () => {
    expect(sourceFiles(archive, 'orders')).toEqual([
      { path: 'a.js', content: 'a' },
      { path: 'src/b.js', content: 'b' },
    ]);
  });

  it('lays files over it and leaves the rest bit for bit', () => {
    const changed = overlay(
      archive,
      [
        { path: 'z.js', content: 'new' },
        { path: 'a.js', content: 'ä' },
      ],
      'orders',
    );
    const entries = readZip(changed, { entries: 100, bytes: 10_000_000 });
    const before = readZip(archive, { entries: 100, bytes: 10_000_000 });
    expect(entries.map(({ name }) => name)).toEqual([...before.map(({ name }) => name), 'z.js']);
    expect(sourceFiles(changed, 'orders')).toContainEqual({ path: 'a.js', content: 'ä' });
    for (const [index, entry] of before.entries())
      if (entry.name !== 'a.js') expect(entries[index]?.packed.equals(entry.packed)).toBe(true);
  });

  it('refuses what is no archive', () => {
    expect(() => sourceFiles(Buffer.from('not a zip'), 'orders')).toThrow(TargetChanged);
  });
});

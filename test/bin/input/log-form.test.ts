import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { logForm } from '../../../bin/input/log-form.ts';

const PLAIN = { encoding: 'utf-8', mark: 0, lineEnds: 'lf', content: 'lines', binary: false };
const form = (text: string | Buffer) => logForm(Buffer.from(text as string));

describe('the form of a log', () => {
  it.each(['', 'a', 'a\nb', 'a\r\nb\r\n', '10 %\r20 %\n', '{"level":"info","message":"x","timestamp":1}\n', '[1]', '{"events":[]}'])(
    '%j is plain',
    (text) => {
      expect(form(text)).toEqual(PLAIN);
    },
  );

  it.each([
    ['\uFEFFa', 'utf8', { encoding: 'utf-8', mark: 3 }],
    ['\uFEFFa\n', 'utf16le', { encoding: 'utf-16le', mark: 2 }],
    ['\uFEFFa\rb', 'utf16le', { encoding: 'utf-16le', mark: 2, lineEnds: 'cr' }],
  ] as const)('%j as %s is told by its mark', (text, encoding, found) => {
    expect(form(Buffer.from(text, encoding))).toEqual({ ...PLAIN, ...found });
  });

  it('is UTF-16 of the other order as well', () => {
    expect(form(Buffer.from('\uFEFFa\n', 'utf16le').swap16())).toEqual({ ...PLAIN, encoding: 'utf-16be', mark: 2 });
  });

  it('has lines that end with a carriage return only where there is no other line end', () => {
    expect(form('a\rb\r')).toEqual({ ...PLAIN, lineEnds: 'cr' });
    expect(form('a\rb\rc\n')).toEqual(PLAIN);
  });
});

describe('what is hardly text', () => {
  it('is a program, and random bytes', () => {
    expect(form(readFileSync(process.execPath).subarray(0, 100_000)).binary).toBe(true);
    expect(form(randomBytes(10_000)).binary).toBe(true);
  });

  it('is no log with colours, blanks and bars, in another code page, or with a hole', () => {
    expect(form('\u001B[31m\tbar\u0008\u000C\r\n'.repeat(50)).binary).toBe(false);
    expect(form(Buffer.alloc(5000, Buffer.of(0xcf, 0xf0, 0xe8, 0x20, 0x0a))).binary).toBe(false);
    expect(form(Buffer.concat([Buffer.alloc(5000), Buffer.from('a\n')])).binary).toBe(false);
    expect(form('three \u0001\u0001\u0001').binary).toBe(false);
  });
});

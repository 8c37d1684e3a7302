import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogForm } from '../../../bin/input/log-form.ts';
import { createNormaliser } from '../../../bin/input/normalise-bytes.ts';
import { cutAnywhere } from './chunks.ts';

function normalise(chunks: readonly Buffer[], form: Pick<LogForm, 'encoding' | 'lineEnds'>) {
  const normaliser = createNormaliser(form);
  const bytes = Buffer.concat([...chunks.map(normaliser.write), normaliser.end()]);
  return { text: bytes.toString('utf8'), nulBytes: normaliser.nulBytes, invalid: normaliser.invalid };
}
const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('bytes of a log', () => {
  it('are handed on as they are where there is nothing to do', () => {
    const chunk = Buffer.from('a\r\nb\rc\n');
    expect(createNormaliser({ encoding: 'utf-8', lineEnds: 'lf' }).write(chunk)).toBe(chunk);
  });

  it('lose their NUL bytes, which are counted', () => {
    const chunks = [Buffer.alloc(1000), Buffer.from('a\u0000b'), Buffer.from('\u0000')];
    expect(normalise(chunks, { encoding: 'utf-8', lineEnds: 'lf' })).toEqual({ text: 'ab', nulBytes: 1002, invalid: 0 });
  });

  it('of UTF-16 that are no character become U+FFFD, and are counted', () => {
    const lone = Buffer.concat([Buffer.from('a', 'utf16le'), Buffer.of(0x00, 0xd8), Buffer.from('b', 'utf16le'), Buffer.of(0x61)]);
    expect(normalise([lone], { encoding: 'utf-16le', lineEnds: 'lf' })).toEqual({ text: 'a\uFFFDb\uFFFD', nulBytes: 0, invalid: 2 });
  });

  it('give the same text however they are cut', () => {
    const text = fc.array(fc.constantFrom('a', 'ü', '日', '🚀', '\r', '\n', '\r\n', '\uFEFF')).map((pieces) => pieces.join(''));
    const encoded = fc.constantFrom(
      { encoding: 'utf-8' as const, bytes: (each: string) => Buffer.from(each) },
      { encoding: 'utf-16le' as const, bytes: (each: string) => Buffer.from(each, 'utf16le') },
      { encoding: 'utf-16be' as const, bytes: bigEndian },
    );
    const written = fc
      .tuple(text, encoded, fc.constantFrom('lf' as const, 'cr' as const))
      .chain(([each, { encoding, bytes }, lineEnds]) =>
        cutAnywhere(bytes(each)).map((chunks) => ({ text: each, chunks, form: { encoding, lineEnds } })),
      );
    fc.assert(
      fc.property(written, ({ text, chunks, form }) => {
        const expected = form.lineEnds === 'cr' ? text.replaceAll(/\r\n?/g, '\n') : text;
        expect(normalise(chunks, form)).toEqual({ text: expected, nulBytes: 0, invalid: 0 });
      }),
    );
  });
});

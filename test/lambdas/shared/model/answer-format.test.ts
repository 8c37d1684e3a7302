import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAnswer } from '../../../../lambdas/shared/patch/parse-answer.ts';
import { fence } from '../../../../lambdas/shared/model/fence.ts';
import { fencedAnswer } from '../../../../lambdas/shared/model/answer-format.ts';

test('a fence cannot be closed from within', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[`a\n ]{0,40}$/), (text) => {
      const lines = fence(text, 'x.ts').split('\n');
      const marks = lines.at(-1) ?? '';
      expect(marks).toMatch(/^`{3,}$/);
      expect(lines.slice(1, -1).some((line) => line.includes(marks))).toBe(false);
    }),
  );
});

test('an answer by the schema is read as the files that it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '`', '```', '\n', '"', ' '), minLength: 1, maxLength: 20 }), (text) => {
      const content = `${text}x\n`;
      const fenced = fencedAnswer(JSON.stringify({ files: [{ path: 'src/a.ts', content }] }));
      expect(parseAnswer(fenced ?? '', [])).toEqual({ ok: true, files: [{ path: 'src/a.ts', content }] });
    }),
  );
});

test.each([
  ['no JSON', 'files'],
  ['something else', '{"file":[]}'],
  ['a path of two lines', JSON.stringify({ files: [{ path: 'a.ts\n```', content: '' }] })],
])('%s is no answer by the schema', (_name, text) => {
  expect(fencedAnswer(text)).toBeNull();
});

import { expect, test } from 'vitest';
import { moduleOf } from '../../../../lambdas/shared/source/module.ts';
import { parseSource } from '../../../../lambdas/shared/source/parse.ts';

const DEEP = { path: 'deep.js', content: `export const a = ${'['.repeat(3000)}${']'.repeat(3000)};\n` };

test('a file that is nested too deeply does not parse, and says so', () => {
  expect(parseSource(DEEP)).toEqual({ ok: false, line: 0, message: 'it is nested too deeply to be read' });
  expect(moduleOf(DEEP)).toBeNull();
});

test('a syntax error has its line', () => {
  expect(parseSource({ path: 'a.js', content: '\nconst a = (;\n' })).toMatchObject({ ok: false, line: 2 });
});

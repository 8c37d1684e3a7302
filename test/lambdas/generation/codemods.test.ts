import { describe, expect, test } from 'vitest';
import { rewriteCode } from '../../../lambdas/generation/code-hand.ts';
import { CODEMODS } from '../../../lambdas/generation/codemods.ts';
import { STRATEGY_OF } from '../../../lambdas/shared/contract/records.ts';
import { parseSource } from '../../../lambdas/shared/source/parse.ts';
import { specimens } from './corpus.ts';

describe.each(CODEMODS.map((codemod) => [codemod.kind, codemod] as const))('%s', (kind, codemod) => {
  test.each(specimens(kind, 'rewritten').map((specimen) => [specimen.name, specimen] as const))(
    'rewrites %s as expected',
    (_name, { file, expected }) => {
      const result = codemod.apply(file, [file], (site) => site.status === 'applicable');
      if (!result.applied) throw new Error(result.reason);
      expect(result.file).toEqual({ path: file.path, content: expected });
      expect(parseSource(result.file).ok).toBe(true);
      expect(result.explanation).toContain(file.path);
    },
  );

  test.each(specimens(kind, 'refused').map((specimen) => [specimen.name, specimen] as const))(
    'leaves %s alone',
    (_name, { file, reason }) => {
      const result = codemod.apply(file, [file], () => true);
      expect(result).toEqual({ applied: false, reason: expect.stringContaining(reason) as unknown });
    },
  );

  test('a second pass finds nothing left to do', () => {
    for (const { file } of specimens(kind, 'rewritten')) {
      const first = codemod.apply(file, [file], (site) => site.status === 'applicable');
      if (!first.applied) throw new Error(first.reason);
      const second = codemod.apply(first.file, [first.file], (site) => site.status === 'applicable');
      expect(second).toMatchObject({ applied: false });
    }
  });

  test('touches only what was asked for', () => {
    const [specimen] = specimens(kind, 'rewritten');
    if (specimen === undefined) throw new Error('no specimen');
    expect(codemod.apply(specimen.file, [specimen.file], () => false)).toEqual({
      applied: false,
      reason: 'the code has no such place any more',
    });
  });

  test('the kind of opportunity names this strategy', () => {
    expect(STRATEGY_OF[kind]).toEqual({ strategy: codemod.strategy, kind: 'code' });
  });
});

test('what a model has to write has no codemod, and the deterministic hand says so', () => {
  const evidence = [{ source: 'source' as const, summary: 'a list is searched', location: 'a.js:1' }];
  expect(rewriteCode({ kind: 'inefficient-algorithm', evidence }, [{ path: 'a.js', content: '' }])).toEqual({
    applied: false,
    reason: 'no codemod belongs to the kind inefficient-algorithm',
  });
});

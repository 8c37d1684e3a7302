import { describe, expect, test } from 'vitest';
import { rewriteCode } from '../../../lambdas/generation/code-hand.ts';
import { CODEMODS } from '../../../lambdas/generation/codemods.ts';
import { typescriptChecker } from '../../../lambdas/shared/adapters/sandbox/type-checker.ts';
import { STRATEGY_OF, type SourceFile } from '../../../lambdas/shared/contract/records.ts';
import { collect, isFunction } from '../../../lambdas/shared/source/ast.ts';
import { moduleOf, textOf } from '../../../lambdas/shared/source/module.ts';
import { parseSource } from '../../../lambdas/shared/source/parse.ts';
import { newDiagnostics } from '../../../lambdas/validation/checks/types.ts';
import { complexityOf } from '../../../lambdas/validation/complexity-of.ts';
import { specimens } from './corpus.ts';

const checker = typescriptChecker();

function functionsOf(file: SourceFile): { text: string; complexity: number }[] {
  const module = moduleOf(file);
  if (module === null) throw new Error(`${file.path} does not parse`);
  return collect(module.program, isFunction).map((node) => ({ text: textOf(module, node), complexity: complexityOf(node) }));
}

describe.each(CODEMODS.map((codemod) => [codemod.kind, codemod] as const))('%s', (kind, codemod) => {
  test.each(specimens(kind, 'rewritten').map((specimen) => [specimen.name, specimen] as const))(
    'rewrites %s as expected',
    (_name, { file, files, expected }) => {
      const result = codemod.apply(file, files, (site) => site.status === 'applicable');
      if (!result.applied) throw new Error(result.reason);
      expect(result.file).toEqual({ path: file.path, content: expected });
      expect(parseSource(result.file).ok).toBe(true);
      expect(result.explanation).toContain(file.path);
    },
  );

  test.each(specimens(kind, 'refused').map((specimen) => [specimen.name, specimen] as const))(
    'leaves %s alone',
    (_name, { file, files, reason }) => {
      const result = codemod.apply(file, files, () => true);
      expect(result).toEqual({ applied: false, reason: expect.stringContaining(reason) as unknown });
    },
  );

  test('every function that it writes stays below the limit of complexity', () => {
    for (const { file, expected } of specimens(kind, 'rewritten')) {
      const known = new Set(functionsOf(file).map(({ text }) => text));
      const written = functionsOf({ path: file.path, content: expected }).filter(({ text }) => !known.has(text));
      for (const { complexity, text } of written) expect([text, complexity < 10]).toEqual([text, true]);
    }
  });

  test('TypeScript has no more type errors than before', { timeout: 60_000 }, async () => {
    for (const { file, expected } of specimens(kind, 'rewritten').filter(({ name }) => name.endsWith('.ts'))) {
      const before = await checker.check([file]);
      const after = await checker.check([{ path: file.path, content: expected }]);
      if ('none' in before || 'none' in after) throw new Error('types cannot be checked here');
      expect(newDiagnostics(before, after)).toEqual([]);
    }
  });

  test('a second pass finds nothing left to do', () => {
    for (const { file, files } of specimens(kind, 'rewritten')) {
      const first = codemod.apply(file, files, (site) => site.status === 'applicable');
      if (!first.applied) throw new Error(first.reason);
      const second = codemod.apply(first.file, [first.file, ...files.slice(1)], (site) => site.status === 'applicable');
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

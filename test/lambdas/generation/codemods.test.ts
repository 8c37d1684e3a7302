import { describe, expect, test } from 'vitest';
import { CODEMODS } from '../../../lambdas/generation/codemods.ts';
import { STRATEGY_OF } from '../../../lambdas/shared/contract/records.ts';
import { parseSource } from '../../../lambdas/shared/source/parse.ts';
import { typescriptChecker } from '../../../lambdas/shared/adapters/sandbox/type-checker.ts';
import { changeOf, type Tools } from '../../../lambdas/validation/check.ts';
import { complexity } from '../../../lambdas/validation/checks/complexity.ts';
import { newDiagnostics } from '../../../lambdas/validation/checks/types.ts';
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

  test('what it writes is simple, and has no type error that the original does not have', async () => {
    const rewritten = specimens(kind, 'rewritten');
    for (const { file, expected } of rewritten) {
      const change = changeOf([file], [{ path: file.path, content: expected }]);
      expect(await complexity.run(change, {} as Tools)).toMatchObject({ status: 'pass' });
    }
    const typed = rewritten.filter(({ file }) => file.path.endsWith('.ts'));
    const before = typed.map(({ file }) => ({ path: `${file.path.slice(0, -3)}/index.ts`, content: file.content }));
    const after = typed.map(({ file, expected }) => ({ path: `${file.path.slice(0, -3)}/index.ts`, content: expected }));
    const checker = typescriptChecker();
    const [known, now] = [await checker.check(before), await checker.check(after)];
    if ('none' in known || 'none' in now) throw new Error('types cannot be checked here');
    expect(newDiagnostics(known, now)).toEqual([]);
  });

  test('the kind of opportunity names this strategy', () => {
    expect(STRATEGY_OF[kind]).toEqual({ strategy: codemod.strategy, kind: 'code' });
  });
});

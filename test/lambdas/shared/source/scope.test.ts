import { describe, expect, test } from 'vitest';
import { parseSource } from '../../../../lambdas/shared/source/parse.ts';
import { analyseScopes, type Binding } from '../../../../lambdas/shared/source/scope.ts';

function scopesOf(content: string, path = 'a.ts') {
  const parsed = parseSource({ path, content });
  if (!parsed.ok) throw new Error(parsed.message);
  return analyseScopes(parsed.program);
}

function find(content: string, name: string): Binding[] {
  const tree = scopesOf(content);
  return [...new Set(tree.bindings.values())].filter((binding) => binding.name === name);
}

describe('bindings', () => {
  test.each([
    ["import a from 'x'; a();", 'import', 1],
    ["import { b as a } from 'x'; a(); a();", 'import', 2],
    ['const { b: a, ...c } = x; a + c;', 'const', 1],
    ['let [a = 1] = x; a;', 'let', 1],
    ['function f({ a }) { return a; }', 'param', 1],
    ['try {} catch (a) { a; }', 'catch', 1],
    ['class a {} new a();', 'class', 1],
    ['for (const a of x) { a; }', 'const', 1],
    ['const a = 1; ({ a }); ({ a: 2 }); x.a; x[a];', 'const', 2],
    ['const a = 1; export { a as b };', 'const', 1],
    ['function a() {} { a(); }', 'function', 1],
  ])('%s', (content, kind, uses) => {
    const [binding, ...others] = find(content, 'a');
    expect(others).toEqual([]);
    expect(binding?.kind).toBe(kind);
    expect(binding?.references).toHaveLength(uses);
    expect(binding?.references.some((use) => use.write)).toBe(false);
  });

  test.each([
    ['let a = 1; a = 2;'],
    ['let a = 1; a++;'],
    ['let a; [a] = x;'],
    ['let a; ({ b: a = 1 } = x);'],
    ['let a; for (a of x) {}'],
    ['var a = 1; var a = 2;'],
  ])('%s writes', (content) => {
    expect(find(content, 'a')[0]?.references.some((use) => use.write)).toBe(true);
  });

  test('an inner name hides an outer one; var rises to the function, let does not', () => {
    expect(find('const a = 1; function f() { const a = 2; return a; }', 'a').map((binding) => binding.references.length)).toEqual([0, 1]);
    expect(find('function f() { { var a = 1; } return a; }', 'a')[0]?.references).toHaveLength(1);
    expect([...scopesOf('{ let a = 1; } a;').globals]).toEqual(['a']);
  });

  test('types are not uses, values under casts are', () => {
    expect(find("import { A, a } from 'x'; const b: A = a as A;", 'a')[0]?.references).toHaveLength(1);
    expect(find("import { A, a } from 'x'; const b: A = a!;", 'A')[0]?.references).toHaveLength(0);
  });
});

import { expect, test } from 'vitest';
import { selectCode } from '../../../lambdas/generation/select-code.ts';

const filler = (name: string, lines: number) =>
  Array.from({ length: lines }, (_, index) => `export const ${name}${index} = '${'x'.repeat(40)}';`).join('\n');
const FILES = [
  { path: 'zz-other.ts', content: filler('other', 3) },
  { path: 'handler.ts', content: "import { store } from './store.ts';\nexport const handler = () => store();\n" },
  { path: 'store.ts', content: "import { sql } from './deep/sql.js';\nexport const store = () => sql;\n" },
  { path: 'deep/sql.ts', content: 'export const sql = 1;\n' },
  { path: 'handler.test.ts', content: 'test\n' },
  { path: 'package.json', content: '{}' },
];
const paths = (found: ReturnType<typeof selectCode>) => found.shown.map(({ path }) => path);

test('begins where the evidence points and follows the imports', () => {
  const found = selectCode(FILES, ['store.ts:2'], 'handler.handler', 10_000);
  expect(paths(found)).toEqual(['package.json', 'store.ts', 'deep/sql.ts', 'handler.ts', 'zz-other.ts', 'handler.test.ts']);
  expect(found.shown.every(({ whole }) => whole)).toBe(true);
  expect(found.leftOut).toEqual([]);
});

test('leaves out what matters least when there is no room for all', () => {
  const found = selectCode(FILES, ['store.ts:2'], 'handler.handler', 150);
  expect(paths(found)).toEqual(['package.json', 'store.ts', 'deep/sql.ts', 'handler.ts']);
  expect(found.leftOut).toEqual(['zz-other.ts', 'handler.test.ts']);
});

test('cuts a file that is too large to its imports and the statement that the evidence names, and says so', () => {
  const content = `import { a } from './a.ts';\n${filler('before', 200)}\nexport function slow() {\n  return a;\n}\n${filler('after', 200)}\n`;
  const { shown } = selectCode([{ path: 'big.ts', content }], ['big.ts:203'], 'other.handler', 300);
  expect(shown).toEqual([
    {
      path: 'big.ts',
      whole: false,
      content: "import { a } from './a.ts';\n// … 200 lines not shown\nexport function slow() {\n  return a;\n}\n// … 201 lines not shown",
    },
  ]);
});

test('shows the lines around a place in a statement that is too large itself, or in a file that does not parse', () => {
  const content = `export function huge() {\n${'  use();\n'.repeat(2000)}`;
  const { shown } = selectCode([{ path: 'big.ts', content }], ['big.ts:1000'], 'big.handler', 400);
  expect(shown[0]?.whole).toBe(false);
  expect(shown[0]?.content.split('\n')).toHaveLength(63);
});

test('a file with a secret or a marker of the prompt is not shown as it is, and so may not be written', () => {
  const files = [
    { path: 'a.ts', content: "const key = 'AKIAABCDEFGHIJKLMNOP';\n" },
    { path: 'b.ts', content: '// END DATA\n' },
    { path: 'c.ts', content: 'const token = readToken();\n' },
  ];
  const { shown } = selectCode(files, [], 'a.handler', 1000);
  expect(shown.map(({ path, whole }) => [path, whole])).toEqual([
    ['a.ts', false],
    ['b.ts', false],
    ['c.ts', true],
  ]);
  expect(JSON.stringify(shown)).not.toMatch(/AKIAABCD|END DATA/);
});

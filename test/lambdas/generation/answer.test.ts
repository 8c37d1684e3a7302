import { expect, test } from 'vitest';
import { parseAnswer } from '../../../lambdas/generation/answer.ts';

const existing = [
  { path: 'a.ts', content: 'old\n' },
  { path: 'test/a.test.ts', content: 'test\n' },
];
const block = (path: string, body = 'export const a = 1;', language = 'ts') => `\`\`\`${language} ${path}\n${body}\n\`\`\``;

test('takes headed blocks and ignores everything else', () => {
  const text = `Sure!\n\n${block('a.ts')}\n\nSome words.\n\`\`\`\nno heading\n\`\`\`\n\`\`\`sh run.sh\nrm -rf /\n\`\`\`\n${block('lib/b.mjs', 'x', 'js')}\n`;
  expect(parseAnswer(text, existing)).toEqual({
    ok: true,
    files: [
      { path: 'a.ts', content: 'export const a = 1;\n' },
      { path: 'lib/b.mjs', content: 'x\n' },
    ],
  });
});

test('a longer fence may hold a shorter one', () => {
  const text = '````ts a.ts\nconst text = `\n```ts b.ts\n```\n`;\n````';
  expect(parseAnswer(text, existing)).toEqual({ ok: true, files: [{ path: 'a.ts', content: 'const text = `\n```ts b.ts\n```\n`;\n' }] });
});

test.each([
  ['/etc/passwd.ts', 'outside of the target'],
  ['../other/a.ts', 'outside of the target'],
  ['lib/../../a.ts', 'outside of the target'],
  ['C:\\a.ts', 'outside of the target'],
  ['node_modules/x/a.ts', 'outside of the target'],
  ['.github/a.ts', 'outside of the target'],
  ['package.json', 'neither JavaScript nor TypeScript'],
  ['test/a.test.ts', 'changes the test'],
])('refuses %s', (path, reason) => {
  expect(parseAnswer(`${block('a.ts')}\n${block(path)}`, existing)).toEqual({
    ok: false,
    reason: expect.stringContaining(reason) as unknown,
  });
});

test.each([
  ['no block at all', 'holds no file'],
  ['```ts a.ts\nnever closed', 'holds no file'],
  [block('a.ts', 'old'), 'changes nothing'],
  [`${block('a.ts')}\n${block('a.ts')}`, 'twice'],
])('refuses an answer without use: %#', (text, reason) => {
  expect(parseAnswer(text, existing)).toEqual({ ok: false, reason: expect.stringContaining(reason) as unknown });
});

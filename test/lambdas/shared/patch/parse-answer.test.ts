import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAnswer } from '../../../../lambdas/shared/patch/parse-answer.ts';

const existing = [
  { path: 'a.ts', content: 'old\n' },
  { path: 'lib/index.ts', content: 'export {};\n' },
  { path: 'test/a.test.ts', content: 'test\n' },
  { path: 'package.json', content: '{}' },
];
const block = (path: string, body = 'export const a = 1;', language = 'ts') => `\`\`\`${language} ${path}\n${body}\n\`\`\``;
const refusal = (reason: string) => ({ ok: false, reason: expect.stringContaining(reason) as unknown });

test('takes headed blocks and ignores everything else', () => {
  const text = `Sure!\n\n${block('a.ts')}\n\nSome words.\n\`\`\`\nno heading\n\`\`\`\n\`\`\`sh\nnpm test\n\`\`\`\n${block('lib/b.mjs', 'x', 'js')}\n`;
  expect(parseAnswer(text, existing)).toEqual({
    ok: true,
    files: [
      { path: 'a.ts', content: 'export const a = 1;\n' },
      { path: 'lib/b.mjs', content: 'x\n' },
    ],
  });
});

test('takes structured output, with whatever else it tells', () => {
  const text = JSON.stringify({ explanation: 'faster', files: [{ path: 'a.ts', content: 'new\n' }] });
  expect(parseAnswer(text, existing)).toEqual({ ok: true, files: [{ path: 'a.ts', content: 'new\n' }] });
});

test('leaves out what the answer repeats as it is, a test too', () => {
  expect(parseAnswer(`${block('a.ts')}\n\n${block('test/a.test.ts', 'test')}`, existing)).toMatchObject({
    ok: true,
    files: [{ path: 'a.ts' }],
  });
});

test('a longer fence may hold a shorter one', () => {
  const text = '````ts a.ts\nconst text = `\n```ts b.ts\n```\n`;\n````';
  expect(parseAnswer(text, existing)).toEqual({ ok: true, files: [{ path: 'a.ts', content: 'const text = `\n```ts b.ts\n```\n`;\n' }] });
});

test('whatever a file holds comes through whole between fences that are longer than its own', () => {
  const line = fc.oneof(
    fc.constantFrom('```', '~~~', '```ts b.ts', '    ', '// x', '````', '/*', '*/'),
    fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const content = `${lines.join('\n')}\nend\n`;
      const answer = parseAnswer(`Words.\n\n${'`'.repeat(24)}ts a.ts\n${content}${'`'.repeat(24)}\n`, existing);
      expect(answer).toEqual({ ok: true, files: [{ path: 'a.ts', content }] });
    }),
  );
});

test('a fence in a file between fences as long is never guessed at', () => {
  const inner = fc.constantFrom('```', '```ts b.ts', '```js', ' ```', '````', '````ts b.ts');
  const text = fc.array(fc.constantFrom('const a = 1;', '// text', '*/'), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(text, inner, text, (before, fence, after) => {
      expect(parseAnswer(`\`\`\`ts a.ts\n${[...before, fence, ...after].join('\n')}\n\`\`\`\n`, existing)).toMatchObject({ ok: false });
    }),
  );
});

describe('paths', () => {
  test.each([
    ['/etc/passwd.ts', 'outside of the target'],
    ['../other/a.ts', 'outside of the target'],
    ['lib/../../a.ts', 'outside of the target'],
    ['lib//a.ts', 'outside of the target'],
    ['node_modules/x/a.ts', 'outside of the target'],
    ['Node_Modules/x/a.ts', 'outside of the target'],
    ['.github/a.ts', 'outside of the target'],
    ['lib./a.ts', 'outside of the target'],
    ['C:\\a.ts', 'characters other than'],
    ['C:/a.ts', 'characters other than'],
    ['lib\\a.ts', 'characters other than'],
    ['аа.ts', 'characters other than'],
    ['a\u200b.ts', 'characters other than'],
    [`${'a/'.repeat(120)}a.ts`, 'longer than'],
    ['package.json', 'neither JavaScript nor TypeScript'],
    ['types.d.ts', 'neither JavaScript nor TypeScript'],
    ['vitest.config.ts', "developers' tools"],
    ['A.ts', 'taken for a.ts'],
    ['a.js', 'taken for a.ts'],
    ['a/index.ts', 'taken for a.ts'],
    ['lib.ts', 'taken for lib/index.ts'],
    ['LIB/c.ts', 'taken for lib'],
    ['test/a.test.ts', 'changes the test'],
    ['test/a.test.mjs', 'taken for test/a.test.ts'],
  ])('refuses %s', (path, reason) => {
    expect(parseAnswer(`${block('b.ts')}\n\n${block(path)}`, existing)).toEqual(refusal(reason));
  });

  test('nothing that is accepted lies outside, is hidden, or is anything but a script', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', 'lib', '.git', 'node_modules', 'C:', 'a.ts', 'b.js'),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), fc.constantFrom('.ts', '.js', '.json', ''), (parts, ending) => {
        const path = parts.join('/') + ending;
        const answer = parseAnswer(JSON.stringify({ files: [{ path, content: 'x' }] }), existing);
        if (!answer.ok) return;
        expect(path).toMatch(/^(?:(?!\.)[\w@$+()[\].-]+\/)*(?!\.)[\w@$+()[\].-]+\.(?:[cm]?[jt]s|[jt]sx)$/);
        expect(path).not.toMatch(/(?:^|\/)(?:node_modules(?:\/|$)|\.)/);
      }),
    );
  });
});

describe('refuses', () => {
  test.each([
    ['no block at all', 'holds no file'],
    ['```ts a.ts\nnever closed', 'never closed'],
    [`${block('b.ts')}\n\n\`\`\`\ncut`, 'never closed'],
    [` ${block('b.ts')}`, 'indented'],
    [block('a.ts', 'old'), 'changes nothing'],
    [`${block('a.ts')}\n\n${block('a.ts')}`, 'twice'],
    [`${block('c.ts')}\n\n${block('C.ts')}`, 'twice'],
    [`${block('c.ts')}\n\n${block('c.js')}`, 'taken for'],
    [block('a.ts', 'a\u0000b'), 'control character'],
    [JSON.stringify({ files: [{ path: 'a.ts', content: '\ud800' }] }), 'half of a character'],
    ['{"files": [', 'does not parse'],
    ['{"files": "a.ts"}', 'another form'],
    [JSON.stringify({ files: [] }), 'holds no file'],
    [block('a.ts', 'x'.repeat(70_000)), 'characters, more than'],
    ['x'.repeat(100_000), 'the answer has'],
    [Array.from({ length: 21 }, (_, index) => block(`b${index}.ts`)).join('\n\n'), '21 files'],
    [block('a.txt'), 'neither JavaScript'],
  ])('%#: %s', (text, reason) => {
    expect(parseAnswer(text, existing)).toEqual(refusal(reason));
  });
});

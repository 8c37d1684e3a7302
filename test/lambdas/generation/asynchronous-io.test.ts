import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asynchronousIo } from '../../../lambdas/generation/codemods/asynchronous-io.ts';
import { specimens } from './corpus.ts';
import { loadSource } from './load-source.ts';

type Handler = (event: unknown) => unknown;

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'kaizen-io-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What an outcome is to its caller: the value, or the error's own words and codes. */
async function outcome(content: string, name: string, event: unknown): Promise<unknown> {
  const handler = (await loadSource({ path: name, content }))['handler'] as Handler;
  try {
    return await handler(event);
  } catch (error) {
    const { name: type, message, code, syscall, errno } = error as NodeJS.ErrnoException;
    return { type, message, code, syscall, errno };
  }
}

function specimen(name: string) {
  const found = specimens('blocking-io', 'rewritten').find((each) => each.name === name);
  if (found === undefined) throw new Error(`no specimen ${name}`);
  return found;
}

async function expectSame(name: string, event: unknown): Promise<unknown> {
  const { file, expected } = specimen(name);
  const before = await outcome(file.content, name, event);
  expect(await outcome(expected, name, event)).toEqual(before);
  return before;
}

test('keys are the same, and so is the error for arguments that are none', async () => {
  const login = { password: 'a', salt: 'b', stored: Buffer.alloc(32).toString('base64') };
  expect(await expectSame('keys.ts', login)).toEqual({ known: false, old: false });
  expect(await expectSame('keys.ts', { ...login, password: 5 })).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
});

test('each item has the same result in the same place', async () => {
  const event = { passwords: ['a', 'b', 'c', 'd', 'e'], texts: ['x'.repeat(1000), ''], salt: 's' };
  expect(await expectSame('items.js', event)).toMatchObject({ sizes: [29, 20] });
  expect(await expectSame('items.js', { passwords: [], texts: [], salt: 's' })).toEqual({ hashes: [], sizes: [] });
  // What is no text is refused in the same way; the message names zlib's own parameter, which is called otherwise.
  expect(await outcome(specimen('items.js').expected, 'items.js', { ...event, texts: ['a', 7] })).toMatchObject({
    type: 'TypeError',
    code: 'ERR_INVALID_ARG_TYPE',
  });
});

test('files give the same, and the first one that is missing the same error', async () => {
  expect(await expectSame('two-files.ts', { folder: path.join(folder, 'none') })).toBeNull();
  expect(await expectSame('two-files.ts', { folder })).toMatchObject({
    code: 'ENOENT',
    syscall: 'open',
    message: expect.stringContaining('users.json'),
  });
  writeFileSync(path.join(folder, 'users.json'), '["ada"]');
  expect(await expectSame('two-files.ts', { folder })).toMatchObject({ code: 'ENOENT', message: expect.stringContaining('roles.json') });
  writeFileSync(path.join(folder, 'roles.json'), '{"ada":"admin"}');
  expect(await expectSame('two-files.ts', { folder })).toEqual(['admin']);
  writeFileSync(path.join(folder, 'roles.json'), '{');
  expect(await expectSame('two-files.ts', { folder })).toMatchObject({ type: 'SyntaxError' });
});

test('a file of the package is read once; a failure is not kept', async () => {
  const content = `import { readFileSync } from 'node:fs';\nexport const handler = () => readFileSync('settings.txt', 'utf8');\n`;
  const rewritten = asynchronousIo.apply({ path: 'a.js', content }, [{ path: 'a.js', content }], () => true);
  if (!rewritten.applied) throw new Error(rewritten.reason);
  // The path of the package stands for a folder that the test can change.
  const file = JSON.stringify(path.join(folder, 'settings.txt'));
  const handler = (await loadSource({ path: 'a.js', content: rewritten.file.content.replace("'settings.txt'", file) }))[
    'handler'
  ] as Handler;
  expect(() => handler(null)).toThrow('ENOENT: no such file or directory, open');
  writeFileSync(path.join(folder, 'settings.txt'), 'one');
  expect(handler(null)).toBe('one');
  writeFileSync(path.join(folder, 'settings.txt'), 'two');
  expect(handler(null)).toBe('one');
});

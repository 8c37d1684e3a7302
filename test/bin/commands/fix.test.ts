import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeCli } from './fake-cloud.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'kaizen-fix-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const SAVE = `export async function save(id, send) {
  await send(id);
}

export async function handler(event) {
  save(event.id, event.send);
  return event.id;
}
`;
const testFor = (word: string) => `import assert from 'node:assert';
import { test } from 'node:test';
import { handler } from './handler.js';

test('saves and answers', async () => {
  const sent = [];
  assert.equal(await handler({ id: 'a', send: async (id) => sent.push(id) }), '${word}');
  assert.deepEqual(sent, ['a']);
});
`;
const MANIFEST = JSON.stringify({ type: 'module', scripts: { test: 'node --test' } });

async function fixed(...options: string[]) {
  const cli = fakeCli();
  const code = await cli.run('fix', folder, ...options);
  return { code, ...cli.output, words: cli.output.out.replaceAll(/\s+/g, ' '), source: readFileSync(join(folder, 'handler.js'), 'utf8') };
}

describe('kaizen fix', () => {
  it('shows the difference and the word of every gate, and changes nothing on disk', async () => {
    write({ 'handler.js': SAVE, 'handler.test.js': testFor('a'), 'package.json': MANIFEST });
    const { code, out, words, source } = await fixed();
    expect(code).toBe(0);
    expect(out).toContain('await-promise: handler.js:6\n');
    expect(out).toContain('\n-  save(event.id, event.send);\n+  await save(event.id, event.send);\n');
    expect(words).toContain('tests pass: 1 tests pass');
    expect(out).toMatch(/every gate holds; --write writes 1 file\n$/);
    expect(source).toBe(SAVE);
  });

  it('writes with --write when every gate holds; a second time there is nothing left', async () => {
    write({ 'handler.js': SAVE, 'handler.test.js': testFor('a'), 'package.json': MANIFEST });
    expect(await fixed('--write')).toMatchObject({ code: 0, source: SAVE.replace('  save(event', '  await save(event') });
    expect(await fixed('--write')).toMatchObject({ code: 0, out: '\nnothing to change\n' });
  });

  it('writes nothing when a test fails, and ends with 1', async () => {
    write({ 'handler.js': SAVE, 'handler.test.js': testFor('b'), 'package.json': MANIFEST });
    const { code, out, source } = await fixed('--write');
    expect(code).toBe(1);
    expect(out).toMatch(/a gate fails: nothing was written\n$/);
    expect(source).toBe(SAVE);
  });

  it('writes what has no tests only when that is said', async () => {
    write({ 'handler.js': SAVE, 'package.json': MANIFEST });
    expect(await fixed()).toMatchObject({ code: 0, source: SAVE });
    const refused = await fixed('--write');
    expect(refused).toMatchObject({ code: 1, source: SAVE });
    expect(refused.out).toContain('there are no tests to show that it still works');
    const { code, source, out } = await fixed('--write', '--untested', '--json');
    expect(code).toBe(0);
    expect(source).not.toBe(SAVE);
    expect(JSON.parse(out)).toMatchObject({ gates: 'untested', fixes: [{ codemod: 'await-promise' }], written: ['handler.js'] });
  });

  it('applies one codemod by its name or its kind, and names them when there is no such one', async () => {
    write({ 'handler.js': SAVE, 'package.json': MANIFEST });
    expect((await fixed('--only', 'timeout-and-retry')).out).toBe('\nnothing to change\n');
    expect((await fixed('--only', 'floating-promise')).out).toContain('await-promise: handler.js:6');
    const { code, err } = await fixed('--only', 'nothing');
    expect(code).toBe(2);
    expect(err).toContain('--only: found "nothing"; expected one of ');
  });

  it('refuses a directory without a source', async () => {
    write({ 'README.md': '' });
    const cli = fakeCli();
    expect(await cli.run('fix', folder)).toBe(2);
    expect(cli.output.err).toContain('found no JavaScript or TypeScript but tests');
  });
});

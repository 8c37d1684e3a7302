import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeCli } from './fake-cloud.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'kaizen-analyze-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Record<string, string>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const HANDLER = `import { save } from './save.js';

export async function handler(event) {
  const response = await fetch(\`https://prices.internal/\${event.id}\`);
  save(event.id);
  void save('log');
  return response.json();
}
`;
const SAVE = `export async function save(id) {
  await fetch(\`https://store.internal/\${id}\`, { method: 'PUT' });
}
`;

async function analysed(files: Record<string, string>, ...options: string[]) {
  const cli = fakeCli();
  const code = await cli.run('analyze', write(files), ...options);
  return { code, ...cli.output, words: cli.output.out.replaceAll(/\s+/g, ' ') };
}

describe('kaizen analyze', () => {
  it('shows each place by kind, with what it does, why a change is safe, the change and its effect', async () => {
    const { code, out, words, err } = await analysed({ 'src/handler.js': HANDLER, 'src/save.js': SAVE, 'package.json': '{}' });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^unbounded-wait: 2 places\n {2}src\/handler\.js:4 in handler\n {4}now {5}`fetch/m);
    expect(words).toContain('safe it only reads, so it may be ended and asked again');
    expect(words).toContain('change timeout-and-retry: In src/handler.js calls waited for their upstream');
    expect(words).toContain('effect an upstream that hangs costs seconds');
    expect(out).toMatch(/^floating-promise: 1 place\n {2}src\/handler\.js:5 in handler$/m);
    expect(words).toMatch(/\d other places may not be changed without judgement: --explain says why/);
    expect(out).toMatch(/\n2 files of JavaScript or TypeScript: 3 places to improve\n$/);
  });

  it('lists with --explain what may not be changed, and why', async () => {
    const { out, words } = await analysed({ 'handler.js': HANDLER, 'save.js': SAVE }, '--explain');
    expect(out).toMatch(/^floating-promise, not to be changed: 1 place\n {2}handler\.js:6 in handler$/m);
    expect(words).toContain('because void says that it is meant not to be waited for');
    expect(words).not.toContain('--explain');
  });

  it('gives all of it as JSON', async () => {
    const { code, out } = await analysed({ 'handler.js': HANDLER, 'save.js': SAVE, 'node_modules/a/b.js': '' }, '--json');
    expect(code).toBe(0);
    const found = JSON.parse(out);
    expect(found).toMatchObject({
      sources: 2,
      unparsed: [],
      skipped: [{ path: 'node_modules', reason: 'packages of others' }],
    });
    expect(
      found.applicable.map(({ kind, file, line, codemod }: { kind: string; file: string; line: number; codemod: { name: string } }) => [
        kind,
        file,
        line,
        codemod.name,
      ]),
    ).toEqual([
      ['unbounded-wait', 'handler.js', 4, 'timeout-and-retry'],
      ['floating-promise', 'handler.js', 5, 'await-promise'],
      ['unbounded-wait', 'save.js', 2, 'timeout-and-retry'],
    ]);
  });

  it('names a file that does not parse, and looks at the others; says what was not read', async () => {
    const { code, words } = await analysed({ 'save.js': SAVE, 'broken.ts': 'const = 1;\n', 'node_modules/a.js': '' });
    expect(code).toBe(0);
    expect(words).toContain('broken.ts:1 does not parse, and was left out:');
    expect(words).toContain('node_modules was not read: packages of others');
    expect(words).toContain('2 files of JavaScript or TypeScript: 1 place to improve');
  });

  it('says so when there is nothing to improve', async () => {
    const { code, out } = await analysed({ 'handler.js': 'export const handler = async (event) => event;\n', 'handler.test.js': HANDLER });
    expect({ code, out }).toEqual({ code: 0, out: '1 file of JavaScript or TypeScript: nothing to improve\n' });
  });

  it('lets no escape sequence of the source reach the terminal', async () => {
    const { out } = await analysed({
      'handler.js': `export const handler = async () => (await fetch('https://a.internal/\u001B[31m')).json();\n`,
    });
    expect(out).toContain('unbounded-wait');
    expect(out).not.toContain('\u001B');
  });

  it.each([
    ['no such directory', 'none', {}, 'none: no such directory; expected the directory of a function'],
    ['a file', 'a.js', { 'a.js': '' }, 'a.js: found a file; expected the directory of a function'],
    ['an empty directory', '', {}, 'found no JavaScript or TypeScript but tests; expected'],
    ['tests only', '', { 'test/a.js': HANDLER, 'README.md': '' }, 'found no JavaScript or TypeScript but tests; expected'],
  ])('refuses %s', async (_, path, files, message) => {
    const cli = fakeCli();
    write(files as Record<string, string>);
    expect(await cli.run('analyze', join(folder, path))).toBe(2);
    expect(cli.output.err).toContain(message);
    expect(cli.output.out).toBe('');
  });

  it('refuses no directory at all, and an option that there is not', async () => {
    expect(await fakeCli().run('analyze')).toBe(2);
    expect(await fakeCli().run('analyze', '')).toBe(2);
    expect(await fakeCli().run('analyze', folder, '--write')).toBe(2);
  });
});

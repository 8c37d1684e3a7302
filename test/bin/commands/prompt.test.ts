import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeCli } from './fake-cloud.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kaizen-prompt-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const LOOP =
  'export async function handler(ids, load) {\n  const all = [];\n  for (const id of ids) all.push(await load(id));\n  return all;\n}\n';

function write(files: Record<string, string>) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

async function prompts(...args: string[]) {
  const cli = fakeCli();
  const code = await cli.run('prompt', folder, ...args, '--json');
  return {
    code,
    err: cli.output.err,
    ...(code === 0 ? (JSON.parse(cli.output.out) as { prompts: Record<string, string>[]; skipped: unknown }) : { prompts: [] }),
  };
}

describe('kaizen prompt', () => {
  it('shows what a model would be asked for a kind, with the folder as it is', async () => {
    write({ 'src/index.mjs': LOOP, 'package.json': '{"type":"module"}', 'node_modules/x/index.js': 'x' });
    const {
      code,
      prompts: [only],
    } = await prompts('--kind', 'latency');
    expect(code).toBe(0);
    expect(only).toMatchObject({ kind: 'latency', strategy: 'model', mayWrite: ['package.json', 'src/index.mjs'] });
    expect(only?.['prompt']).toContain('handler src/index.handler');
    expect(only?.['prompt']).toContain(`\`\`\`mjs src/index.mjs\n${LOOP}`);
    expect(only?.['system']).toContain('fenced block');
  });

  it('shows what the source itself shows, and who would write it first', async () => {
    write({ 'handler.js': LOOP });
    const cli = fakeCli();
    expect(await cli.run('prompt', folder)).toBe(0);
    expect(cli.output.out).toMatch(/^=== sequential-awaits: .+\n=== written by codemod:bounded-concurrency; .+ about [\d,]+ tokens/);
    expect(cli.output.out).toContain('source handler.js:3');
  });

  it('asks for a schema where the model has it, and keeps to the tokens that it may have', async () => {
    write({ 'handler.js': LOOP, 'other.js': `export const text = '${'x'.repeat(20_000)}';\n` });
    const {
      prompts: [only],
    } = await prompts('--kind', 'errors', '--structured', '--tokens', '1000');
    expect(only?.['system']).toContain('JSON schema');
    expect(only?.['prompt']?.length).toBeLessThan(6000);
    expect(only?.['mayWrite']).toEqual(['handler.js']);
  });

  it('sends no control characters to a terminal', async () => {
    write({ 'handler.js': `// \u001B[31mred\n${LOOP}` });
    const cli = fakeCli();
    await cli.run('prompt', folder);
    expect(cli.output.out).not.toContain('\u001B');
  });

  it.each([
    ['a directory that is not there', ['prompt', '/nowhere'], 2, 'no such directory'],
    ['a kind that is not known', ['prompt', '.', '--kind', 'speed'], 2, '--kind: found "speed"'],
    ['too few tokens', ['prompt', '.', '--tokens', '10'], 2, '--tokens: found "10"'],
  ])('refuses %s', async (_name, args, code, message) => {
    const cli = fakeCli();
    expect(await cli.run(...args)).toBe(code);
    expect(cli.output.err).toContain(message);
  });

  it('says when there is nothing to ask about', async () => {
    write({ 'notes.txt': 'x' });
    expect(await prompts()).toMatchObject({ code: 1, err: expect.stringContaining('no JavaScript or TypeScript') as unknown });
    write({ 'handler.js': 'export const handler = () => 1;\n' });
    expect(await prompts()).toMatchObject({ code: 1, err: expect.stringContaining('shows no opportunity') as unknown });
  });
});

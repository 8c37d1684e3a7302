import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCorpus } from '../../../bench/gates/read-corpus.ts';
import { fakeCli } from './fake-cloud.ts';

const { packages, entries } = readCorpus(path.resolve(import.meta.dirname, '../../../bench/gates/corpus'));
let dir = '';

beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'kaizen-validate-'));
  for (const { path: file, content } of packages.get('orders') ?? []) {
    mkdirSync(path.join(dir, 'orders', path.dirname(file)), { recursive: true });
    writeFileSync(path.join(dir, 'orders', file), content);
  }
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function validate(name: string, ...more: string[]) {
  const patch = path.join(dir, 'answer.md');
  writeFileSync(patch, entries.find((entry) => `${entry.class}/${entry.name}` === name)?.text ?? name);
  const cli = fakeCli();
  const code = await cli.run('validate', path.join(dir, 'orders'), '--patch', patch, ...more);
  return { code, out: cli.output.out };
}

test('says what is wrong in a line of the gate, and ends with 1', async () => {
  const { code, out } = await validate('exfiltration/new-host');
  expect(code).toBe(1);
  expect(out).toContain('handler.js:17 network-host: names the host collect.evil.example');
  expect(out).toContain('not run: security failed');
  expect(out).toContain('Not every gate holds.');
});

test('an answer that cannot be read fails before every gate', async () => {
  const { code, out } = await validate('fences/never-closed', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ word: 'fail', files: [], checks: [{ check: 'answer', status: 'fail' }] });
});

test.each([
  [['validate', '/nowhere', '--patch', 'x'], 'expected the path of a patch file'],
  [['validate', '.'], "required option '--patch <file>'"],
])('%j can not be used', async (args, message) => {
  const cli = fakeCli();
  expect(await cli.run(...args)).toBe(2);
  expect(cli.output.err).toContain(message);
});

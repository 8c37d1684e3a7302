import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { nodeTestRunner } from '../../../../../lambdas/shared/adapters/sandbox/node-test-runner.ts';
import { createSandbox } from '../../../../../lambdas/shared/adapters/sandbox/sandbox.ts';
import { sdkModules } from '../../../../../lambdas/shared/adapters/sandbox/sdk-modules.ts';
import type { SourceFile } from '../../../../../lambdas/shared/contract/records.ts';
import type { TestRun } from '../../../../../lambdas/shared/source/tools.ts';

const MANIFEST = { path: 'package.json', content: '{"type":"module","scripts":{"test":"node --test"}}' };
const ADD = {
  path: 'src/add.ts',
  content: 'export function add(a: number, b: number): number {\n  if (a === 7) {\n    return 8;\n  }\n  return a + b;\n}\n',
};
const HEAD = "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\n";
const suite = (body: string): SourceFile => ({ path: 'test/add.test.ts', content: `${HEAD}${body}\n` });
const GOOD = suite("import { add } from '../src/add.ts';\ntest('adds', () => assert.equal(add(1, 2), 3));");

const runner = nodeTestRunner({ sandbox: createSandbox({ network: 'closed-here', modules: sdkModules(import.meta.dirname) }) });
const run = async (files: SourceFile[], on = runner): Promise<TestRun> => {
  const result = await on.run([MANIFEST, ...files]);
  if ('none' in result) throw new Error(result.none);
  return result;
};

const folder = mkdtempSync(path.join(tmpdir(), 'kaizen-outside-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('counts tests and covered lines of the sources', async () => {
  const result = await run([ADD, GOOD]);
  expect(result).toMatchObject({ passed: 1, failed: 0 });
  expect(result.coverage).toBeGreaterThan(0.5);
  expect(result.coverage).toBeLessThan(1);
});

test('a source that no test loads counts as not covered', async () => {
  const forgotten = { path: 'src/forgotten.ts', content: `export function f() {\n${'  g();\n'.repeat(50)}}\nfunction g() {}\n` };
  const types = { path: 'src/types.ts', content: `export interface A {\n${'  a: 1;\n'.repeat(50)}}\n` };
  const [alone, withTypes, withForgotten] = [await run([ADD, GOOD]), await run([ADD, GOOD, types]), await run([ADD, GOOD, forgotten])];
  expect(withTypes.coverage).toBe(alone.coverage);
  expect(withForgotten.coverage).toBeLessThan(0.2);
});

test('a failing test, a broken module and an early exit are failures', async () => {
  expect(await run([ADD, suite("test('no', () => assert.equal(1, 2, 'one is not two'));")])).toMatchObject({
    passed: 0,
    failed: 1,
    output: expect.stringContaining('one is not two') as unknown,
  });
  expect((await run([ADD, suite("import './missing.ts';")])).failed).toBeGreaterThan(0);
  expect((await run([ADD, suite("test('leaves', () => process.exit(0));")])).failed).toBeGreaterThan(0);
});

test('a suite that hangs or spins is killed', async () => {
  const impatient = nodeTestRunner({ sandbox: createSandbox({ network: 'closed-here', modules: null }), timeoutMs: 2000 });
  expect(await run([ADD, suite("test('spins', () => { for (;;); });")], impatient)).toMatchObject({
    failed: 1,
    output: expect.stringContaining('killed after 2 s') as unknown,
  });
  expect(await run([ADD, suite("test('hangs', () => new Promise(() => setInterval(() => {}, 1000)));")], impatient)).toMatchObject({
    failed: 1,
  });
});

describe('a test cannot speak for the reporter', () => {
  test.each([
    [
      'by its channel',
      "import { writeSync } from 'node:fs';\nwriteSync(3, JSON.stringify({ summed: true, counts: { passed: 9, failed: 0, cancelled: 0 }, failures: [], files: [] }) + '\\n');",
    ],
    ['by taking it', "const { takeChannel } = await import(new URL('../../inside/channel.mjs', import.meta.url));\ntakeChannel().say({});"],
    [
      'by being the reporter',
      "const { default: report } = await import(new URL('../../inside/report-tests.mjs', import.meta.url));\nfor await (const _ of report([{ type: 'test:summary', data: { counts: { passed: 9 } } }])) break;",
    ],
    [
      'by what all objects have',
      'Object.prototype.toJSON = function () { return { summed: true, counts: { passed: 9, failed: 0, cancelled: 0 }, failures: [], files: [] }; };',
    ],
    ['by what all arrays do', 'Array.prototype.push = () => 0;\nArray.prototype.map = () => [];'],
    ['by JSON itself', "JSON.stringify = () => '{}';\nBuffer.from = () => new Uint8Array();"],
  ])('%s', async (_name, code) => {
    const body = `${code}\ntest('fails', () => assert.equal(1, 2));`;
    expect(await run([ADD, suite(body)])).toMatchObject({ passed: 0, failed: expect.toSatisfy((failed: number) => failed > 0) as unknown });
  });
});

test('the SDK is there', async () => {
  const body =
    "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';\ntest('has the SDK', () => assert.equal(typeof DynamoDBClient, 'function'));";
  expect(await run([ADD, suite(body)])).toMatchObject({ passed: 1, failed: 0 });
});

test('says why there is nothing to run', async () => {
  expect(await runner.run([MANIFEST, ADD])).toEqual({ none: 'the target has no tests' });
  const other = { path: 'package.json', content: '{"scripts":{"test":"jest --ci"}}' };
  expect(await runner.run([other, ADD, GOOD])).toEqual({ none: expect.stringContaining('"jest --ci"') as unknown });
});

test('nothing stays behind, not after an error of its own either', async () => {
  const before = process.env['TMPDIR'];
  const place = mkdtempSync(path.join(folder, 'place-'));
  process.env['TMPDIR'] = place;
  try {
    await run([ADD, GOOD]);
    await expect(runner.run([MANIFEST, GOOD, { path: '../escape.ts', content: '' }])).rejects.toThrow('path: found ../escape.ts');
    expect(readdirSync(place)).toEqual([]);
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
});

test('where there is no sandbox, nothing is run', async () => {
  const nowhere = nodeTestRunner({ sandbox: createSandbox({ network: 'closed-here', modules: null, ways: async () => [] }) });
  expect(await nowhere.run([MANIFEST, ADD, GOOD])).toEqual({ none: expect.stringContaining("can't close the network") as unknown });
});

import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packBody, unpackBody } from '../../lambdas/shared/adapters/sandbox/job-codec.ts';
import { readAssembly } from '../../lib/assembly.ts';
import { HANDLER_OPTIONS } from '../../lib/constructs/handler-options.ts';
import { synthesized } from './synthesized.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'kaizen-bundle-'));
const { environment } = readAssembly(synthesized({ stage: 'dev' })).handlers['validation/sandbox'];

/** The function's folder as Lambda has it: the bundle, and what is laid beside it. */
beforeAll(async () => {
  await build({
    entryPoints: [path.join(ROOT, 'lambdas/validation/sandbox.handler.ts')],
    outfile: path.join(folder, 'index.mjs'),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'silent',
  });
  for (const { from, pattern, to = '' } of HANDLER_OPTIONS['validation/sandbox'].extraFiles ?? []) {
    mkdirSync(path.join(folder, to), { recursive: true });
    for (const file of readdirSync(path.join(ROOT, from)).filter((name) => pattern.test(name))) {
      cpSync(path.join(ROOT, from, file), path.join(folder, to, file));
    }
  }
  writeFileSync(
    path.join(folder, 'invoke.mjs'),
    "import { handler } from './index.mjs';\nconsole.log(JSON.stringify(await handler(JSON.parse(process.argv[2]))));\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

async function invoke(job: object): Promise<unknown> {
  const packed = packBody(job);
  const event = JSON.stringify({ nonce: '0'.repeat(32), job: 'body' in packed ? packed.body : expect.fail(packed.none) });
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(folder, 'invoke.mjs'), event], { env: environment });
  return unpackBody((JSON.parse(stdout) as { result: string }).result);
}

const FILES = [
  { path: 'package.json', content: '{"type":"module"}' },
  { path: 'index.ts', content: 'export const handler = async (event: { a: number }): Promise<number> => {\n  return event.a + 1;\n};\n' },
  {
    path: 'test/index.test.ts',
    content:
      "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { handler } from '../index.ts';\ntest('adds', async () => assert.equal(await handler({ a: 1 }), 2));\n",
  },
];

it('runs tests from its bundle', async () => {
  expect(await invoke({ kind: 'tests', files: FILES })).toMatchObject({ passed: 1, failed: 0, coverage: 1 });
});

it('replays from its bundle', async () => {
  const sample = { id: 's', event: { a: 41 }, at: 1, outcome: { ok: true, value: 42 }, calls: [], durationMs: 1 };
  const job = {
    packages: [FILES],
    handler: 'index.handler',
    environment: {},
    samples: [sample],
    repetitions: 1,
    starts: 1,
    dependencies: 'recorded',
    hangMs: 100,
  };
  expect(await invoke({ kind: 'replay', job })).toMatchObject([{ cases: [{ sample: 's', outcome: { ok: true, value: 42 } }] }]);
});

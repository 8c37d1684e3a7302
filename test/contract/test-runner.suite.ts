import { describe, expect, it } from 'vitest';
import type { SourceFile } from '../../lambdas/shared/contract/records.ts';
import type { TestRunner } from '../../lambdas/shared/source/tools.ts';

const MANIFEST: SourceFile = { path: 'package.json', content: '{"type":"module","scripts":{"test":"node --test"}}' };
const ADD: SourceFile = { path: 'src/add.js', content: 'export function add(a, b) {\n  return a + b;\n}\n// ünï\n' };
const HEAD = "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { add } from '../src/add.js';\n";
const suite = (body: string): SourceFile => ({ path: 'test/add.test.js', content: `${HEAD}${body}\n` });

/** What every TestRunner does. */
export function describeTestRunner(name: string, runner: TestRunner): void {
  describe(`TestRunner: ${name}`, () => {
    it('says what passed and which lines ran', async () => {
      const run = await runner.run([MANIFEST, ADD, suite("test('adds', () => assert.equal(add(1, 2), 3));")]);
      expect(run).toMatchObject({ passed: 1, failed: 0, coverage: 1 });
      expect('none' in run ? [] : run.lines['src/add.js']?.ran).toContain(2);
    });

    it('says what failed, and how', async () => {
      const run = await runner.run([MANIFEST, ADD, suite("test('adds', () => assert.equal(add(1, 2), 4, 'they add up'));")]);
      expect(run).toMatchObject({ passed: 0, failed: 1, output: expect.stringContaining('they add up') });
    });

    it('calls a suite failed that ends the process', async () => {
      expect(await runner.run([MANIFEST, ADD, suite("test('leaves', () => process.exit(0));")])).toMatchObject({ failed: 1 });
    });

    it('has no result for a package without tests, or with others than it can run', async () => {
      expect(await runner.run([MANIFEST, ADD])).toEqual({ none: 'the target has no tests' });
      const other = { ...MANIFEST, content: '{"scripts":{"test":"jest"}}' };
      expect(await runner.run([other, ADD, suite('')])).toEqual({ none: expect.stringContaining('"jest"') });
    });
  });
}

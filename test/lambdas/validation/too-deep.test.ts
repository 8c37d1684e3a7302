import { describe, expect, test } from 'vitest';
import { changeOf, type Tools } from '../../../lambdas/validation/check.ts';
import { CHECKS, runChecks } from '../../../lambdas/validation/checks.ts';
import { steadyReplayer, USE } from './replays.ts';

function countingTools(): Tools & { runs: number } {
  const made = {
    runs: 0,
    runner: {
      async run() {
        made.runs += 1;
        return { none: 'nothing is run here' };
      },
    },
    types: { check: async () => [] },
    replayer: steadyReplayer,
  };
  return made;
}

const BASE = [
  { path: 'package.json', content: '{"name":"orders"}' },
  { path: 'lib.js', content: 'export const a = (x) => x;\n' },
];
const change = (path: string, content: string) => changeOf(BASE, [{ path, content }], USE);

describe('code that is nested too deeply is never run', () => {
  const names = CHECKS.map(({ name }) => name);

  test('it fails the checks that cannot follow it', async () => {
    const made = countingTools();
    // Members are parsed without going deeper, but each holds the one before.
    const results = await runChecks(change('lib.js', `export const a = (x) => x${'.a'.repeat(30_000)};\n`), made);
    const message = 'it is nested too deeply to be checked';
    expect(results.find((result) => result.check === 'names')).toEqual({
      check: 'names',
      status: 'fail',
      summary: `lib.js:0 ${message}`,
      findings: [{ file: 'lib.js', line: 0, rule: 'too-deep', message }],
    });
    expect([results.map(({ check }) => check), made.runs]).toEqual([names, 0]);
  });

  test('it fails where it cannot be parsed', async () => {
    const made = countingTools();
    const results = await runChecks(change('lib.js', `export const a = ${'['.repeat(3000)}${']'.repeat(3000)};\n`), made);
    expect(results.find((result) => result.check === 'syntax')?.findings).toEqual([
      { file: 'lib.js', line: 0, rule: 'syntax', message: 'it is nested too deeply to be read' },
    ]);
    expect([results.map(({ check }) => check), made.runs]).toEqual([names, 0]);
  });

  test('a sum of thousands of terms fails wherever the stack ends', async () => {
    const made = countingTools();
    const results = await runChecks(change('lib.js', `export const a = ${Array(12_000).fill('1').join(' + ')};\n`), made);
    expect(results.some(({ status }) => status === 'fail')).toBe(true);
    expect([results.map(({ check }) => check), made.runs]).toEqual([names, 0]);
  });
});

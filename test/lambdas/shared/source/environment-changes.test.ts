import { describe, expect, test } from 'vitest';
import { environmentChanger } from '../../../../lambdas/shared/source/environment-changes.ts';
import { findRepeatedConstruction } from '../../../../lambdas/shared/source/recognisers/repeated-construction.ts';

const fileOf = (content: string) => ({ path: 'settings.js', content });

describe('the environment changes', () => {
  test.each([
    ['by an assignment', 'process.env.TZ = zone;'],
    ['as a whole', 'process.env = { ...process.env, TZ: zone };'],
    ['by a computed name', 'globalThis.process.env[name] += zone;'],
    ['by a pattern', '({ zone: process.env.TZ } = event);'],
    ['by delete', 'delete process.env.TZ;'],
    ['by Object.assign', 'Object.assign(process.env, settings);'],
    ['by a property of its own', "Object.defineProperty(process.env, 'TZ', { value: zone });"],
    ['by Reflect', "Reflect.set(process.env, 'TZ', zone);"],
    ['by a file', 'process.loadEnvFile(file);'],
    ['by a file, taken out', "import { loadEnvFile } from 'node:process';\nloadEnvFile(file);"],
    ['by a name of its own', 'const settings = process.env;\nsettings.TZ = zone;'],
    ['destructured', 'const { env } = process;\nenv.TZ = zone;'],
    ['destructured under another name', 'const { env: settings = {} } = process;\ndelete settings.TZ;'],
    ['taken out of the global object', 'const { process: mine } = globalThis;\nmine.env.TZ = zone;'],
    ['of the rest', 'const { pid, ...rest } = process;\nrest.env.TZ = zone;'],
    ['of a process by another name', 'const p = process;\np.env.TZ = zone;'],
    ['of a default', 'export const set = (zone, env = process.env) => { env.TZ = zone; };'],
    ['of one or the other', '(own ?? process.env).TZ = zone;'],
    ['imported', "import { env } from 'node:process';\nenv.TZ = zone;"],
    ['imported whole', "import process from 'process';\nprocess.env.TZ = zone;"],
    ['required', "const { env } = require('node:process');\nenv.TZ = zone;"],
    ['required in place', "require('process').env.TZ = zone;"],
    ['where it is handed on', 'populate(process.env);'],
    ['where the process is handed on', 'populate(process);'],
    ['where it is exported', 'export const env = process.env;'],
    ['where it cannot be read', 'process.env.TZ = (;'],
  ])('%s', (_how, content) => {
    expect(environmentChanger([fileOf(content)])?.path).toBe('settings.js');
  });

  test.each([
    ['a value', 'export const zone = process.env.TZ?.trim();'],
    ['a default', 'export const load = (env = process.env) => env.TZ ?? "UTC";'],
    ['values that are taken out', "const { TZ, ...others } = process.env;\nothers.TZ = 'UTC';"],
    ['copies', "const own = { ...process.env, TZ: 'UTC' };\nown.LANG = 'en';\nObject.assign({}, process.env);"],
    ['its names', "for (const name of Object.keys(process.env)) console.log(name, 'TZ' in process.env);"],
    ['another process', 'export const start = (process) => { process.env.TZ = 1; };'],
    ['what only has the name', 'job.process.env.TZ = 1;\nconst other = { process: 1, env: {} };\nother.env.TZ = 2;'],
    ['the process', "if (typeof process !== 'undefined') process.stdout.write(`${process.pid}`);"],
    ['nothing of it', 'const env = {};\nenv.TZ = 1;'],
  ])('not where code looks at %s', (_what, content) => {
    expect(environmentChanger([fileOf(content)])).toBeNull();
  });

  test('not for tests, which do not run with the function', () => {
    expect(environmentChanger([{ path: 'test/a.test.js', content: "process.env.TZ = 'UTC';" }])).toBeNull();
  });
});

test('what another file of the package writes counts', () => {
  const format = { path: 'format.js', content: "export const hour = (at) => new Intl.DateTimeFormat('en-GB').format(at);" };
  const pattern = { path: 'pattern.js', content: 'export const ok = (text) => new RegExp(process.env.PATTERN).test(text);' };
  const writer = { path: 'zone.js', content: 'export const setZone = (zone) => { process.env.TZ = zone; };' };
  expect(findRepeatedConstruction(format, [format, pattern])).toMatchObject([{ status: 'applicable' }]);
  expect(findRepeatedConstruction(pattern, [format, pattern])).toMatchObject([{ status: 'applicable' }]);
  expect(findRepeatedConstruction(format, [format, pattern, writer])).toMatchObject([
    { status: 'refused', reason: expect.stringContaining('zone.js changes the environment') as unknown },
  ]);
  expect(findRepeatedConstruction(pattern, [format, pattern, writer])).toEqual([]);
});

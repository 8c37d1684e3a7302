import { expect, test } from 'vitest';
import { readSource } from '../../../lambdas/analysis/read-source.ts';
import { target } from '../fakes/world.ts';

function read(content: string) {
  const files = [{ path: 'handler.js', content }];
  const found = { ok: true as const, files, handler: 'handler.handler', origin: 'package' as const, place: 'here' };
  return readSource({ source: { source: async () => found } }, target('orders'));
}

test('code that is nested too deeply to be walked is not fit to be changed, and stops nobody', async () => {
  // Members are parsed without going deeper, but each holds the one before.
  expect(await read(`export const last = (list) => list${'.next'.repeat(12_000)};\n`)).toEqual({
    sites: [],
    source: { kind: 'unusable', problem: 'unreadable', reason: 'Its code is nested too deeply to be read.' },
  });
});

test.each([
  ['a sum of thousands of terms', `export const sum = ${Array(12_000).fill('1').join(' + ')};\n`],
  ['thousands of brackets', `export const list = ${'['.repeat(3000)}${']'.repeat(3000)};\n`],
])('%s stops nobody, wherever the stack ends', async (_what, content) => {
  expect((await read(content)).sites).toEqual([]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { specimens } from './corpus.ts';
import { loadSource } from './load-source.ts';
import { typeErrors } from './type-errors.ts';

type Run = (numbers: number[]) => unknown;

const all = specimens('memory-growth', 'rewritten');
const runnable = all.filter(({ file }) => /\brun = /.test(file.content));

/** A module and the Map that it keeps. */
async function loaded(path: string, content: string): Promise<{ run: Run; kept: Map<unknown, unknown> | undefined }> {
  const made: Map<unknown, unknown>[] = [];
  const RealMap = globalThis.Map;
  globalThis.Map = class<K, V> extends RealMap<K, V> {
    constructor(entries?: Iterable<readonly [K, V]> | null) {
      super(entries);
      made.push(this);
    }
  } as MapConstructor;
  try {
    const run = (await loadSource({ path, content }))['run'] as Run;
    return { run, kept: made.findLast((map) => map.size === 0) };
  } finally {
    globalThis.Map = RealMap;
  }
}

const typed = all.filter(({ name }) => name.endsWith('.ts'));

test.each(typed.map((specimen) => [specimen.name, specimen] as const))('%s stays typed', (_name, { file, expected }) => {
  expect(typeErrors([{ path: `a/${file.path}`, content: expected }])[`a/${file.path}`]).toEqual([]);
});

describe.each(runnable.map((specimen) => [specimen.name, specimen] as const))('%s', (_name, { file, expected }) => {
  test('gives the same, in whatever order the keys come and go', async () => {
    const before = await loaded(file.path, file.content);
    const after = await loaded(file.path, expected);
    fc.assert(
      fc.property(fc.array(fc.nat(3000), { minLength: 200, maxLength: 800 }), (numbers) => {
        expect(after.run(numbers)).toEqual(before.run(numbers));
      }),
      { numRuns: 20 },
    );
  });

  test('holds 1000 at most, where it held all', async () => {
    const numbers = Array.from({ length: 1500 }, (_, index) => index);
    const before = await loaded(file.path, file.content);
    const after = await loaded(file.path, expected);
    before.run(numbers);
    after.run(numbers);
    expect([before.kept?.size, after.kept?.size]).toEqual([1500, 1000]);
  });
});

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { batchGet } from '../../../lambdas/generation/codemods/batch-get.ts';
import { findSites } from '../../../lambdas/shared/source/find-sites.ts';
import { specimens } from './corpus.ts';
import { DOCUMENT_PACKAGES, FakeDocuments } from './fake-documents.ts';
import { loadSource } from './load-source.ts';

type Run = (ids: number[]) => Promise<unknown>;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Runs with the given table, its waits skipped; an error is an outcome. */
async function outcome(run: Run, ids: number[], table: FakeDocuments): Promise<unknown> {
  Object.assign(globalThis, { documents: table.answer });
  const running = run(ids).then(
    (value) => ({ value }),
    (error: unknown) => ({ error: String(error) }),
  );
  await vi.advanceTimersByTimeAsync(60_000);
  return running;
}

const rewritten = specimens('n-plus-one', 'rewritten');

describe.each(rewritten.map((specimen) => [specimen.name, specimen] as const))('%s, before and after', (_name, { file, expected }) => {
  test('gives the same, whatever is asked for, missing, asked twice or left unprocessed', async () => {
    const before = (await loadSource(file, DOCUMENT_PACKAGES))['run'] as Run;
    const after = (await loadSource({ path: file.path, content: expected }, DOCUMENT_PACKAGES))['run'] as Run;
    const ids = fc.array(fc.nat(60), { maxLength: 150 });
    await fc.assert(
      fc.asyncProperty(ids, fc.nat(7), fc.nat(3), fc.integer({ min: 0, max: 9 }), async (list, rare, throttled, processed) => {
        const misses = (key: Record<string, unknown>): boolean => rare > 0 && JSON.stringify(key).length % rare === 1;
        const old = await outcome(before, list, new FakeDocuments(misses));
        const table = new FakeDocuments(misses, throttled, processed);
        expect(await outcome(after, list, table)).toEqual(old);
        expect(table.gets).toBe(0);
      }),
      { numRuns: 40 },
    );
  });
});

async function forOf(): Promise<Run> {
  const specimen = rewritten.find(({ name }) => name === 'for-of.js');
  return (await loadSource({ path: 'for-of.js', content: specimen?.expected ?? '' }, DOCUMENT_PACKAGES))['run'] as Run;
}

test('asks for 100 distinct keys at a time, and for each once', async () => {
  const table = new FakeDocuments(() => false);
  const ids = Array.from({ length: 500 }, (_, index) => index % 250);
  await outcome(await forOf(), ids, table);
  expect(table.batches).toEqual([100, 100, 50]);
  expect(new Set(table.keys).size).toBe(table.keys.length);
});

test('nothing is asked for an empty list', async () => {
  const table = new FakeDocuments(() => false);
  expect(await outcome(await forOf(), [], table)).toEqual({ value: [] });
  expect(table.batches).toEqual([]);
});

test('gives up after six requests, and says how many keys stayed unprocessed', async () => {
  const table = new FakeDocuments(() => false, 100, 0);
  expect(await outcome(await forOf(), [1, 2, 3], table)).toEqual({ error: 'Error: 3 of 3 keys of undefined stayed unprocessed' });
  expect(table.batches).toHaveLength(6);
});

test('an item that is asked for twice is not the same object twice', async () => {
  const { value } = (await outcome(await forOf(), [1, 1], new FakeDocuments(() => false))) as { value: { tags: string[] }[] };
  value[0]?.tags.push('b');
  expect(value[1]?.tags).toEqual(['a']);
});

const [specimen] = rewritten;
const permission = (files: { path: string; content: string }[]) => batchGet.apply(files[0] ?? { path: '', content: '' }, files, () => true);

test('is refused where nothing shows that the function may ask for batches', () => {
  const file = specimen?.file ?? { path: '', content: '' };
  const unrelated = { path: 'package.json', content: '{ "kaizen": { "allow": { "aws": ["dynamodb:Query"] } } }' };
  for (const files of [[file], [file, unrelated]]) {
    expect(permission(files)).toEqual({ applied: false, reason: expect.stringContaining('permission dynamodb:BatchGetItem') as unknown });
  }
  const user = {
    path: 'other.js',
    content: 'export const all = (client, Keys) => client.send(new BatchGetCommand({ RequestItems: { t: { Keys } } }));',
  };
  expect(permission([file, user])).toMatchObject({ applied: true });
  expect(permission([file, { path: 'test/other.test.js', content: user.content }])).toMatchObject({ applied: false });
});

test('takes the place of overlapping waits in the same loop, and only there', () => {
  const files = rewritten.find(({ name }) => name === 'for-of.js')?.files ?? [];
  const statuses = (of: typeof files) =>
    findSites(of)
      .filter(({ kind }) => kind !== 'unbounded-wait')
      .map(({ kind, status }) => `${kind} ${status}`);
  expect(statuses(files)).toEqual(['n-plus-one applicable', 'sequential-awaits refused']);
  expect(statuses(files.slice(0, 1))).toEqual(['n-plus-one refused', 'sequential-awaits applicable']);
});

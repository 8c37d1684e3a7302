import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { specimens } from './corpus.ts';
import { loadSource } from './load-source.ts';

type Prices = (currency: unknown, market?: unknown) => Promise<{ path: string; call: number } | null>;

let calls: string[] = [];
let answer: (path: string) => unknown = () => ({});
const realFetch = globalThis.fetch;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] });
  calls = [];
  answer = (path) => ({ path, call: calls.length });
  globalThis.fetch = async (address) => {
    const { pathname } = new URL(String(address));
    calls.push(pathname);
    const value = answer(pathname);
    if (value instanceof Error) throw value;
    return new Response(JSON.stringify(value), { status: value === 'gone' ? 404 : 200 });
  };
});
afterEach(() => {
  vi.useRealTimers();
  globalThis.fetch = realFetch;
});

async function prices(version: 'before' | 'after'): Promise<Prices> {
  const specimen = specimens('uncached-read', 'rewritten').find(({ name }) => name === 'fetch.js');
  if (specimen === undefined) throw new Error('no specimen');
  const content = version === 'before' ? specimen.file.content : specimen.expected;
  return (await loadSource({ path: 'fetch.js', content }))['fetchPrices'] as Prices;
}

test('gives what the uncached function gives, for any keys', async () => {
  const before = await prices('before');
  const after = await prices('after');
  answer = (path) => ({ path });
  const key = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(undefined), fc.constant(null));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(key, key), { maxLength: 12 }), async (keys) => {
      for (const [currency, market] of keys) {
        const wanted = await before(currency, market).catch((error: unknown) => String(error));
        expect(await after(currency, market).catch((error: unknown) => String(error))).toEqual(wanted);
      }
    }),
    { numRuns: 40 },
  );
});

test('asks once per key within half a minute, and again after it', async () => {
  const fetchPrices = await prices('after');
  await fetchPrices('EUR');
  await fetchPrices('EUR');
  await fetchPrices('USD');
  expect(calls).toEqual(['/prices/eu/EUR', '/prices/eu/USD']);
  vi.setSystemTime(1_029_999);
  await fetchPrices('EUR');
  expect(calls).toHaveLength(2);
  vi.setSystemTime(1_030_000);
  await fetchPrices('EUR');
  expect(calls).toHaveLength(3);
});

test('a number and its text are two keys, as they may be two routes', async () => {
  const fetchPrices = await prices('after');
  await fetchPrices('1');
  await fetchPrices(1);
  expect(calls).toHaveLength(2);
});

test('callers at the same time share one request', async () => {
  const fetchPrices = await prices('after');
  const answers = await Promise.all([fetchPrices('EUR'), fetchPrices('EUR'), fetchPrices('EUR')]);
  expect(calls).toHaveLength(1);
  expect(answers).toEqual([
    { path: '/prices/eu/EUR', call: 1 },
    { path: '/prices/eu/EUR', call: 1 },
    { path: '/prices/eu/EUR', call: 1 },
  ]);
});

test('a failure reaches every caller and is not kept', async () => {
  const fetchPrices = await prices('after');
  answer = () => new Error('upstream is down');
  const failed = await Promise.allSettled([fetchPrices('EUR'), fetchPrices('EUR')]);
  expect(failed.map((result) => result.status)).toEqual(['rejected', 'rejected']);
  answer = () => 'gone';
  await expect(fetchPrices('EUR')).rejects.toThrow('prices EUR: 404');
  answer = (path) => ({ path, call: calls.length });
  expect(await fetchPrices('EUR')).toEqual({ path: '/prices/eu/EUR', call: 3 });
});

test('nothing is not kept', async () => {
  const fetchPrices = await prices('after');
  answer = () => null;
  expect(await fetchPrices('EUR')).toBeNull();
  answer = (path) => ({ path, call: 2 });
  expect(await fetchPrices('EUR')).not.toBeNull();
});

test('a caller that changes its answer changes nobody else\u2019s', async () => {
  const fetchPrices = await prices('after');
  for (let turn = 0; turn < 3; turn += 1) {
    const mine = await fetchPrices('EUR');
    expect(mine?.path).toBe('/prices/eu/EUR');
    if (mine !== null) mine.path = 'changed';
  }
});

test('holds 500 answers at most: the oldest goes first', async () => {
  const fetchPrices = await prices('after');
  for (let key = 0; key <= 500; key += 1) await fetchPrices(key);
  expect(calls).toHaveLength(501);
  await fetchPrices(1);
  expect(calls).toHaveLength(501);
  await fetchPrices(0);
  expect(calls).toHaveLength(502);
});

import { afterEach, describe, expect, test, vi } from 'vitest';
import { specimens } from './corpus.ts';
import { DOCUMENT_PACKAGES } from './fake-documents.ts';
import { loadSource } from './load-source.ts';

afterEach(() => vi.unstubAllGlobals());

const DATA = {
  name: 'Ada',
  active: true,
  blocked: false,
  discount: 5,
  tags: [' a ', 'b'],
  values: [{ name: 'first' }],
  names: ['Austria'],
  rate: 0.2,
  net: 100,
  tax: 0.1,
  fee: 3,
};
const PACKAGES = { ...DOCUMENT_PACKAGES, 'price-list/index.js': 'module.exports.loadPriceList = (of) => globalThis.priceList(of);\n' };

/** What a run gives, or throws, and how often it asked for something; `fails` makes every question fail. */
async function observe(
  source: { path: string; content: string },
  data: object,
  fails: boolean,
): Promise<{ outcome: unknown; reads: number }> {
  let reads = 0;
  const ask = async (): Promise<typeof DATA> => {
    reads += 1;
    await Promise.resolve();
    if (fails) throw new Error('upstream is down');
    return structuredClone({ ...DATA, ...data });
  };
  vi.stubGlobal('fetch', async () => {
    const answer = await ask();
    return { ok: true, json: async () => answer };
  });
  vi.stubGlobal('documents', async () => ({ Item: await ask() }));
  vi.stubGlobal('priceList', ask);
  vi.stubGlobal('console', { log: () => undefined });
  const { run } = (await loadSource(source, PACKAGES)) as { run: (event: unknown) => Promise<unknown> };
  const event = { id: 'C-1', cents: [100, 50], url: 'http://upstream', currency: 'EUR', shipping: 4, country: 'AT' };
  const outcome = await run({ ...event, getUser: ask, rates: { findRate: ask } }).then(
    (value) => ({ value }),
    (error: unknown) => ({ error: String(error) }),
  );
  return { outcome, reads };
}

describe.each(specimens('duplicate-call', 'rewritten').map((specimen) => [specimen.name, specimen] as const))(
  '%s, before and after',
  (_name, { file, expected }) => {
    test.each([
      ['what is usual', {}, false],
      ['an early end', { active: false, blocked: true }, false],
      ['an error', {}, true],
    ])('gives the same with %s, and never asks for more', async (_case, data, fails) => {
      const before = await observe(file, data, fails);
      const after = await observe({ path: file.path, content: expected }, data, fails);
      expect(after.outcome).toEqual(before.outcome);
      expect(after.reads).toBe(1);
      expect(before.reads).toBeGreaterThanOrEqual(1);
    });
  },
);

test('the specimens ask more than once before', async () => {
  for (const { file } of specimens('duplicate-call', 'rewritten')) expect((await observe(file, {}, false)).reads).toBeGreaterThan(1);
});

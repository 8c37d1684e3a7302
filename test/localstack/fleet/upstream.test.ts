import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startUpstream } from '../../../localstack/embedded/fleet/upstream.ts';
import type { Upstream } from '../../../localstack/embedded/fleet/upstream.ts';

async function statuses(calls: Promise<Response>[]): Promise<number[]> {
  return (await Promise.all(calls)).map(({ status }) => status);
}

describe('startUpstream', () => {
  let upstream: Upstream;
  beforeEach(async () => {
    upstream = await startUpstream({ seed: 1, errors: false });
  });
  afterEach(() => upstream.close());

  const rate = (caller: string, signal?: AbortSignal): Promise<Response> =>
    fetch(`${upstream.url}/rates/north?grams=1500`, { headers: { 'x-caller': caller }, ...(signal ? { signal } : {}) });

  it('answers prices, the same ones each time, that may be cached', async () => {
    const first = await fetch(`${upstream.url}/prices/EUR`);
    const second = await fetch(`${upstream.url}/prices/EUR`);
    expect(first.headers.get('cache-control')).toMatch(/max-age/);
    const list = (await first.json()) as { currency: string; prices: Record<string, number> };
    expect(list.currency).toBe('EUR');
    expect(list.prices['P-0001']).toBeGreaterThan(0);
    expect(await second.json()).toEqual(list);
  });

  it('takes ledger entries', async () => {
    const entered = await fetch(`${upstream.url}/ledger/inv-7`, { method: 'PUT', body: '{"net":1,"tax":0}' });
    expect(await entered.json()).toEqual({ entry: 'L-inv-7' });
  });

  it('is slow on the route that was slowed, and on no other, until it is told to be as usual', async () => {
    const order: string[] = [];
    const put = (path: string) => fetch(`${upstream.url}${path}`, { method: 'PUT', body: '{}' }).then(() => order.push(path));
    // 16 ms at least become 960; the ledger answers five times long before that.
    upstream.slow('authorisations', 60);
    const slowed = put('/authorisations/pay-1');
    for (let call = 0; call < 5; call += 1) await put('/ledger/inv-1');
    upstream.slow('authorisations', 1);
    await put('/authorisations/pay-2');
    await slowed;
    expect(order).toEqual([...Array.from({ length: 5 }, () => '/ledger/inv-1'), '/authorisations/pay-2', '/authorisations/pay-1']);
  });

  it('lets a caller ask for one rate after the other', async () => {
    for (let call = 0; call < 3; call += 1) {
      const response = await rate('stream-1');
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ cents: 390 });
    }
  });

  it('refuses a second parallel request of the same caller with a 429', async () => {
    const answers = await statuses([rate('stream-1'), rate('stream-1'), rate('stream-1'), rate('stream-1')]);
    expect(answers.toSorted((a, b) => a - b)).toEqual([200, 429, 429, 429]);
    expect(await statuses([rate('stream-1')])).toEqual([200]);
  });

  it('does not count the requests of others', async () => {
    expect(await statuses([rate('stream-1'), rate('stream-2'), rate('stream-3')])).toEqual([200, 200, 200]);
  });

  it('frees the place of a caller that gave up', async () => {
    const giveUp = new AbortController();
    const abandoned = rate('stream-1', giveUp.signal);
    giveUp.abort();
    await expect(abandoned).rejects.toThrow();
    await expect.poll(async () => (await rate('stream-1')).status).toBe(200);
  });

  it('wants to know who asks for a rate', async () => {
    const response = await fetch(`${upstream.url}/rates/north?grams=1500`);
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/x-caller/);
  });

  it.each(['/prices/XXX', '/rates/atlantis?grams=1', '/rates/north?grams=heavy', '/nothing'])('knows no %s', async (path) => {
    expect((await fetch(upstream.url + path, { headers: { 'x-caller': 'stream-1' } })).status).toBe(404);
  });

  it('accepts only the method of a route', async () => {
    expect((await fetch(`${upstream.url}/ledger/inv-7`)).status).toBe(404);
  });
});

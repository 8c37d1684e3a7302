import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';

const lists: Record<string, unknown> = {
  '/prices/EUR': { currency: 'EUR', prices: { tea: 4.5, cup: 6.25 } },
  '/prices/USD': { currency: 'USD', prices: { tea: 5, cup: 7.1 } },
};

const upstream = createServer((request, response) => {
  const list = lists[request.url ?? ''];
  response.statusCode = list ? 200 : 404;
  response.end(JSON.stringify(list ?? { message: 'unknown currency' }));
});
upstream.listen(0, '127.0.0.1');
await once(upstream, 'listening');
after(() => {
  upstream.close();
  upstream.closeAllConnections();
});

process.env.UPSTREAM_URL = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
const { handler } = await import('../handler.ts');
const context = { awsRequestId: 'request-1' };
const lines = [
  { productId: 'tea', quantity: 2 },
  { productId: 'cup', quantity: 1 },
];

test('prices each line and the basket', async () => {
  const basket = await handler({ currency: 'EUR', lines }, context);
  assert.deepEqual(basket, {
    requestId: 'request-1',
    currency: 'EUR',
    lines: [
      { productId: 'tea', quantity: 2, cents: 900 },
      { productId: 'cup', quantity: 1, cents: 625 },
    ],
    totalCents: 1525,
  });
});

test('each currency has prices of its own, however often they are asked for', async () => {
  const first = await handler({ currency: 'USD', lines }, context);
  const other = await handler({ currency: 'EUR', lines }, context);
  const again = await handler({ currency: 'USD', lines }, context);
  assert.equal(first.totalCents, 1710);
  assert.equal(other.totalCents, 1525);
  assert.deepEqual(again, first);
});

test('an empty basket costs nothing', async () => {
  assert.equal((await handler({ currency: 'EUR', lines: [] }, context)).totalCents, 0);
});

test('fails for a product without a price', async () => {
  await assert.rejects(handler({ currency: 'EUR', lines: [{ productId: 'pot', quantity: 1 }] }, context), /pot has no price in EUR/);
});

test('fails when the upstream does, each time', async () => {
  await assert.rejects(handler({ currency: 'XXX', lines }, context), /upstream answered 404/);
  await assert.rejects(handler({ currency: 'XXX', lines }, context), /upstream answered 404/);
});

test('refuses what is not a currency', async () => {
  await assert.rejects(handler({ currency: '../admin', lines }, context), /expected three capital letters/);
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';

const upstream = createServer((request, response) => {
  request.resume();
  response.statusCode = request.method === 'PUT' && request.url !== '/quotes/full' ? 200 : 507;
  response.end(JSON.stringify({ filed: request.url }));
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

test('quotes each line by its cheapest offer, and files the total', async () => {
  const quote = await handler(
    {
      quoteId: 'Q-1',
      lines: [
        { sku: 'SKU-0', quantity: 2 },
        { sku: 'SKU-22', quantity: 1 },
        { sku: 'SKU-0', quantity: 1 },
      ],
    },
    context,
  );
  assert.deepEqual(quote, {
    requestId: 'request-1',
    quoteId: 'Q-1',
    lines: [
      { sku: 'SKU-0', quantity: 2, supplier: 'north', cents: 200 },
      { sku: 'SKU-22', quantity: 1, supplier: 'south', cents: 115 },
      { sku: 'SKU-0', quantity: 1, supplier: 'north', cents: 100 },
    ],
    totalCents: 415,
    filed: '/quotes/Q-1',
  });
});

test('fails for an article that nobody offers', async () => {
  await assert.rejects(handler({ quoteId: 'Q-2', lines: [{ sku: 'SKU-9999', quantity: 1 }] }, context), /SKU-9999 is not offered/);
});

test('refuses a quote without lines', async () => {
  await assert.rejects(handler({ quoteId: 'Q-3', lines: [] }, context), /Q-3 has no lines/);
});

test('fails when the quote can not be filed', async () => {
  await assert.rejects(handler({ quoteId: 'full', lines: [{ sku: 'SKU-1', quantity: 1 }] }, context), /upstream answered 507/);
});

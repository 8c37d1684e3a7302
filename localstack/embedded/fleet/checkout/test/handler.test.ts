import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';

const customers: Record<string, unknown> = {
  '/customers/C-1': { customerId: 'C-1', blocked: false, discountPercent: 10, country: 'AT' },
  '/customers/C-2': { customerId: 'C-2', blocked: true, discountPercent: 0, country: 'DE' },
};

const upstream = createServer((request, response) => {
  const customer = customers[request.url ?? ''];
  response.statusCode = customer ? 200 : 404;
  response.end(JSON.stringify(customer ?? { message: 'unknown customer' }));
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

test('takes the discount off the total', async () => {
  const lines = [
    { productId: 'tea', quantity: 2, unitCents: 450 },
    { productId: 'cup', quantity: 1, unitCents: 625 },
  ];
  assert.deepEqual(await handler({ customerId: 'C-1', lines }, context), {
    requestId: 'request-1',
    customerId: 'C-1',
    country: 'AT',
    totalCents: 1373,
  });
});

test('an empty basket costs nothing', async () => {
  assert.equal((await handler({ customerId: 'C-1', lines: [] }, context)).totalCents, 0);
});

test('a blocked customer buys nothing', async () => {
  await assert.rejects(handler({ customerId: 'C-2', lines: [] }, context), /C-2 is blocked/);
});

test('fails when the customer is not known', async () => {
  await assert.rejects(handler({ customerId: 'C-404', lines: [] }, context), /upstream answered 404/);
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';

const upstream = createServer(async (request, response) => {
  const { net, tax } = JSON.parse(await text(request)) as { net: number; tax: number };
  response.statusCode = request.url === '/ledger/closed' ? 409 : 200;
  response.end(JSON.stringify({ entry: `L-${net + tax}` }));
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
const csv = 'AB-0001; 2; 1000; 19\nAB-0002; 1; 333; 7\n\nAB-0003; 3; 50; 0\n';

test('totals a CSV invoice by tax rate and enters it', async () => {
  assert.deepEqual(await handler({ invoiceId: 'i-1', format: 'csv', body: csv }, context), {
    requestId: 'request-1',
    invoiceId: 'i-1',
    ledgerEntry: 'L-2886',
    lines: 3,
    netCents: 2483,
    taxCents: 403,
    grossCents: 2886,
    netByTax: { '0': 150, '7': 333, '19': 2000 },
  });
});

test('a JSON invoice of the same lines has the same totals', async () => {
  const lines = [
    { sku: 'AB-0001', quantity: 2, unitCents: 1000, taxPercent: 19 },
    { sku: 'AB-0002', quantity: 1, unitCents: 333, taxPercent: 7 },
    { sku: 'AB-0003', quantity: 3, unitCents: 50, taxPercent: 0 },
  ];
  const fromJson = await handler({ invoiceId: 'i-1', format: 'json', body: JSON.stringify({ lines }) }, context);
  assert.deepEqual(fromJson, await handler({ invoiceId: 'i-1', format: 'csv', body: csv }, context));
});

test('names the first line that is wrong', async () => {
  const wrong: [string, RegExp][] = [
    ['AB-0001;1;100;19\nteapot;1;100;19', /line 2: sku teapot/],
    ['AB-0001;0;100;19', /line 1: quantity 0/],
    ['AB-0001;1;9.5;19', /line 1: price 9.5/],
    ['AB-0001;1;100;18', /line 1: no tax rate of 18 %/],
    ['AB-0001', /line 1: quantity NaN/],
    ['\n', /the invoice has no lines/],
  ];
  for (const [body, message] of wrong) {
    await assert.rejects(handler({ invoiceId: 'i-2', format: 'csv', body }, context), message);
  }
});

test('refuses an invoice without an id', async () => {
  await assert.rejects(handler({ invoiceId: '', format: 'csv', body: csv }, context), /invoiceId is missing/);
});

test('fails when the ledger does not take the entry', async () => {
  await assert.rejects(handler({ invoiceId: 'closed', format: 'csv', body: csv }, context), /upstream answered 409/);
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';

const upstream = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://upstream');
  response.statusCode = url.pathname === '/rates/nowhere' ? 503 : 200;
  const cents = Number(url.searchParams.get('grams')) * 2;
  response.end(JSON.stringify({ cents, surcharges: [{ code: 'FUEL', cents: 10, text: 'Fuel' }], caller: request.headers['x-caller'] }));
});
upstream.listen(0, '127.0.0.1');
await once(upstream, 'listening');
after(() => {
  upstream.close();
  upstream.closeAllConnections();
});

process.env.UPSTREAM_URL = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
process.env.AWS_LAMBDA_LOG_STREAM_NAME = 'test-stream';
const { handler } = await import('../handler.ts');
const context = { awsRequestId: 'request-1' };
const parcels = [
  { parcelId: 'p-1', weightGrams: 300, contents: 'books' },
  { parcelId: 'p-2', weightGrams: 100, contents: 'tea' },
  { parcelId: 'p-3', weightGrams: 200, contents: 'cups' },
];

test('quotes every parcel, in the order of the shipment, with the total', async () => {
  const quote = await handler({ shipmentId: 's-1', zone: 'north', parcels }, context);
  assert.equal(quote.requestId, 'request-1');
  assert.deepEqual(
    quote.quotes.map(({ parcelId, cents }) => [parcelId, cents]),
    [
      ['p-1', 600],
      ['p-2', 200],
      ['p-3', 400],
    ],
  );
  assert.deepEqual(quote.quotes[0]?.surcharges, [{ code: 'FUEL', cents: 10, text: 'Fuel' }]);
  assert.equal(quote.totalCents, 1200);
  assert.equal(quote.history, undefined);
});

test('shows the latest quotes to the support desk', async () => {
  const quote = await handler({ shipmentId: 's-2', zone: 'north', parcels: parcels.slice(0, 1), withHistory: true }, context);
  assert.deepEqual(quote.history?.at(-1), { shipmentId: 's-2', totalCents: 600 });
});

test('fails when the upstream has no rate', async () => {
  await assert.rejects(handler({ shipmentId: 's-3', zone: 'nowhere', parcels }, context), /upstream answered 503/);
});

test('refuses a shipment without parcels', async () => {
  await assert.rejects(handler({ shipmentId: 's-4', zone: 'north', parcels: [] }, context), /shipment s-4 has no parcels/);
});

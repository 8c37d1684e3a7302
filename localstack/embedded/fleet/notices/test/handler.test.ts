import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';

const upstream = createServer(async (request, response) => {
  const body = await text(request);
  const [, route, key] = (request.url ?? '').split('/');
  if (route === 'customers') {
    response.statusCode = key === 'unknown' ? 404 : 200;
    response.end(JSON.stringify({ customerId: key, country: key === 'C-1' ? 'AT' : 'DE' }));
    return;
  }
  response.statusCode = key === 'refused' ? 503 : 200;
  response.end(JSON.stringify({ receipt: `R-${JSON.parse(body).text.length}` }));
});
upstream.listen(0, '127.0.0.1');
await once(upstream, 'listening');
after(() => {
  upstream.close();
  upstream.closeAllConnections();
});

process.env.UPSTREAM_URL = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
process.env.TEXT_GATEWAY_URL = process.env.UPSTREAM_URL;
const { handler } = await import('../handler.ts');
const context = { awsRequestId: 'request-1' };
const order = {
  orderId: 'ord-1',
  customerId: 'C-1',
  parcels: 1,
  channel: 'mail',
  address: { street: 'Gasse 1', city: 'Linz' },
} as const;

test('tells a customer where the parcel goes, in the words of the country', async () => {
  assert.deepEqual(await handler({ order }, context), {
    requestId: 'request-1',
    orderId: 'ord-1',
    text: 'Ihr Packerl ist auf dem Weg nach Linz.',
    receipt: null,
  });
});

test('counts the parcels', async () => {
  const one = await handler({ order: { ...order, customerId: 'C-2' } }, context);
  assert.equal(one.text, 'Ihr Paket ist auf dem Weg nach Linz.');
  const two = await handler({ order: { ...order, customerId: 'C-2', parcels: 2 } }, context);
  assert.equal(two.text, 'Ihre 2 Pakete sind auf dem Weg nach Linz.');
  const three = await handler({ order: { ...order, parcels: 3 } }, context);
  assert.equal(three.text, 'Ihre 3 Packerl sind auf dem Weg nach Linz.');
});

test('hands a text message over to the gateway', async () => {
  const { receipt } = await handler({ order: { ...order, channel: 'text' } }, context);
  assert.equal(receipt, 'R-38');
});

test('refuses an order without an id', async () => {
  await assert.rejects(handler({ order: { ...order, orderId: '' } }, context), /orderId is missing/);
});

test('fails when nobody knows the customer', async () => {
  await assert.rejects(handler({ order: { ...order, customerId: 'unknown' } }, context), /customer unknown: upstream answered 404/);
});

test('fails when the gateway does not take the message', async () => {
  const refused = { ...order, orderId: 'refused', channel: 'text' } as const;
  await assert.rejects(handler({ order: refused }, context), /text notice of refused: the gateway answered 503/);
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';

const upstream = createServer(async (request, response) => {
  const { cents, currency } = JSON.parse(await text(request)) as { cents: number; currency: string };
  response.statusCode = request.url === '/authorisations/declined' ? 402 : 200;
  response.end(JSON.stringify({ authorisation: `A-${cents}-${currency}` }));
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

test('has a payment authorised', async () => {
  assert.deepEqual(await handler({ paymentId: 'p-1', cents: 1250, currency: 'EUR' }, context), {
    requestId: 'request-1',
    paymentId: 'p-1',
    authorisation: 'A-1250-EUR',
  });
});

test('refuses a payment without an id', async () => {
  await assert.rejects(handler({ paymentId: '', cents: 1, currency: 'EUR' }, context), /paymentId is missing/);
});

test('refuses what is no amount of money', async () => {
  const wrong: [Parameters<typeof handler>[0], RegExp][] = [
    [{ paymentId: 'p-1', cents: 0, currency: 'EUR' }, /0 is not an amount/],
    [{ paymentId: 'p-1', cents: 1.5, currency: 'EUR' }, /1.5 is not an amount/],
    [{ paymentId: 'p-1', cents: 1, currency: 'euro' }, /euro is no currency/],
  ];
  for (const [event, message] of wrong) await assert.rejects(handler(event, context), message);
});

test('fails when the network declines', async () => {
  await assert.rejects(handler({ paymentId: 'declined', cents: 1, currency: 'EUR' }, context), /upstream answered 402/);
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';

const levels: Record<string, unknown> = { '/stock/I-1': { left: 4 }, '/stock/I-2': { left: 0 } };

const upstream = createServer((request, response) => {
  const level = levels[request.url ?? ''];
  response.statusCode = level ? 200 : 404;
  response.end(JSON.stringify(level ?? { message: 'unknown article' }));
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

test('the last one can be had', async () => {
  assert.deepEqual(await handler({ itemId: 'I-1', wanted: 4 }, context), { requestId: 'request-1', itemId: 'I-1', left: 4, enough: true });
});

test('one more than there are can not', async () => {
  assert.equal((await handler({ itemId: 'I-1', wanted: 5 }, context)).enough, false);
});

test('nothing is left of what is sold out', async () => {
  assert.deepEqual(await handler({ itemId: 'I-2', wanted: 1 }, context), { requestId: 'request-1', itemId: 'I-2', left: 0, enough: false });
});

test('fails for what is not in the warehouse', async () => {
  await assert.rejects(handler({ itemId: 'I-404', wanted: 1 }, context), /upstream answered 404/);
});

test('fails when nobody answers', async () => {
  upstream.close();
  upstream.closeAllConnections();
  await assert.rejects(handler({ itemId: 'I-1', wanted: 1 }, context), /ECONNREFUSED|socket hang up|ECONNRESET/);
});

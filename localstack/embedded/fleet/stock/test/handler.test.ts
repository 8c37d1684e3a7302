import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';

const items: Record<string, unknown> = {
  'I-1': { itemId: { S: 'I-1' }, title: { S: 'Teapot' }, priceCents: { N: '2500' } },
  'I-2': { itemId: { S: 'I-2' }, title: { S: 'Cup' }, priceCents: { N: '500' } },
};

const dynamodb = createServer(async (request, response) => {
  const { Key } = JSON.parse(await text(request)) as { Key: { itemId: { S: string } } };
  const item = items[Key.itemId.S];
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  response.end(JSON.stringify(item ? { Item: item } : {}));
});
dynamodb.listen(0, '127.0.0.1');
await once(dynamodb, 'listening');
after(() => {
  dynamodb.close();
  dynamodb.closeAllConnections();
});

Object.assign(process.env, {
  AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(dynamodb.address() as AddressInfo).port}`,
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  ITEMS_TABLE: 'items',
});
const { handler } = await import('../handler.ts');
const context = { awsRequestId: 'request-1' };

test('there are enough of what is cheap', async () => {
  assert.deepEqual(await handler({ itemId: 'I-2', wanted: 20 }, context), {
    requestId: 'request-1',
    itemId: 'I-2',
    title: 'Cup',
    enough: true,
  });
});

test('there are few of what is dear', async () => {
  assert.equal((await handler({ itemId: 'I-1', wanted: 5 }, context)).enough, false);
});

test('the last one can be had', async () => {
  assert.equal((await handler({ itemId: 'I-1', wanted: 4 }, context)).enough, true);
});

test('fails for what does not exist', async () => {
  await assert.rejects(handler({ itemId: 'I-404', wanted: 1 }, context), /I-404 does not exist/);
});

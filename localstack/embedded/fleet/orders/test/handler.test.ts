import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';

interface GetItemRequest {
  TableName: string;
  Key: { itemId: { S: string } };
}

const items: Record<string, unknown> = {
  'I-1': { itemId: { S: 'I-1' }, title: { S: 'Teapot' }, priceCents: { N: '2450' } },
  'I-2': { itemId: { S: 'I-2' }, title: { S: 'Cup' }, priceCents: { N: '600' } },
  'I-3': { itemId: { S: 'I-3' }, title: { S: 'Saucer' }, priceCents: { N: '350' } },
};

const dynamodb = createServer(async (request, response) => {
  const { TableName, Key } = JSON.parse(await text(request)) as GetItemRequest;
  const item = TableName === 'items' ? items[Key.itemId.S] : undefined;
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

test('answers the items in the order of the order, with their total', async () => {
  const summary = await handler({ orderId: 'O-1', itemIds: ['I-3', 'I-1', 'I-2'] }, context);
  assert.equal(summary.requestId, 'request-1');
  assert.equal(summary.orderId, 'O-1');
  assert.deepEqual(
    summary.items.map((item) => item.title),
    ['Saucer', 'Teapot', 'Cup'],
  );
  assert.equal(summary.totalCents, 3400);
});

test('an item that is ordered twice is there twice', async () => {
  const summary = await handler({ orderId: 'O-2', itemIds: ['I-2', 'I-2'] }, context);
  assert.equal(summary.items.length, 2);
  assert.equal(summary.totalCents, 1200);
});

test('an order without items costs nothing', async () => {
  const summary = await handler({ orderId: 'O-3', itemIds: [] }, context);
  assert.deepEqual(summary.items, []);
  assert.equal(summary.totalCents, 0);
});

test('refuses a request without an order id', async () => {
  await assert.rejects(handler({ orderId: '', itemIds: ['I-1'] }, context), /orderId is missing/);
});

test('fails when one of the items does not exist', async () => {
  await assert.rejects(handler({ orderId: 'O-4', itemIds: ['I-1', 'I-404'] }, context), /item I-404 does not exist/);
});

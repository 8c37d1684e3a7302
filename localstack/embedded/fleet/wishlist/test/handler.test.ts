import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';

type Key = { itemId: { S: string } };
type Request = { TableName: string; Key: Key } | { RequestItems: { items: { Keys: Key[] } } };

const items: Record<string, unknown> = {
  'I-1': { itemId: { S: 'I-1' }, title: { S: 'Teapot' }, priceCents: { N: '2450' } },
  'I-2': { itemId: { S: 'I-2' }, title: { S: 'Cup' }, priceCents: { N: '600' } },
};
const found = ({ itemId }: Key): unknown[] => (items[itemId.S] === undefined ? [] : [items[itemId.S]]);

const dynamodb = createServer(async (request, response) => {
  const asked = JSON.parse(await text(request)) as Request;
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  const answer =
    'RequestItems' in asked
      ? { Responses: { items: asked.RequestItems.items.Keys.flatMap(found) }, UnprocessedKeys: {} }
      : { Item: found(asked.Key)[0] };
  response.end(JSON.stringify(answer));
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

test('shows the articles in the order of the list', async () => {
  const list = await handler({ listId: 'L-1', itemIds: ['I-2', 'I-1', 'I-2'] }, context);
  assert.deepEqual(
    list.articles.map((article) => article.title),
    ['Cup', 'Teapot', 'Cup'],
  );
  assert.equal(list.missing, 0);
  assert.equal(list.requestId, 'request-1');
});

test('says what is not sold any more', async () => {
  const list = await handler({ listId: 'L-2', itemIds: ['I-1', 'I-404'] }, context);
  assert.deepEqual(list.articles[1], { itemId: 'I-404', title: null, priceCents: null });
  assert.equal(list.missing, 1);
});

test('an empty list has no articles', async () => {
  assert.deepEqual((await handler({ listId: 'L-3', itemIds: [] }, context)).articles, []);
});

test('refuses a request without a list id', async () => {
  await assert.rejects(handler({ listId: '', itemIds: [] }, context), /listId is missing/);
});

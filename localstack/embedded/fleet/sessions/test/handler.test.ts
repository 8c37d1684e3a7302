import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, beforeEach, test } from 'node:test';

type Item = Record<string, { S?: string; N?: string }>;
interface TableRequest {
  Key: { sessionId: { S: string } };
  Item: Item & { sessionId: { S: string } };
  ExpressionAttributeValues: { ':known': { N: string } };
}

const FUTURE = 4_102_444_800_000;
const sessions = new Map<string, Item>();
/** What a request of the same visitor leaves between this one's read and write. */
let visitsAfterRead: string | null = null;

function put({ Item: item, ExpressionAttributeValues: values }: TableRequest): { status: number; body: unknown } {
  const key = item.sessionId.S;
  if (key === 'locked') return { status: 400, body: { __type: 'com.amazonaws.dynamodb.v20120810#AccessDeniedException', message: 'no' } };
  const visits = visitsAfterRead ?? sessions.get(key)?.['visits']?.N;
  if (visits !== values[':known'].N) {
    return {
      status: 400,
      body: { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', message: 'The conditional request failed' },
    };
  }
  sessions.set(key, item);
  return { status: 200, body: {} };
}

const dynamodb = createServer(async (request, response) => {
  const parsed = JSON.parse(await text(request)) as TableRequest;
  const isRead = String(request.headers['x-amz-target']).endsWith('GetItem');
  const answer = isRead ? { status: 200, body: { Item: sessions.get(parsed.Key.sessionId.S) } } : put(parsed);
  response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(answer.body));
});
dynamodb.listen(0, '127.0.0.1');
await once(dynamodb, 'listening');
after(() => {
  dynamodb.close();
  dynamodb.closeAllConnections();
});
beforeEach(() => {
  visitsAfterRead = null;
  for (const [id, expiresAt] of Object.entries({ alive: FUTURE, locked: FUTURE, old: 1 })) {
    sessions.set(id, {
      sessionId: { S: id },
      visitor: { S: 'Ada' },
      page: { S: '/' },
      visits: { N: '3' },
      expiresAt: { N: String(expiresAt) },
    });
  }
});

Object.assign(process.env, {
  AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(dynamodb.address() as AddressInfo).port}`,
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  SESSIONS_TABLE: 'sessions',
});
const { handler } = await import('../handler.ts');
const context = { awsRequestId: 'request-1' };

test('records the page and counts the visit', async () => {
  const answer = await handler({ sessionId: 'alive', page: '/basket' }, context);
  assert.deepEqual(answer, { requestId: 'request-1', sessionId: 'alive', status: 'active', visits: 4 });
  assert.deepEqual(sessions.get('alive')?.['page'], { S: '/basket' });
  assert.deepEqual(sessions.get('alive')?.['visits'], { N: '4' });
  assert.deepEqual(sessions.get('alive')?.['visitor'], { S: 'Ada' });
});

test('a session that another request touched in between stays as that one left it', async () => {
  visitsAfterRead = '9';
  const answer = await handler({ sessionId: 'alive', page: '/basket' }, context);
  assert.equal(answer.status, 'active');
  assert.deepEqual(sessions.get('alive')?.['page'], { S: '/' });
});

test('an expired session is not revived', async () => {
  const answer = await handler({ sessionId: 'old', page: '/basket' }, context);
  assert.equal(answer.status, 'expired');
  assert.deepEqual(sessions.get('old')?.['page'], { S: '/' });
});

test('says that a session is unknown', async () => {
  assert.equal((await handler({ sessionId: 'nobody', page: '/' }, context)).status, 'unknown');
  assert.equal(sessions.has('nobody'), false);
});

test('refuses a request without a session', async () => {
  await assert.rejects(handler({ sessionId: '', page: '/' }, context), /sessionId is missing/);
});

test('fails when the table does', async () => {
  await assert.rejects(handler({ sessionId: 'locked', page: '/' }, context), { name: 'AccessDeniedException' });
});

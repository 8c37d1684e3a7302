import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logMinute, logsPartition } from '../../../../../lambdas/shared/adapters/dynamo/keys.ts';
import { dynamoLogBatchStore } from '../../../../../lambdas/shared/adapters/dynamo/log-batch-store.ts';
import { localDynamo, type LocalDynamo } from '../../../../contract/fakes/local-dynamo.ts';
import { logBatch } from '../../../../contract/telemetry-stores.suite.ts';

let dynamo: LocalDynamo;
beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.stop());

const NOON = Date.UTC(2026, 10, 20, 12);
const MINUTE = {
  minute: NOON,
  reports: 1,
  maxMemoryMb: 9,
  coldStarts: 0,
  initMs: 0,
  timeouts: 0,
  outOfMemory: 0,
  errors: 0,
  operations: [],
};

describe('dynamoLogBatchStore', () => {
  it('keeps minutes and failures apart, for two days', async () => {
    const table = await dynamo.table();
    await dynamoLogBatchStore({ client: dynamo.client, table }).keep(logBatch('a', [MINUTE]), NOON + 500);
    const query = (pk: string) =>
      dynamo.client.send(
        new QueryCommand({ TableName: table, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } }),
      );
    const minutes = (await query('logs#orders')).Items ?? [];
    expect(minutes).toMatchObject([{ sk: logMinute(NOON, 'a'), expiresAt: NOON / 1000 + 2 * 86_400 + 1 }]);
    expect(String(minutes[0]?.['record'])).not.toContain('boom');
    expect(String((await query('log-errors#orders')).Items?.[0]?.['record'])).toContain('boom');
  });

  it('leaves out what can’t be read, and says so', async () => {
    const table = await dynamo.table();
    const lines: string[] = [];
    const store = dynamoLogBatchStore({ client: dynamo.client, table, log: (line) => void lines.push(line) });
    await store.keep(logBatch('a', [MINUTE]), NOON);
    const broken = { pk: logsPartition('orders'), sk: logMinute(NOON, 'b'), record: '{"id":' };
    await dynamo.client.send(new PutCommand({ TableName: table, Item: broken }));
    expect(await store.minutes('orders', { from: NOON, to: NOON + 60_000 })).toEqual([MINUTE]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('left out');
  });
});

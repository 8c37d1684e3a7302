import { readFileSync } from 'node:fs';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { dynamoClient } from '../../lambdas/shared/adapters/dynamo/client.ts';
import { dynamoControlStore } from '../../lambdas/shared/adapters/dynamo/control-store.ts';
import { createMeter } from '../../lambdas/shared/adapters/unit-meter.ts';
import { startDynalite } from '../../localstack/embedded/dynalite.ts';
import { createTables, LOCAL_AWS } from '../../localstack/embedded/tables.ts';

it('docs/operations.md: the items that it tells people to put are what the kill switch reads', async () => {
  const text = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  const items = [...text.matchAll(/--item '(\{.*\})'/g)].map(([, item = '']) => JSON.parse(item));
  expect(items).toHaveLength(2);
  const server = await startDynalite(null);
  try {
    await createTables(server.endpoint, ['control']);
    const raw = new DynamoDBClient({ endpoint: server.endpoint, ...LOCAL_AWS });
    const control = dynamoControlStore({
      client: dynamoClient({ meter: createMeter(), endpoint: server.endpoint, ...LOCAL_AWS }),
      table: 'control',
    });
    await raw.send(new PutItemCommand({ TableName: 'control', Item: items[0] }));
    expect(await control.switchState()).toEqual({ stopped: true, by: 'me', reason: 'incident 42', at: 0 });
    await raw.send(new PutItemCommand({ TableName: 'control', Item: items[1] }));
    expect(await control.switchState()).toMatchObject({ stopped: false });
    raw.destroy();
  } finally {
    await server.stop();
  }
});

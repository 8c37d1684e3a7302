import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDynalite } from '../../../localstack/embedded/dynalite.ts';
import type { LocalDynamo } from '../../../localstack/embedded/dynalite.ts';
import { seedTables } from '../../../localstack/embedded/fleet/seed-tables.ts';

describe('seedTables', () => {
  let dynamo: LocalDynamo;
  let tables: DynamoDBDocumentClient;
  beforeAll(async () => {
    dynamo = await startDynalite(null);
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    tables = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: dynamo.endpoint, region: 'us-east-1', credentials }));
    await seedTables(dynamo.endpoint);
  });
  afterAll(() => dynamo.stop());

  const scan = async (TableName: string): Promise<Record<string, unknown>[]> =>
    (await tables.send(new ScanCommand({ TableName }))).Items ?? [];

  it('fills items with titles and prices', async () => {
    const items = (await scan('sample-items')) as { title: string; priceCents: number }[];
    expect(items).toHaveLength(80);
    for (const { title, priceCents } of items) {
      expect(title).toMatch(/^Item \d+$/);
      expect(Number.isInteger(priceCents) && priceCents > 0).toBe(true);
    }
  });

  it('fills sessions that are alive', async () => {
    const sessions = (await scan('sample-sessions')) as { expiresAt: number }[];
    expect(sessions).toHaveLength(400);
    for (const { expiresAt } of sessions) expect(expiresAt).toBeGreaterThan(Date.UTC(2090, 0, 1));
  });

  it('puts the data set back when it runs again', async () => {
    await tables.send(new PutCommand({ TableName: 'sample-sessions', Item: { sessionId: 'S-0001', visits: 7 } }));
    await seedTables(dynamo.endpoint);
    const { Item } = await tables.send(new GetCommand({ TableName: 'sample-sessions', Key: { sessionId: 'S-0001' } }));
    expect(Item).toMatchObject({ visits: 0, visitor: 'Visitor 1' });
    expect(await scan('sample-items')).toHaveLength(80);
  });
});

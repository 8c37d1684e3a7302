import type { Server } from 'node:http';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { dynamoClient } from '../../../lambdas/shared/adapters/dynamo/client.ts';
import { createMeter } from '../../../lambdas/shared/adapters/unit-meter.ts';
import type { UnitMeter } from '../../../lambdas/shared/adapters/unit-meter.ts';
import { KEY } from '../../../lambdas/shared/contract/names.ts';
import { OFFLINE } from './intercept.ts';

/** A DynamoDB in memory (dynalite), with one table a name that is asked for. */
export interface LocalDynamo {
  client: DynamoDBDocumentClient;
  meter: UnitMeter;
  endpoint: string;
  /** Makes an empty table and gives its name. */
  table(): Promise<string>;
  stop(): Promise<void>;
}

export async function localDynamo(): Promise<LocalDynamo> {
  const server: Server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('dynalite: no port');
  const endpoint = `http://127.0.0.1:${address.port}`;
  const meter = createMeter();
  const client = dynamoClient({ meter, endpoint, ...OFFLINE });
  const admin = new DynamoDBClient({ endpoint, ...OFFLINE });
  let count = 0;
  return {
    client,
    meter,
    endpoint,
    async table() {
      count += 1;
      const TableName = `table-${count}`;
      await admin.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [KEY.partition, KEY.sort].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
          KeySchema: [
            { AttributeName: KEY.partition, KeyType: 'HASH' },
            { AttributeName: KEY.sort, KeyType: 'RANGE' },
          ],
        }),
      );
      const status = async () => (await admin.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus;
      while ((await status()) !== 'ACTIVE');
      return TableName;
    },
    async stop() {
      client.destroy();
      admin.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

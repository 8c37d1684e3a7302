import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { KEY } from '../../lambdas/shared/contract/names.ts';

/** Region and credentials for servers on this machine: they check the form of a signature, not who signed. */
export const LOCAL_AWS = { region: 'us-east-1', credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' } } as const;

/** Makes the tables that are not there yet, with the stack's key schema. */
export async function createTables(endpoint: string, names: readonly string[]): Promise<void> {
  const client = new DynamoDBClient({ endpoint, ...LOCAL_AWS });
  try {
    const { TableNames = [] } = await client.send(new ListTablesCommand({}));
    for (const name of names.filter((name) => !TableNames.includes(name))) {
      await client.send(
        new CreateTableCommand({
          TableName: name,
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: [
            { AttributeName: KEY.partition, KeyType: 'HASH' },
            { AttributeName: KEY.sort, KeyType: 'RANGE' },
          ],
          AttributeDefinitions: [
            { AttributeName: KEY.partition, AttributeType: 'S' },
            { AttributeName: KEY.sort, AttributeType: 'S' },
          ],
        }),
      );
    }
  } finally {
    client.destroy();
  }
}

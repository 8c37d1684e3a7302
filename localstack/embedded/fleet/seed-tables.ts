import { CreateTableCommand, DynamoDBClient, ResourceInUseException, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ITEM_IDS, SESSION_IDS, TABLE_NAMES } from './data-set.ts';

type Item = Record<string, unknown>;

/** DynamoDB takes at most 25 puts in one BatchWriteItem (service quota). */
const BATCH = 25;
/** 2100-01-01: seeded sessions never expire by themselves. */
const FAR_FUTURE = Date.UTC(2100, 0, 1);

const TABLES: readonly { name: string; key: string; items: () => Item[] }[] = [
  {
    name: TABLE_NAMES.items,
    key: 'itemId',
    items: () => ITEM_IDS.map((itemId, index) => ({ itemId, title: `Item ${index + 1}`, priceCents: 250 + ((index * 137) % 5000) })),
  },
  {
    name: TABLE_NAMES.sessions,
    key: 'sessionId',
    items: () =>
      SESSION_IDS.map((sessionId, index) => ({ sessionId, visitor: `Visitor ${index + 1}`, page: '/', visits: 0, expiresAt: FAR_FUTURE })),
  },
];

async function createTable(client: DynamoDBClient, name: string, key: string): Promise<void> {
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
        KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 0.1, maxDelay: 0.2 }, { TableName: name });
}

async function fillTable(client: DynamoDBDocumentClient, name: string, items: readonly Item[]): Promise<void> {
  for (let from = 0; from < items.length; from += BATCH) {
    const puts = items.slice(from, from + BATCH).map((Item) => ({ PutRequest: { Item } }));
    const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: { [name]: puts } }));
    const left = UnprocessedItems?.[name]?.length ?? 0;
    if (left > 0) throw new Error(`seeding ${name}: ${left} of ${puts.length} items were not taken`);
  }
}

/**
 * Creates the fleet's tables at a DynamoDB endpoint where they are missing, and writes the sample data set. Run again, it
 * puts the same items back, also after a run that was cut off in the middle.
 */
export async function seedTables(endpoint: string): Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
  });
  const documents = DynamoDBDocumentClient.from(client);
  try {
    await Promise.all(
      TABLES.map(async ({ name, key, items }) => {
        await createTable(client, name, key);
        await fillTable(documents, name, items());
      }),
    );
  } finally {
    client.destroy();
  }
}

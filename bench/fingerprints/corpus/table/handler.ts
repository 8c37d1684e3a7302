import { DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({
  region: 'eu-central-1',
  endpoint: process.env['DYNAMODB_ENDPOINT'] ?? '',
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  maxAttempts: 1,
});

async function readOrder(id: number): Promise<unknown> {
  return await client.send(new GetItemCommand({ TableName: 'orders', Key: { id: { N: String(id) } } }));
}

async function reserve(id: number): Promise<unknown> {
  return await client.send(
    new PutItemCommand({ TableName: 'orders', Item: { id: { N: String(id) } }, ConditionExpression: 'attribute_not_exists(id)' }),
  );
}

class Customers {
  async read(id: number): Promise<unknown> {
    return await client.send(new GetItemCommand({ TableName: 'customers', Key: { id: { N: String(id) } } }));
  }
}

async function list(): Promise<unknown> {
  return await client.send(new ListTablesCommand({}));
}

/** The service answers each of them with another error; `reads` and `customers` with the same. */
export const ways: Readonly<Record<string, (id: number) => unknown>> = {
  reads: (id) => readOrder(id),
  customers: (id) => new Customers().read(id),
  reserve: (id) => reserve(id),
  list: () => list(),
};

export const handler = async (event: { way: string; id: number }): Promise<unknown> => {
  const way = ways[event.way];
  if (way === undefined) throw new TypeError(`found ${event.way}; expected one of ${Object.keys(ways).join()}`);
  return await way(event.id);
};

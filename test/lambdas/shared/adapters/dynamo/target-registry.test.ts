import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fleetPartitions, registeredKey } from '../../../../../lambdas/shared/adapters/dynamo/keys.ts';
import { dynamoTargetRegistry } from '../../../../../lambdas/shared/adapters/dynamo/target-registry.ts';
import { localDynamo, type LocalDynamo } from '../../../../contract/fakes/local-dynamo.ts';
import { registeredTarget } from '../../../../contract/telemetry-stores.suite.ts';

let dynamo: LocalDynamo;
beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.stop());

async function opened() {
  const table = await dynamo.table();
  const lines: string[] = [];
  const registry = dynamoTargetRegistry({ client: dynamo.client, table, log: (line) => void lines.push(line) });
  const put = (name: string, item: Record<string, unknown>) =>
    dynamo.client.send(new PutCommand({ TableName: table, Item: { ...registeredKey(name), ...item } }));
  return { registry, put, lines };
}

describe('dynamoTargetRegistry', () => {
  it.each<[string, Record<string, unknown>]>([
    ['no record', { revision: 3 }],
    ['a truncated one', { revision: 3, record: '{"name":"broken","ten' }],
    ['another function’s', { revision: 3, record: JSON.stringify(registeredTarget('other', { revision: 3 })) }],
    ['another revision', { revision: 3, record: JSON.stringify(registeredTarget('broken', { revision: 4 })) }],
    ['neither', {}],
  ])('logs and removes an item with %s, and lists the others', async (_, item) => {
    const { registry, put, lines } = await opened();
    await registry.put(registeredTarget('orders'));
    await put('broken', item);
    expect((await registry.list()).map(({ name }) => name)).toEqual(['orders']);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ target: 'broken' }]);
    expect(await registry.get('broken')).toBeNull();
    // Discovery puts it there anew.
    expect((await registry.put(registeredTarget('broken'))).revision).toBe(1);
    expect(lines).toHaveLength(1);
  });

  it('spreads a fleet over its partitions', () => {
    const names = Array.from({ length: 1600 }, (_, index) => `service-${index}`);
    const filled = Map.groupBy(names, (name) => registeredKey(name).pk);
    expect([...filled.keys()].toSorted()).toEqual([...fleetPartitions]);
    for (const [, inIt] of filled) expect(inIt.length).toBeLessThan(200);
  });
});

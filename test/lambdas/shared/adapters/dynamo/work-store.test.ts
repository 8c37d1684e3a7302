import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoClient } from '../../../../../lambdas/shared/adapters/dynamo/client.ts';
import { dynamoControlStore } from '../../../../../lambdas/shared/adapters/dynamo/control-store.ts';
import { recordKey, type RecordKind } from '../../../../../lambdas/shared/adapters/dynamo/keys.ts';
import { dynamoWorkStore } from '../../../../../lambdas/shared/adapters/dynamo/work-store.ts';
import { createMeter } from '../../../../../lambdas/shared/adapters/unit-meter.ts';
import { KEY } from '../../../../../lambdas/shared/contract/names.ts';
import { PRICES } from '../../../../../lambdas/shared/cost/prices.ts';
import { CorruptRecord, DependencyUnavailable } from '../../../../../lambdas/shared/errors.ts';
import { DAY_MS } from '../../../../../lambdas/shared/time.ts';
import { intercept, OFFLINE, serviceError } from '../../../../contract/fakes/intercept.ts';
import { localDynamo } from '../../../../contract/fakes/local-dynamo.ts';
import type { LocalDynamo } from '../../../../contract/fakes/local-dynamo.ts';
import { anomaly, cluster, knownPattern } from '../../../../contract/fakes/records.ts';

let dynamo: LocalDynamo;
beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.stop());

describe('dynamoWorkStore', () => {
  const key = recordKey('default', 'anomaly', 'a1');
  it.each<[string, Record<string, unknown>, RegExp]>([
    ['no record', { revision: 0 }, /record: found undefined/],
    ['no JSON', { revision: 0, record: '{' }, /record: not readable/],
    ['no archive', { revision: 0, record: new Uint8Array([1, 2, 3]) }, /record: not readable/],
    ['a wrong field', { revision: 0, record: JSON.stringify({ ...anomaly('a1'), severity: 'mild' }) }, /severity: found "mild"/],
    ['another record’s id', { revision: 0, record: JSON.stringify(anomaly('a2')) }, /id: found default\/a2/],
    ['another revision', { revision: 3, record: JSON.stringify(anomaly('a1')) }, /revision: found 0; expected 3/],
  ])('names table, key and field of an item with %s', async (_what, attributes, message) => {
    const table = await dynamo.table();
    await dynamo.client.send(new PutCommand({ TableName: table, Item: { ...key, ...attributes } }));
    const { anomalies } = dynamoWorkStore({ client: dynamo.client, table });
    await expect(anomalies.get('default', 'a1')).rejects.toThrow(CorruptRecord);
    await expect(anomalies.get('default', 'a1')).rejects.toThrow(`${table} tenant#default/anomaly#a1`);
    await expect(anomalies.list('default')).rejects.toThrow(message);
  });

  it('packs a large record', async () => {
    const table = await dynamo.table();
    const { anomalies } = dynamoWorkStore({ client: dynamo.client, table });
    const record = anomaly('a1', { description: 'slow '.repeat(20_000) });
    await anomalies.create(record);
    const { Item: item } = await dynamo.client.send(new GetCommand({ TableName: table, Key: { ...key } }));
    const packed: unknown = item?.['record'];
    expect(packed).toBeInstanceOf(Uint8Array);
    expect((packed as Uint8Array).length).toBeLessThan(10_000);
    expect(await anomalies.get('default', 'a1')).toEqual(record);
  });

  it('lets failure clusters go a quarter after their last failure, and patterns that nobody knows an answer to after half a year', async () => {
    const table = await dynamo.table();
    const work = dynamoWorkStore({ client: dynamo.client, table });
    const expiryOf = async (kind: RecordKind, id: string): Promise<unknown> => {
      const { Item: item } = await dynamo.client.send(new GetCommand({ TableName: table, Key: { ...recordKey('default', kind, id) } }));
      return item?.[KEY.expiry];
    };
    const found = cluster();
    await work.clusters.create(found);
    expect(await expiryOf('cluster', found.id)).toBe((found.lastSeen + 90 * DAY_MS) / 1000);
    await work.clusters.update({ ...found, lastSeen: found.lastSeen + 1 });
    expect(await expiryOf('cluster', found.id)).toBe((found.lastSeen + 90 * DAY_MS) / 1000 + 1);
    const { title, category, fingerprint } = { title: 'A failure', ...found };
    const learned = knownPattern('learned-0123456789abcdef', { learned: { category, title, description: '', fingerprint } });
    await work.patterns.create(learned);
    expect(await expiryOf('pattern', learned.id)).toBe((learned.lastSeen + 180 * DAY_MS) / 1000);
    await work.patterns.update({ ...learned, solutions: [{ id: 'own', words: 'Do this.', command: null }] });
    expect(await expiryOf('pattern', learned.id)).toBeUndefined();
    await work.patterns.create(knownPattern('built-in'));
    expect(await expiryOf('pattern', 'built-in')).toBeUndefined();
    await work.anomalies.create(anomaly('a1'));
    expect(await expiryOf('anomaly', 'a1')).toBeUndefined();
  });

  it('counts calls and the units that DynamoDB says they consumed, all of them priced', async () => {
    const table = await dynamo.table();
    const work = dynamoWorkStore({ client: dynamo.client, table });
    const control = dynamoControlStore({ client: dynamo.client, table });
    dynamo.meter.drain();
    await work.anomalies.create(anomaly('a1'));
    await work.anomalies.create(anomaly('a1'));
    await work.anomalies.get('default', 'a1');
    await work.addUsage('default', 'c', { x: 1 });
    await work.anomalies.list('default');
    await control.releaseLock('none', 'me');
    const units = dynamo.meter.drain();
    expect(units).toEqual({
      'dynamodb:PutItem': 2,
      'dynamodb:GetItem': 1,
      'dynamodb:UpdateItem': 1,
      'dynamodb:Query': 1,
      'dynamodb:DeleteItem': 1,
      'dynamodb:write-unit': 4,
      'dynamodb:read-unit': 2,
    });
    expect(Object.keys(units).filter((unit) => !(unit in PRICES))).toEqual([]);
  });

  it.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'InternalServerError', 'TimeoutError'])(
    'turns %s into DependencyUnavailable with its cause',
    async (name) => {
      const cause = serviceError(name);
      const client = dynamoClient({ meter: createMeter(), endpoint: 'http://127.0.0.1:1', ...OFFLINE });
      intercept(client, () => Promise.reject(cause));
      const { anomalies } = dynamoWorkStore({ client, table: 't' });
      const error = await anomalies.get('default', 'a1').then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(DependencyUnavailable);
      expect((error as Error).cause).toBe(cause);
    },
  );

  it('turns a refused connection into DependencyUnavailable, and leaves a mistake of ours as it is', async () => {
    const closed = dynamoClient({ meter: createMeter(), endpoint: 'http://127.0.0.1:1', ...OFFLINE });
    await expect(dynamoWorkStore({ client: closed, table: 't' }).anomalies.get('default', 'a1')).rejects.toThrow(DependencyUnavailable);
    const missing = dynamoWorkStore({ client: dynamo.client, table: 'no-such-table' });
    await expect(missing.anomalies.get('default', 'a1')).rejects.toThrow(expect.objectContaining({ name: 'ResourceNotFoundException' }));
  });
});

import { deflateRawSync } from 'node:zlib';
import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoBaselineStore } from '../../../../../lambdas/shared/adapters/dynamo/baseline-store.ts';
import { seriesKey } from '../../../../../lambdas/shared/adapters/dynamo/keys.ts';
import type { BaselineSubject } from '../../../../../lambdas/shared/contract/records.ts';
import { DependencyUnavailable } from '../../../../../lambdas/shared/errors.ts';
import { intercept, OFFLINE, serviceError } from '../../../../contract/fakes/intercept.ts';
import { localDynamo } from '../../../../contract/fakes/local-dynamo.ts';
import type { LocalDynamo } from '../../../../contract/fakes/local-dynamo.ts';
import { baseline } from '../../../../contract/fakes/records.ts';
import { dynamoClient } from '../../../../../lambdas/shared/adapters/dynamo/client.ts';
import { createMeter } from '../../../../../lambdas/shared/adapters/unit-meter.ts';

let dynamo: LocalDynamo;
beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.stop());

const ORDERS: BaselineSubject = { kind: 'target', target: 'orders' };
const KEY = seriesKey(ORDERS, 'duration-p95');

type Item = Record<string, unknown>;

/** A store with two good series, one of which was then changed behind its back. */
async function poisoned(change: (item: Item) => Item) {
  const table = await dynamo.table();
  const store = dynamoBaselineStore({ client: dynamo.client, table });
  await store.put(baseline('duration-p95'));
  await store.put(baseline('error-rate'));
  const { Item: item = {} } = await dynamo.client.send(new GetCommand({ TableName: table, Key: KEY }));
  const bad: Item = { ...change(item), ...KEY };
  await dynamo.client.send(new PutCommand({ TableName: table, Item: bad }));
  return { table, store, bad };
}

async function allItems(table: string): Promise<Item[]> {
  const command = new QueryCommand({ TableName: table, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': KEY.pk } });
  return (await dynamo.client.send(command)).Items ?? [];
}

const figures = (item: Item, changes: object): Item => ({
  ...item,
  record: JSON.stringify({ ...JSON.parse(String(item['record'])), ...changes }),
});
const without = (item: Item, name: string): Item => Object.fromEntries(Object.entries(item).filter(([each]) => each !== name));
const bytes = (item: Item, name: string): Uint8Array => item[name] as Uint8Array;

describe('dynamoBaselineStore: a poisoned item', () => {
  it.each<[string, (item: Item) => Item, RegExp]>([
    ['no record', (item) => without(item, 'record'), /record: found undefined/],
    ['broken JSON', (item) => ({ ...item, record: '{"count":' }), /record: not readable/],
    ['NaN', (item) => ({ ...item, record: String(item['record']).replace(/"mean":[^,]+/, '"mean":NaN') }), /record: not readable/],
    ['no number', (item) => figures(item, { mean: null }), /mean: found null/],
    ['a negative variance', (item) => figures(item, { variance: -1 }), /variance: found -1/],
    ['another subject', (item) => figures(item, { subject: { kind: 'target', target: 'carts' } }), /found that of target#carts/],
    ['another revision', (item) => ({ ...item, revision: 9 }), /revision: found 9; expected 1/],
    ['no revision', (item) => without(item, 'revision'), /revision: found undefined/],
    ['a truncated sketch', (item) => ({ ...item, sketch: bytes(item, 'sketch').slice(0, -1) }), /sketch: found the end/],
    ['another sketch', (item) => ({ ...item, sketch: Uint8Array.of(1, 2, 3) }), /sketch: found header/],
    ['no sketch', (item) => without(item, 'sketch'), /sketch: found nothing/],
    ['truncated hours', (item) => ({ ...item, hours: bytes(item, 'hours').slice(0, 100) }), /hours: found 100 bytes/],
    [
      'hours of another version',
      (item) => ({ ...item, hours: Uint8Array.of(7, ...bytes(item, 'hours').slice(1)) }),
      /hours: found version 7/,
    ],
    ['a truncated detector', (item) => ({ ...item, detector: bytes(item, 'detector').slice(0, -9) }), /detector/],
    ['bytes that are no detector', (item) => ({ ...item, detector: Uint8Array.of(1, 2, 3) }), /detector: not readable/],
    [
      'another detector',
      (item) => ({ ...item, detector: new Uint8Array(deflateRawSync(Uint8Array.of(1, 2, 3))) }),
      /detector state: found 3 bytes/,
    ],
    [
      'a bomb of a detector',
      (item) => ({ ...item, detector: new Uint8Array(deflateRawSync(new Uint8Array(1e6))) }),
      /detector: not readable/,
    ],
    ['no detector', (item) => without(item, 'detector'), /detector: found no state/],
    ['a detector that is text', (item) => ({ ...item, detector: 'KZAD' }), /detector: found string/],
    ['truncated pending points', (item) => ({ ...item, pending: bytes(item, 'pending').slice(0, -1) }), /pending: found the end/],
    ['a wrong ring of minutes', (item) => ({ ...item, seen: new Uint8Array(44) }), /seen: found 44 bytes/],
    ['nothing but its key', () => ({}), /record: found undefined/],
  ])('%s: is set aside whole, named, and learned anew', async (_, change, reason) => {
    const { table, store, bad } = await poisoned(change);
    const { series, quarantined } = await store.load(ORDERS);
    expect(series).toEqual([{ ...baseline('error-rate'), revision: 1 }]);
    expect(quarantined).toHaveLength(1);
    expect(quarantined[0]).toMatchObject({ subject: ORDERS, series: 'duration-p95' });
    expect(quarantined[0]?.reason).toMatch(reason);
    const items = await allItems(table);
    expect(items.map((item) => String(item['sk']).replace(/#[0-9a-f]{16}$/, '#hash'))).toEqual([
      'quarantine#duration-p95#hash',
      'series#error-rate',
    ]);
    expect({ ...items[0], sk: KEY.sk }).toEqual(bad);
    expect(await store.load(ORDERS)).toEqual({ series, quarantined: [] });
    expect((await store.put(baseline('duration-p95'))).revision).toBe(1);
  });

  it('of an unknown series is set aside as well', async () => {
    const table = await dynamo.table();
    const store = dynamoBaselineStore({ client: dynamo.client, table });
    await dynamo.client.send(new PutCommand({ TableName: table, Item: { pk: KEY.pk, sk: 'series#mood', record: '{}', revision: 1 } }));
    expect((await store.load(ORDERS)).quarantined).toMatchObject([{ series: 'mood' }]);
  });

  it('is kept once, however often it is found, and each other one beside it', async () => {
    const { table, store, bad } = await poisoned((item) => without(item, 'sketch'));
    await store.load(ORDERS);
    for (const item of [bad, bad, { ...bad, record: '{' }]) {
      await dynamo.client.send(new PutCommand({ TableName: table, Item: item }));
      expect((await store.load(ORDERS)).quarantined).toHaveLength(1);
    }
    expect(await allItems(table)).toHaveLength(3);
  });

  it('that was replaced in the meantime is left alone', async () => {
    const { table, bad } = await poisoned((item) => without(item, 'sketch'));
    const good = dynamoBaselineStore({ client: dynamo.client, table });
    // Between the copy and the removal another worker finds it, sets it aside and writes a new one.
    const client = {
      async send(command: never): Promise<unknown> {
        if ((command as object) instanceof DeleteCommand) {
          await good.load(ORDERS);
          await good.put(baseline('duration-p95'));
        }
        return dynamo.client.send(command);
      },
    };
    const { quarantined } = await dynamoBaselineStore({ client: client as never, table }).load(ORDERS);
    expect(quarantined).toHaveLength(1);
    const { series } = await good.load(ORDERS);
    expect(series.map((each) => each.series)).toEqual(['duration-p95', 'error-rate']);
    const aside = (await allItems(table)).filter((item) => String(item['sk']).startsWith('quarantine#'));
    expect(aside).toEqual([{ ...bad, sk: aside[0]?.['sk'] }]);
  });
});

describe('dynamoBaselineStore: what it costs', () => {
  it('counts calls and units, and tells a fault of the service from a poisoned item', async () => {
    const table = await dynamo.table();
    const store = dynamoBaselineStore({ client: dynamo.client, table });
    dynamo.meter.drain();
    await store.put(baseline('duration-p95'));
    await store.put(baseline('init-time'));
    const written = dynamo.meter.drain();
    expect(written['dynamodb:PutItem']).toBe(2);
    expect(written['dynamodb:write-unit']).toBeLessThanOrEqual(8 + 1);
    await store.load(ORDERS);
    const read = dynamo.meter.drain();
    expect(read['dynamodb:Query']).toBe(1);
    expect(read['dynamodb:read-unit']).toBeLessThanOrEqual(3);
    const down = intercept(dynamoClient({ meter: createMeter(), ...OFFLINE }), () => {
      throw serviceError('ThrottlingException');
    });
    await expect(dynamoBaselineStore({ client: down, table }).load(ORDERS)).rejects.toThrow(DependencyUnavailable);
  });
});

import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoAuditLog } from '../../../../../lambdas/shared/adapters/dynamo/audit-log.ts';
import { chainKey, markerKey } from '../../../../../lambdas/shared/adapters/dynamo/keys.ts';
import { verifyChain } from '../../../../../lambdas/shared/audit/verify-chain.ts';
import type { AuditRecord } from '../../../../../lambdas/shared/contract/records.ts';
import { CorruptRecord, DependencyUnavailable, StaleRecord } from '../../../../../lambdas/shared/errors.ts';
import { seededRandom } from '../../../../../localstack/embedded/load/random.ts';
import { serviceError } from '../../../../contract/fakes/intercept.ts';
import { localDynamo } from '../../../../contract/fakes/local-dynamo.ts';
import type { LocalDynamo } from '../../../../contract/fakes/local-dynamo.ts';
import { entry } from '../../../../contract/fakes/records.ts';
import { stormy } from '../../../../contract/fakes/stormy.ts';

let dynamo: LocalDynamo;
beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.stop());

/** Storms that are gone through, and who writes in each: in pairs, the same keys. */
const SEEDS = 4;
const WRITERS = 10;
const KEYS_EACH = 3;

/** Calls until it goes through, as Step Functions' retries do. */
async function insisting<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof DependencyUnavailable || error instanceof StaleRecord)) throw error;
    }
  }
}

/** A client whose calls fail after the first `calls`; `landed`: the first failing one still reaches the table. */
function failing(calls: number, landed: boolean): DynamoDBDocumentClient {
  let made = 0;
  const send = async (command: never): Promise<unknown> => {
    made += 1;
    if (made <= calls) return dynamo.client.send(command);
    if (made === calls + 1 && landed) await dynamo.client.send(command);
    throw serviceError('InternalServerError', 500);
  };
  return { send } as unknown as DynamoDBDocumentClient;
}

describe('dynamoAuditLog', () => {
  // An append of a new key makes five calls at most: head, marker read, (record read,) marker, record.
  it.each([0, 1, 2, 3, 4, 5].flatMap((calls) => [[calls, false] as const, [calls, true] as const]))(
    'is whole again after a crash behind call %i (the call itself landed: %s)',
    async (calls, landed) => {
      const table = await dynamo.table();
      const log = dynamoAuditLog({ client: dynamo.client, table });
      await log.append(entry('before'));
      const crashing = dynamoAuditLog({ client: failing(calls, landed), table });
      const crashed = await crashing.append(entry('victim')).then(
        () => null,
        (error: unknown) => error,
      );
      if (crashed !== null) expect(crashed).toBeInstanceOf(DependencyUnavailable);
      expect(verifyChain(await log.list('default')).word).toBe('intact');

      await log.append(entry('between'));
      const repaired = await log.append(entry('victim'));
      expect(await log.append(entry('victim'))).toEqual(repaired);
      const records = await log.list('default');
      expect(verifyChain(records)).toMatchObject({ word: 'intact', count: 3 });
      expect(records.filter(({ key }) => key === 'victim')).toEqual([repaired]);
    },
  );

  it('crashes at each of the calls that it makes, so that the test above covers them all', async () => {
    const table = await dynamo.table();
    const outcomes: boolean[] = [];
    for (let calls = 0; calls < 5; calls += 1) {
      outcomes.push(
        await dynamoAuditLog({ client: failing(calls, false), table })
          .append(entry(`key ${calls}`))
          .then(
            () => true,
            () => false,
          ),
      );
    }
    expect(outcomes).toEqual([false, false, false, false, true]);
  });

  it('goes on when another key took the place that the marker named', async () => {
    const table = await dynamo.table();
    const log = dynamoAuditLog({ client: dynamo.client, table });
    await dynamo.client.send(new PutCommand({ TableName: table, Item: { ...markerKey('default', 'late'), sequence: 1 } }));
    await log.append(entry('fast'));
    expect((await log.append(entry('late'))).sequence).toBe(2);
  });

  it('gives up as StaleRecord when every try is lost', async () => {
    const refusing = {
      send: (command: { input: object }) =>
        command instanceof PutCommand ? Promise.reject(serviceError('ConditionalCheckFailedException')) : Promise.resolve({}),
    } as unknown as DynamoDBDocumentClient;
    const log = dynamoAuditLog({ client: refusing, table: 'audit', random: () => 0 });
    await expect(log.append(entry('one'))).rejects.toThrow(StaleRecord);
  });

  it('says which record and field is corrupt', async () => {
    const table = await dynamo.table();
    await dynamo.client.send(new PutCommand({ TableName: table, Item: { ...chainKey('default', 1), record: '{"tenant":"default"}' } }));
    const log = dynamoAuditLog({ client: dynamo.client, table });
    await expect(log.list('default')).rejects.toThrow(CorruptRecord);
    await expect(log.list('default')).rejects.toThrow(new RegExp(`${table} tenant#default/record#000000000001.*sequence: found nothing`));
  });

  it('neither forks, loses nor doubles a record for writers on a bad line, and is whole whenever one looks', async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const table = await dynamo.table();
      const log = dynamoAuditLog({ client: dynamo.client, table });
      const line = stormy(dynamo.client, seededRandom(seed, 'storm'));
      const returned: AuditRecord[] = [];
      // Every key is appended by two writers that know nothing of each other, as by a handler that was delivered twice.
      const writers = Array.from({ length: WRITERS }, async (_, writer) => {
        const own = dynamoAuditLog({ client: line.client, table, random: () => 0 });
        for (let index = 0; index < KEYS_EACH; index += 1) {
          const key = `key ${Math.floor(writer / 2)}.${index}`;
          returned.push(await insisting(() => own.append(entry(key, { summary: `${key} by ${writer}` }))));
          expect(verifyChain(await log.list('default')), `seed ${seed}`).toMatchObject({ word: 'intact' });
        }
      });
      await Promise.all(writers);
      await line.settled();

      const records = await log.list('default');
      const keys = (WRITERS / 2) * KEYS_EACH;
      expect(verifyChain(records), `seed ${seed}`).toMatchObject({ word: 'intact', count: keys });
      expect(new Set(records.map(({ key }) => key)).size, `seed ${seed}`).toBe(keys);
      expect(returned).toHaveLength(WRITERS * KEYS_EACH);
      for (const record of returned) expect(records[record.sequence - 1], `seed ${seed}`).toEqual(record);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoModelStore } from '../../../../../lambdas/shared/adapters/dynamo/model-store.ts';
import type { Purse } from '../../../../../lambdas/shared/adapters/model/model-store.ts';
import { seededRandom } from '../../../../../localstack/embedded/load/random.ts';
import { type LocalDynamo, localDynamo } from '../../../../contract/fakes/local-dynamo.ts';
import { stormy } from '../../../../contract/fakes/stormy.ts';

let dynamo: LocalDynamo;
beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.stop());

const DAY: Purse = { tenant: 'default', name: 'day#2026-11-28', limit: 1, until: Date.UTC(2026, 10, 30) };
const make = async () => dynamoModelStore({ client: dynamo.client, table: await dynamo.table() });

describe('purse', () => {
  it('sets aside what it has room for, and takes back what was not spent', async () => {
    const store = await make();
    expect(await store.reserve(DAY, 'a', 0.6)).toBe(true);
    expect(await store.reserve(DAY, 'b', 0.6)).toBe(false);
    await store.settle(DAY, 'a', 0.1);
    expect(await store.reserve(DAY, 'b', 0.6)).toBe(true);
    await store.settle(DAY, 'b', 0.6);
    expect(await store.reserve(DAY, 'c', 0.3)).toBe(true);
    expect(await store.reserve(DAY, 'd', 0.01)).toBe(false);
    expect(await store.reserve({ ...DAY, tenant: 'other' }, 'd', 1)).toBe(true);
    expect(await store.reserve({ ...DAY, name: 'day#2026-11-29' }, 'd', 1.01)).toBe(false);
  });

  it('counts the same hold once, however often it is asked for or settled', async () => {
    const store = await make();
    for (const _ of [1, 2]) expect(await store.reserve(DAY, 'a', 0.6)).toBe(true);
    for (const _ of [1, 2, 3]) await store.settle(DAY, 'a', 0.5);
    expect(await store.reserve(DAY, 'b', 0.5)).toBe(true);
    expect(await store.reserve(DAY, 'c', 0.001)).toBe(false);
  });

  it('gives no more than it holds to many at once', async () => {
    const store = await make();
    const given = await Promise.all(Array.from({ length: 20 }, (_, index) => store.reserve(DAY, `h${index}`, 0.15)));
    expect(given.filter(Boolean)).toHaveLength(6);
  });

  it('never gives more than it holds over a bad line', async () => {
    const table = await dynamo.table();
    const random = seededRandom(7, 'purse');
    const storm = stormy(dynamo.client, random);
    const store = dynamoModelStore({ client: storm.client, table });
    let spent = 0;
    for (let index = 0; index < 40; index += 1) {
      try {
        if (!(await store.reserve(DAY, `h${index}`, 0.1))) continue;
        spent += 0.05;
        await store.settle(DAY, `h${index}`, 0.05);
      } catch (error) {
        expect((error as Error).name).toBe('DependencyUnavailable');
      }
    }
    await storm.settled();
    expect(spent).toBeLessThanOrEqual(1);
  });
});

describe('health', () => {
  it('is unknown before anybody asked, and then what was written', async () => {
    const store = await make();
    expect(await store.health('m')).toEqual({ breaker: null, latencyMs: null });
    await store.changeHealth('m', async (health) => ({ ...health, breaker: { some: 'state' }, latencyMs: 12.5 }));
    expect(await store.health('m')).toEqual({ breaker: { some: 'state' }, latencyMs: 12.5 });
    expect(await store.health('other')).toEqual({ breaker: null, latencyMs: null });
  });

  it('loses no change of several at once', async () => {
    const store = await make();
    await Promise.all(
      Array.from({ length: 5 }, () =>
        store.changeHealth('m', async ({ latencyMs, breaker }) => ({ breaker, latencyMs: (latencyMs ?? 0) + 1 })),
      ),
    );
    expect((await store.health('m')).latencyMs).toBe(5);
  });
});

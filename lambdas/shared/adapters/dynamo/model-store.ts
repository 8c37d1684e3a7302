import * as z from 'zod';
import { StaleRecord } from '../../errors.ts';
import type { ModelHealth, ModelStore, Purse } from '../model/model-store.ts';
import { modelKey, purseKey } from './keys.ts';
import { decodeRecord, encodeRecord } from './record-codec.ts';
import { table, type StoreOptions } from './table.ts';

const Health = z.object({ breaker: z.unknown(), latencyMs: z.number().nonnegative().nullable() });
const UNKNOWN: ModelHealth = { breaker: null, latencyMs: null };

/** Each lost race means that another invocation's answer went through; there are as many as improvements at a time. */
const MOST_TRIES = 10;
/** Money is counted in whole millionths of a dollar: sums of them are exact. */
const MICRO = 1_000_000;

/** Health and purses of the models, in the control table. */
export function dynamoModelStore(options: StoreOptions): ModelStore {
  const items = table(options);
  async function read(modelId: string) {
    const key = modelKey(modelId);
    const item = await items.get(key);
    const { breaker, latencyMs } = item === null ? UNKNOWN : decodeRecord(Health, item['record'], { table: items.name, ...key });
    return { health: { breaker: breaker ?? null, latencyMs }, revision: item === null ? null : Number(item['revision']) };
  }
  return {
    async health(modelId) {
      return (await read(modelId)).health;
    },
    async changeHealth(modelId, change) {
      const key = modelKey(modelId);
      for (let tried = 0; tried < MOST_TRIES; tried += 1) {
        const { health, revision } = await read(modelId);
        const record = encodeRecord(Health, await change(health), { table: items.name, ...key });
        const written = await items.put(
          { ...key, revision: (revision ?? 0) + 1, record },
          revision === null ? { text: 'attribute_not_exists(pk)' } : { text: 'revision = :revision', values: { ':revision': revision } },
        );
        if (written) return;
      }
      throw new StaleRecord(`health of ${modelId}: ${MOST_TRIES} tries all lost against other writers`);
    },

    async reserve(purse, hold, dollars) {
      const wanted = Math.ceil(dollars * MICRO);
      const room = Math.floor(purse.limit * MICRO) - wanted;
      if (room < 0) return false;
      const key = purseKey(purse.tenant, purse.name);
      const set = await items.update(
        key,
        {
          text: 'SET #hold = :wanted, expiresAt = :expiry ADD #total :wanted',
          names: { '#hold': holdName(hold), '#total': 'total' },
          values: { ':wanted': wanted, ':expiry': expiry(purse) },
        },
        { text: 'attribute_not_exists(#hold) AND (attribute_not_exists(#total) OR #total <= :room)', values: { ':room': room } },
      );
      // A repeated write whose first answer was lost is refused by its own hold.
      return set || (await items.get(key))?.[holdName(hold)] === wanted;
    },
    async settle(purse, hold, dollars) {
      const key = purseKey(purse.tenant, purse.name);
      const held = (await items.get(key))?.[holdName(hold)];
      if (typeof held !== 'number') return;
      await items.update(
        key,
        {
          text: 'REMOVE #hold ADD #total :more',
          names: { '#hold': holdName(hold), '#total': 'total' },
          values: { ':more': Math.ceil(dollars * MICRO) - held },
        },
        { text: 'attribute_exists(#hold)' },
      );
    },
  };
}

const holdName = (hold: string): string => `hold#${hold}`;

/** Epoch seconds: what DynamoDB's expiry wants. */
const expiry = ({ until }: Purse): number => Math.ceil(until / 1000);

import * as z from 'zod';
import { StaleRecord } from '../../errors.ts';
import { permitsKey } from './keys.ts';
import { decodeRecord, encodeRecord } from './record-codec.ts';
import type { Table } from './table.ts';

/** Who holds a permit, and until when (epoch ms). */
const Holders = z.record(z.string(), z.number());
type Holders = z.infer<typeof Holders>;

/** As many may want a permit at once as there are rollouts that begin together; each lost race means that another one went through. */
const MOST_TRIES = 25;

/**
 * A counting semaphore in one item: all holders with their leases, replaced at the revision that was read, so that no two writers can
 * both take the last permit.
 */
export function permits(items: Table) {
  async function change(key: string, next: (held: Holders) => Holders | null): Promise<boolean> {
    const place = permitsKey(key);
    for (let tried = 0; tried < MOST_TRIES; tried += 1) {
      const item = await items.get(place);
      const held = item === null ? {} : decodeRecord(Holders, item['record'], { table: items.name, ...place });
      const wanted = next(held);
      if (wanted === null) return false;
      const revision = Number(item?.['revision'] ?? 0);
      const record = { ...place, revision: revision + 1, record: encodeRecord(Holders, wanted, { table: items.name, ...place }) };
      const written = await items.put(
        record,
        item === null ? { text: 'attribute_not_exists(pk)' } : { text: 'revision = :revision', values: { ':revision': revision } },
      );
      if (written) return true;
    }
    throw new StaleRecord(`permits of ${key}: ${MOST_TRIES} tries all lost against other writers`);
  }

  return {
    acquirePermit(key: string, owner: string, limit: number, leaseMs: number, now: number): Promise<boolean> {
      return change(key, (held) => {
        const alive = Object.entries(held).filter(([holder, until]) => holder !== owner && until > now);
        return alive.length >= limit ? null : { ...Object.fromEntries(alive), [owner]: now + leaseMs };
      });
    },
    async releasePermit(key: string, owner: string): Promise<void> {
      await change(key, (held) => {
        if (!(owner in held)) return null;
        const { [owner]: _released, ...others } = held;
        return others;
      });
    },
  };
}

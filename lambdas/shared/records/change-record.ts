import { StaleRecord } from '../errors.ts';
import type { RecordStore } from '../ports.ts';

/** Tries before the last StaleRecord is let through: a record has a few writers (cycles, rollouts, people), each seldom. */
export const MOST_TRIES = 5;

/**
 * Reads a record, changes it and writes it at the revision that was read, again from the start when somebody else was first. `to` is given what is on
 * record (null: nothing is) and gives what is to stand there; null or the same object: nothing is written. Gives what stands there then.
 * @throws StaleRecord when others were first {@link MOST_TRIES} times.
 */
export async function changeRecord<T extends { tenant: string; id: string; revision: number }>(
  store: RecordStore<T>,
  tenant: string,
  id: string,
  to: (before: T | null) => T | null,
): Promise<T | null> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await store.get(tenant, id);
    const after = to(before);
    if (after === null || after === before) return before;
    try {
      if (before !== null) return await store.update(after);
      if (await store.create(after)) return after;
      throw new StaleRecord(`${tenant}/${id}: somebody else made it`);
    } catch (error) {
      if (!(error instanceof StaleRecord) || attempt >= MOST_TRIES) throw error;
    }
  }
}

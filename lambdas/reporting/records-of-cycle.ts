import type { Cycle } from '../shared/contract/records.ts';
import type { RecordStore } from '../shared/ports.ts';
import { timePrefix } from '../shared/time.ts';

/** First page: several cycles' worth (a cycle attempts at most 20 improvements and finds a few dozen opportunities). */
const FIRST_PAGE = 100;

/**
 * Records of a tenant that are as new as the cycle whose window ended at `windowEnd`, or newer, newest first. Ids of
 * opportunities and improvements begin with the time prefix of their cycle's window end and are listed newest first, so what
 * sorts before the prefix is older: the page is doubled until it reaches that far or the store has no more.
 */
export async function recordsSince<T extends { tenant: string; id: string; revision: number }>(
  store: RecordStore<T>,
  tenant: string,
  windowEnd: number,
): Promise<T[]> {
  const prefix = timePrefix(windowEnd);
  for (let limit = FIRST_PAGE; ; limit *= 2) {
    const records = await store.list(tenant, { limit });
    const oldest = records.at(-1);
    if (oldest === undefined || records.length < limit || oldest.id < prefix) return records.filter(({ id }) => id >= prefix);
  }
}

/** The records of one kind that belong to the cycle, newest first. */
export async function recordsOfCycle<T extends { tenant: string; id: string; cycleId: string; revision: number }>(
  store: RecordStore<T>,
  cycle: Pick<Cycle, 'tenant' | 'id' | 'windowEnd'>,
): Promise<T[]> {
  const records = await recordsSince(store, cycle.tenant, cycle.windowEnd);
  return records.filter(({ cycleId }) => cycleId === cycle.id);
}

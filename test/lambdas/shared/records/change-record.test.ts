import { describe, expect, it } from 'vitest';
import { StaleRecord } from '../../../../lambdas/shared/errors.ts';
import type { RecordStore } from '../../../../lambdas/shared/ports.ts';
import { changeRecord, MOST_TRIES } from '../../../../lambdas/shared/records/change-record.ts';
import { memoryRecords } from '../../fakes/memory-records.ts';

interface Tally {
  tenant: string;
  id: string;
  count: number;
  revision: number;
}
const one: Tally = { tenant: 'default', id: 'a', count: 1, revision: 0 };
const more = (before: Tally | null): Tally => (before === null ? one : { ...before, count: before.count + 1 });

/** A store in which somebody else writes right before each of the first `times` writes. */
function contested(times: number): { store: RecordStore<Tally>; others: () => number } {
  const plain = memoryRecords<Tally>();
  let others = 0;
  const first = async (): Promise<void> => {
    if (others >= times) return;
    others += 1;
    const there = await plain.get('default', 'a');
    await (there === null ? plain.create(one) : plain.update({ ...there, count: there.count + 1 }));
  };
  const store: RecordStore<Tally> = {
    ...plain,
    create: async (record) => (await first(), plain.create(record)),
    update: async (record) => (await first(), plain.update(record)),
  };
  return { store, others: () => others };
}

describe('changeRecord', () => {
  it('creates what is not there, and changes what is', async () => {
    const store = memoryRecords<Tally>();
    expect(await changeRecord(store, 'default', 'a', more)).toEqual(one);
    expect(await changeRecord(store, 'default', 'a', more)).toEqual({ ...one, count: 2, revision: 1 });
  });

  it('writes nothing where nothing changes', async () => {
    const store = memoryRecords<Tally>();
    expect(await changeRecord(store, 'default', 'a', () => null)).toBeNull();
    await store.create(one);
    expect(await changeRecord(store, 'default', 'a', (before) => before)).toEqual(one);
    expect(await changeRecord(store, 'default', 'a', () => null)).toEqual(one);
    expect(store.all.get('default/a')?.revision).toBe(0);
  });

  it.each([1, MOST_TRIES - 1])('loses nothing where %d others are first', async (times) => {
    const { store, others } = contested(times);
    expect(await changeRecord(store, 'default', 'a', more)).toMatchObject({ count: times + 1 });
    expect(others()).toBe(times);
  });

  it('gives up where others are always first, and lets another error through at once', async () => {
    await expect(changeRecord(contested(MOST_TRIES).store, 'default', 'a', more)).rejects.toThrow(StaleRecord);
    let asked = 0;
    const broken = { ...memoryRecords<Tally>(), create: async () => Promise.reject(new TypeError(`asked ${(asked += 1)}`)) };
    await expect(changeRecord(broken, 'default', 'a', more)).rejects.toThrow('asked 1');
  });
});

import { describe, expect, it } from 'vitest';
import { recordsOfCycle } from '../../../lambdas/reporting/records-of-cycle.ts';
import { timePrefix } from '../../../lambdas/shared/time.ts';
import { memoryRecords } from './fakes.ts';
import { cycle, improvement, minutes, START } from './fixtures.ts';

const at = (time: number, name: string, cycleId: string) => improvement(name, 'idle', { id: `${timePrefix(time)}-${name}`, cycleId });

describe('the records of a cycle', () => {
  it('are found below any number of newer ones, and among those of the same minute', async () => {
    const newer = Array.from({ length: 450 }, (_, index) => at(minutes(1 + index), `newer-${index}`, 'later'));
    const own = [at(START, 'a', 'cycle-1'), at(START, 'c', 'cycle-1')];
    const store = memoryRecords([...newer, ...own, at(START, 'b', 'other'), at(minutes(-1), 'older', 'earlier')]);
    expect((await recordsOfCycle(store, cycle())).map(({ id }) => id)).toEqual(own.map(({ id }) => id).toReversed());
  });

  it('are not asked for further back than the cycle', async () => {
    const limits: (number | undefined)[] = [];
    const older = memoryRecords(Array.from({ length: 1000 }, (_, index) => at(minutes(-1 - index), `older-${index}`, 'earlier')));
    const store = {
      ...older,
      list: (tenant: string, options?: { limit?: number }) => (limits.push(options?.limit), older.list(tenant, options)),
    };
    expect(await recordsOfCycle(store, cycle())).toEqual([]);
    expect(limits).toEqual([100]);
  });
});

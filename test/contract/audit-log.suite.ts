import { describe, expect, it } from 'vitest';
import { verifyChain } from '../../lambdas/shared/audit/verify-chain.ts';
import type { AuditEntry } from '../../lambdas/shared/contract/records.ts';
import type { AuditLog } from '../../lambdas/shared/ports.ts';
import { entry } from './fakes/records.ts';

/** What every AuditLog does. `make` gives an empty one. */
export function describeAuditLog(name: string, make: () => Promise<AuditLog>): void {
  describe(`AuditLog: ${name}`, () => {
    it('chains records, oldest first, each tenant by itself', async () => {
      const log = await make();
      for (const key of ['one', 'two', 'three']) await log.append(entry(key));
      await log.append(entry('one', { tenant: 'other' }));
      const records = await log.list('default');
      expect(records.map(({ key, sequence }) => [key, sequence])).toEqual([
        ['one', 1],
        ['two', 2],
        ['three', 3],
      ]);
      expect(verifyChain(records)).toMatchObject({ word: 'intact', count: 3 });
      expect(verifyChain(await log.list('other'))).toMatchObject({ word: 'intact', count: 1 });
      expect(await log.list('nobody')).toEqual([]);
    });

    it('records a key once and gives the first record again', async () => {
      const log = await make();
      const first = await log.append(entry('one', { summary: 'first' }));
      await log.append(entry('two'));
      expect(await log.append(entry('one', { summary: 'changed' }))).toEqual(first);
      expect(await log.list('default')).toHaveLength(2);
    });

    it('neither forks nor loses a record under 20 concurrent writers, some of them of the same key', async () => {
      const log = await make();
      const keys = Array.from({ length: 20 }, (_, index) => `key ${index % 15}`);
      const appended = await Promise.all(keys.map((key) => log.append(entry(key))));
      const records = await log.list('default');
      expect(verifyChain(records)).toMatchObject({ word: 'intact', count: 15 });
      expect(new Set(records.map(({ key }) => key))).toEqual(new Set(keys));
      for (const record of appended) expect(records[record.sequence - 1]).toEqual(record);
    });

    it('keeps the order and the hashes past the tenth record', async () => {
      const log = await make();
      for (let index = 1; index <= 12; index += 1) await log.append(entry(`key ${index}`));
      expect((await log.list('default')).map(({ sequence }) => sequence)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    });

    it('refuses an entry that does not fit, naming the field', async () => {
      const log = await make();
      await expect(log.append(entry('one', { confidence: NaN }))).rejects.toThrow(/confidence/);
      const { inputs: _inputs, ...without } = entry('one');
      await expect(log.append(without as AuditEntry)).rejects.toThrow(/inputs: found nothing/);
      const short = { ref: 'cycle/cycle-1', sha256: 'abc' };
      await expect(log.append(entry('one', { inputs: [short] }))).rejects.toThrow(/inputs\.0\.sha256: found "abc"; expected 64 hex digits/);
      expect(await log.list('default')).toEqual([]);
    });
  });
}

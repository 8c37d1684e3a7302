import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainHash, GENESIS } from '../../../../lambdas/shared/audit/chain-hash.ts';
import { verifyChain } from '../../../../lambdas/shared/audit/verify-chain.ts';
import type { AuditRecord } from '../../../../lambdas/shared/contract/records.ts';
import { entry } from '../../../contract/fakes/records.ts';

function chain(length: number, tenant = 'default'): AuditRecord[] {
  const records: AuditRecord[] = [];
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const unsealed = { ...entry(`key ${sequence}`, { tenant }), sequence, previous: records.at(-1)?.hash ?? GENESIS };
    records.push({ ...unsealed, hash: chainHash(unsealed) });
  }
  return records;
}

/** The record changed and sealed again, as somebody with access to the table could. */
function resealed(record: AuditRecord, changes: Partial<AuditRecord>): AuditRecord {
  const changed = { ...record, ...changes };
  return { ...changed, hash: chainHash(changed) };
}

describe('verifyChain', () => {
  it('finds a chain intact', () => {
    expect(verifyChain([])).toEqual({ word: 'intact', count: 0, head: GENESIS });
    const records = chain(5);
    expect(verifyChain(records)).toEqual({ word: 'intact', count: 5, head: records[4]?.hash });
  });

  it('finds any changed field', () => {
    const changes: Partial<AuditRecord>[] = [
      { summary: 'x' },
      { at: 1 },
      { confidence: 0.91 },
      { evidence: [] },
      { actor: 'x' },
      { key: 'x' },
    ];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 }), fc.constantFrom(...changes), (index, change) => {
        const whole = chain(5);
        const records = whole.with(index, { ...(whole[index] as AuditRecord), ...change });
        expect(verifyChain(records)).toMatchObject({ word: 'broken', what: 'changed', sequence: index + 1 });
      }),
    );
  });

  it('finds a record that was changed and sealed again by the one that follows it', () => {
    const records = chain(5).map((record) => (record.sequence === 2 ? resealed(record, { summary: 'x' }) : record));
    expect(verifyChain(records)).toMatchObject({ word: 'broken', what: 'forked', sequence: 3 });
  });

  it('finds a dropped record, at either end of a gap', () => {
    expect(verifyChain(chain(5).filter(({ sequence }) => sequence !== 3))).toMatchObject({ what: 'dropped', sequence: 3 });
    expect(verifyChain(chain(5).slice(1))).toMatchObject({ what: 'dropped', sequence: 1 });
  });

  it('finds any two records exchanged', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 2 }), (places) => {
        const [low = 0, high = 1] = places.toSorted((a, b) => a - b);
        const whole = chain(6);
        const records = whole.with(low, whole[high] as AuditRecord).with(high, whole[low] as AuditRecord);
        expect(verifyChain(records)).toMatchObject({ word: 'broken', what: 'reordered', sequence: low + 1 });
      }),
    );
  });

  it('finds two records at one place, and another tenant’s record', () => {
    const records = chain(3);
    const [first, second] = records as [AuditRecord, AuditRecord];
    expect(verifyChain([first, second, resealed(second, { summary: 'x' })])).toMatchObject({ what: 'forked', sequence: 2 });
    expect(verifyChain([first, ...chain(2, 'other').slice(1)])).toMatchObject({ what: 'forked', sequence: 2 });
  });

  it('finds a cut-off end and a rewritten history with the help of an anchor only', () => {
    const records = chain(5);
    const anchor = { sequence: 4, hash: records[3]?.hash ?? '' };
    expect(verifyChain(records, [anchor]).word).toBe('intact');
    expect(verifyChain(records.slice(0, 3)).word).toBe('intact');
    expect(verifyChain(records.slice(0, 3), [anchor])).toMatchObject({ what: 'dropped', sequence: 4 });
    expect(verifyChain(records, [anchor, { ...anchor, hash: 'f'.repeat(64) }])).toMatchObject({ what: 'forked', sequence: 4 });
  });
});

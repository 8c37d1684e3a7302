import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainHash, GENESIS } from '../../../../lambdas/shared/audit/chain-hash.ts';
import { verifyChain } from '../../../../lambdas/shared/audit/verify-chain.ts';
import { AuditRecord } from '../../../../lambdas/shared/contract/records.ts';
import { canonicalJson } from '../../../../lambdas/shared/audit/canonical-json.ts';
import { entry } from '../../../contract/fakes/records.ts';
import { chainOf, entries, spotsOf, touched } from './chains.ts';

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

/** Chains of arbitrary records, and what somebody with access to the table may do to them. */
describe('verifyChain, of any chain', () => {
  it('finds any change of any field at any depth, and names the record', () => {
    fc.assert(
      fc.property(entries(1), fc.nat(), fc.nat(), fc.nat(), (drafts, which, where, how) => {
        const whole = chainOf(drafts);
        const index = which % whole.length;
        const record = whole[index] as AuditRecord;
        const spots = spotsOf(record);
        const spot = spots[where % spots.length] as string[];
        const changed = touched(record, spot, how) as AuditRecord;
        expect(canonicalJson(changed)).not.toBe(canonicalJson(record));

        const verdict = verifyChain(whole.with(index, changed));
        const [field] = spot;
        const what = field === 'sequence' || (field === 'tenant' && index > 0) ? expect.any(String) : 'changed';
        expect(verdict).toMatchObject({ word: 'broken', what });
        // A record that claims the place of the one before it is told there: two have it now.
        const places = field === 'sequence' ? [index, index + 1] : [index + 1];
        expect(places).toContain(verdict.word === 'broken' ? verdict.sequence : null);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds a changed record that was sealed again at the one behind it, and the last one by an anchor', () => {
    fc.assert(
      fc.property(entries(1), fc.nat(), (drafts, which) => {
        const whole = chainOf(drafts);
        const index = which % whole.length;
        const record = whole[index] as AuditRecord;
        const records = whole.with(index, resealed(record, { summary: `${record.summary}.` }));
        const isLast = index === whole.length - 1;
        if (!isLast) expect(verifyChain(records)).toMatchObject({ what: 'forked', sequence: index + 2 });
        const { sequence, hash } = record;
        expect(verifyChain(records, [{ sequence, hash }])).toMatchObject({ what: 'forked', sequence: isLast ? index + 1 : index + 2 });
      }),
    );
  });

  it('finds a history that was written anew from any place on, by any anchor from there on', () => {
    fc.assert(
      fc.property(entries(1), fc.nat(), fc.nat(), (drafts, from, noted) => {
        const whole = chainOf(drafts);
        const start = from % whole.length;
        const anew = chainOf(drafts.map((draft, index) => (index < start ? draft : { ...draft, summary: `${draft.summary}.` })));
        const { sequence, hash } = whole[noted % whole.length] as AuditRecord;
        expect(verifyChain(anew).word).toBe('intact');
        const verdict = verifyChain(anew, [{ sequence, hash }]);
        if (sequence <= start) expect(verdict.word).toBe('intact');
        else expect(verdict).toMatchObject({ what: 'forked', sequence });
      }),
    );
  });

  it('finds any run of records that was dropped, and a cut-off end by an anchor', () => {
    fc.assert(
      fc.property(entries(1), fc.nat(), fc.nat(), (drafts, at, length) => {
        const whole = chainOf(drafts);
        const from = at % whole.length;
        const to = from + 1 + (length % (whole.length - from));
        const records = whole.filter((_, index) => index < from || index >= to);
        const anchors = [whole.at(-1) as AuditRecord];
        expect(verifyChain(records, anchors)).toMatchObject({ word: 'broken', what: 'dropped', sequence: from + 1 });
        expect(verifyChain(records).word).toBe(to === whole.length ? 'intact' : 'broken');
      }),
    );
  });

  it('finds any two records exchanged, and any record that stands a second time somewhere', () => {
    fc.assert(
      fc.property(entries(2), fc.nat(), fc.nat(), (drafts, one, other) => {
        const whole = chainOf(drafts);
        const low = one % (whole.length - 1);
        const high = low + 1 + (other % (whole.length - 1 - low));
        const exchanged = whole.with(low, whole[high] as AuditRecord).with(high, whole[low] as AuditRecord);
        expect(verifyChain(exchanged)).toMatchObject({ what: 'reordered', sequence: low + 1 });

        const again = whole.toSpliced(high, 0, whole[low] as AuditRecord);
        const adjacent = high === low + 1;
        expect(verifyChain(again)).toMatchObject({ what: adjacent ? 'forked' : 'reordered', sequence: adjacent ? low + 1 : high + 1 });
        const before = whole.toSpliced(low, 0, whole[high] as AuditRecord);
        expect(verifyChain(before)).toMatchObject({ what: 'reordered', sequence: low + 1 });
      }),
    );
  });

  it('knows the records of before decisions said what they are about', () => {
    // As it was written then: neither `about` nor `inputs`, and a hash over what there was.
    const { about: _about, inputs: _inputs, ...old } = entry('old');
    const records = chainOf([old, entry('new')]);
    expect(records[0]?.hash).toBe('19f101963e4ecfcdc66ece308a374039060f47fae722d20e1abba2787d4cc3ac');
    expect(verifyChain(records)).toMatchObject({ word: 'intact', count: 2 });
    expect(AuditRecord.parse(JSON.parse(JSON.stringify(records[0])))).toEqual(records[0]);
  });
});

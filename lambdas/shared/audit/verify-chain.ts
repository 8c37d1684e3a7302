import type { AuditRecord } from '../contract/records.ts';
import { chainHash, GENESIS } from './chain-hash.ts';

/** What is wrong with a chain: a record's content, a missing one, the order, or two histories that don't meet. */
export type ChainFault = 'changed' | 'dropped' | 'reordered' | 'forked';

export type ChainVerdict =
  | { word: 'intact'; count: number; head: string }
  | { word: 'broken'; sequence: number; what: ChainFault; message: string };

/** A record's place and hash that were noted elsewhere, for example in a published report. */
export interface ChainAnchor {
  sequence: number;
  hash: string;
}

/**
 * Verifies one tenant's audit records, given in the order in which they were stored (oldest first). `broken` names the
 * first fault: `sequence` is the place at which it shows.
 *
 * A chain alone cannot show that its newest records were cut off, nor that all of it was written anew; `anchors` kept
 * elsewhere can, for everything up to the newest of them.
 */
export function verifyChain(records: readonly AuditRecord[], anchors: readonly ChainAnchor[] = []): ChainVerdict {
  const present = new Set(records.map((record) => record.sequence));
  let head = GENESIS;
  for (const [index, record] of records.entries()) {
    const fault = faultAt(index + 1, record, head, records[index - 1], present);
    if (fault !== null) return fault;
    head = record.hash;
  }
  for (const anchor of anchors.toSorted((a, b) => a.sequence - b.sequence)) {
    const fault = anchorFault(records, anchor);
    if (fault !== null) return fault;
  }
  return { word: 'intact', count: records.length, head };
}

function anchorFault(records: readonly AuditRecord[], { sequence, hash }: ChainAnchor): ChainVerdict | null {
  const anchored = records[sequence - 1];
  if (anchored === undefined) {
    return broken(records.length + 1, 'dropped', `the chain ends at ${records.length}; record ${sequence} was there before`);
  }
  if (anchored.hash === hash) return null;
  return broken(sequence, 'forked', `record ${sequence} has hash ${anchored.hash}; ${hash} was noted before`);
}

function faultAt(
  place: number,
  record: AuditRecord,
  previous: string,
  before: AuditRecord | undefined,
  present: ReadonlySet<number>,
): ChainVerdict | null {
  const { sequence } = record;
  if (before !== undefined && record.tenant !== before.tenant) {
    return broken(sequence, 'forked', `record ${sequence} is of tenant ${record.tenant}, the one before of ${before.tenant}`);
  }
  if (sequence !== place) {
    if (before !== undefined && sequence === before.sequence) return broken(sequence, 'forked', `two records claim place ${sequence}`);
    if (present.has(place) || sequence < place) {
      return broken(place, 'reordered', `record ${sequence} stands at place ${place}`);
    }
    return broken(place, 'dropped', `record ${place} is missing; ${sequence} follows ${place - 1}`);
  }
  if (chainHash(record) !== record.hash) {
    return broken(sequence, 'changed', `record ${sequence} (${record.action} ${record.subject}) does not match its hash`);
  }
  if (record.previous !== previous) {
    return broken(sequence, 'forked', `record ${sequence} follows ${record.previous}, but the record before it is ${previous}`);
  }
  return null;
}

function broken(sequence: number, what: ChainFault, message: string): ChainVerdict {
  return { word: 'broken', sequence, what, message };
}

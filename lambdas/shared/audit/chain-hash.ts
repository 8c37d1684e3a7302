import type { AuditRecord } from '../contract/records.ts';
import { digestOf } from './digest-of.ts';

/** `previous` of a tenant's first record: a value that no SHA-256 is expected to give. */
export const GENESIS = '0'.repeat(64);

/**
 * Hash of an audit record: SHA-256, in hex, of the canonical JSON of everything in it but `hash`. It covers `sequence` and
 * `previous`, and through `previous` every record before it.
 */
export function chainHash(record: Omit<AuditRecord, 'hash'> & { hash?: string }): string {
  const { hash: _own, ...hashed } = record;
  return digestOf(hashed);
}

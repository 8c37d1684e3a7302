import { createHash } from 'node:crypto';
import type { AuditRecord } from '../contract/records.ts';
import { canonicalJson } from './canonical-json.ts';

/** `previous` of a tenant's first record: a value that no SHA-256 is expected to give. */
export const GENESIS = '0'.repeat(64);

/**
 * Hash of an audit record: SHA-256, in hex, of the canonical JSON of everything in it but `hash`. It covers `sequence` and
 * `previous`, and through `previous` every record before it.
 */
export function chainHash(record: Omit<AuditRecord, 'hash'> & { hash?: string }): string {
  const { hash: _own, ...hashed } = record;
  return createHash('sha256').update(canonicalJson(hashed), 'utf8').digest('hex');
}

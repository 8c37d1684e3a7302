import type * as z from 'zod';
import {
  Anomaly,
  type AuditInput,
  Cycle,
  FailureCluster,
  Improvement,
  KnownPattern,
  Opportunity,
  Recommendation,
} from '../contract/records.ts';
import { digestOf } from './digest-of.ts';
import { partOf } from './part-of.ts';
import { refTo, type RefKind } from './refs.ts';

/** The kinds whose records are in the tables. A digest is taken of a record as it is stored: its schema first, what it doesn't know left out. */
const STORED = {
  improvement: Improvement,
  opportunity: Opportunity,
  recommendation: Recommendation,
  cycle: Cycle,
  anomaly: Anomaly,
  cluster: FailureCluster,
  pattern: KnownPattern,
} as const;
type StoredKind = keyof typeof STORED;

/**
 * A part of a stored record as a decision's input. Name only fields that stay as they are (a list that grows: with `count`), since the
 * digest is taken again by whoever checks the decision.
 *
 * @param fields as {@link partOf} takes them.
 * @throws RangeError when the record has no such part, ZodError when it is no record of its kind.
 */
export function inputOf<K extends StoredKind>(kind: K, record: z.infer<(typeof STORED)[K]>, fields: string, count?: number): AuditInput {
  const ref = `${refTo(kind, record.id)}#${fields}`;
  const part = partOf(STORED[kind].parse(record), fields, count);
  if (part === undefined) throw new RangeError(`${ref}: found nothing${count === undefined ? '' : ` of ${count} items`}; expected a value`);
  return { ref, sha256: digestOf(part), ...(count === undefined ? {} : { count }) };
}

/** What Kaizen does not keep as it was, as a decision's input: whoever kept it can show that it was this. */
export function unkeptInput(kind: Exclude<RefKind, StoredKind>, id: string, value: unknown): AuditInput {
  return { ref: refTo(kind, id), sha256: digestOf(value) };
}

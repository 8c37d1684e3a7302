import type { AuditInput } from '../contract/records.ts';
import { digestOf } from './digest-of.ts';
import { partOf } from './part-of.ts';
import { splitRef } from './refs.ts';

/** Stored records by reference; null: asked for, and not there any more. What is not in the map is not kept at all. */
export type Kept = ReadonlyMap<string, object | null>;

/** Digits of a digest that are enough to tell two apart at a glance. */
const SHOWN_DIGITS = 12;

/** The first digits of a digest, for people. */
export function shortDigest(sha256: string): string {
  return sha256.slice(0, SHOWN_DIGITS);
}

/** `rollout.observations (the first 23) of improvement/x`, for people. */
export function inputWords({ ref, count }: AuditInput): string {
  const { record, fields } = splitRef(ref);
  if (fields === null) return record;
  return `${fields.replaceAll(',', ', ')}${count === undefined ? '' : ` (the first ${count})`} of ${record}`;
}

/** Which of a decision's inputs are not what they were when it was made, a clause each. */
export function changedInputs(inputs: readonly AuditInput[], kept: Kept): string[] {
  return inputs.flatMap((input) => {
    const { record, fields } = splitRef(input.ref);
    const found = kept.get(record);
    if (found === undefined || fields === null) return [];
    if (found === null) return [`${record} is not on record any more`];
    const part = partOf(found, fields, input.count);
    if (part === undefined) return [`${inputWords(input)} are not all on record`];
    const digest = digestOf(part);
    return digest === input.sha256
      ? []
      : [`${inputWords(input)} changed since: digest ${shortDigest(digest)}, it was ${shortDigest(input.sha256)}`];
  });
}

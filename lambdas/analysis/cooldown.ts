import type { Improvement } from '../shared/contract/records.ts';
import { DAY_MS, HOUR_MS } from '../shared/time.ts';
import type { Attempt } from './attempts.ts';

/** Ended in a way that a repetition would most likely end in again. */
const FAILED: ReadonlySet<Improvement['status']> = new Set<Improvement['status']>(['rolled-back', 'rejected', 'refused']);
/** Done, or in people's hands: a repetition at once would find nothing new. */
const SETTLED: ReadonlySet<Improvement['status']> = new Set<Improvement['status']>(['promoted', 'proposed']);

/** Each failure in a row doubles the rest. */
const GROWTH = 2;
/** A quarter: by then the code and its traffic are others. Also the longest cool-down that may be configured (settings.ts). */
const LONGEST_MS = 90 * DAY_MS;

/**
 * Why one kind on one target rests, from its attempts: after an end for `cooldownHours`, after n failures in a row since the last promotion for
 * cooldownHours x 2^(n - 1), at most a quarter. Null: it does not. What was interrupted (failed, not deployed) says nothing of the change.
 */
export function restOf(attempts: readonly Attempt[], cooldownHours: number, now: number): string | null {
  const ended = attempts.filter(({ status }) => FAILED.has(status) || SETTLED.has(status)).toSorted((a, b) => b.updatedAt - a.updatedAt);
  const [last] = ended;
  if (last === undefined) return null;
  const end = ended.findIndex(({ status }) => status === 'promoted');
  const failures = ended.slice(0, end < 0 ? ended.length : end).filter(({ status }) => FAILED.has(status)).length;
  const plain = cooldownHours * HOUR_MS;
  const rest = FAILED.has(last.status) ? Math.max(plain, Math.min(LONGEST_MS, plain * GROWTH ** (failures - 1))) : plain;
  if (now - last.updatedAt >= rest) return null;
  if (rest === plain) return `${last.id} was ${last.status} within the last ${cooldownHours} hours.`;
  return `${last.id} was ${last.status}; after ${failures} failures in a row it rests for ${rest / HOUR_MS} hours.`;
}

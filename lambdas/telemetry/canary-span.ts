import type { RegisteredTarget } from '../shared/contract/records.ts';
import { MINUTE_MS } from '../shared/time.ts';

export type CanarySpan = RegisteredTarget['canary'];

/** One look at the alias. Times in epoch ms. */
export interface CanaryLook {
  /** Whether a canary is live; null: the alias was not read. */
  live: boolean | null;
  now: number;
  /** The last time that it was seen to be alone. */
  aloneAt: number;
  /** Minutes before this one are not read again. */
  from: number;
}

/**
 * The span in which a canary may have served, after a look. It begins where the stable version was last seen alone and ends where it is
 * seen alone again, so that no minute of a rollout passes for one of the stable version, whenever the alias was changed in between.
 */
export function canarySpanAfter(before: CanarySpan, { live, now, aloneAt, from }: CanaryLook): CanarySpan {
  if (live === true) return { since: before?.since ?? aloneAt, until: null };
  const after = before !== null && before.until === null && live === false ? { since: before.since, until: now } : before;
  return after !== null && after.until !== null && after.until <= from ? null : after;
}

/** Whether a canary may have served a part of the minute. */
export function isCanaryMinute(minute: number, canary: CanarySpan): boolean {
  return canary !== null && minute + MINUTE_MS > canary.since && (canary.until === null || minute < canary.until);
}

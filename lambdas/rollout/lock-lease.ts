import type { RolloutPlan } from '../shared/contract/records.ts';
import { MINUTE_MS } from '../shared/time.ts';

/**
 * Beyond the horizon: the longest Lambda timeout (15 minutes) and the metrics' two minutes until the last minute is complete, the minutes that
 * steps leave out, and the retries of publishing and rolling back (ten minutes): an hour is past all of it.
 */
const SLACK_MS = 60 * MINUTE_MS;

/** How long the lock is leased; it is renewed with every judged minute. */
export function leaseMs(plan: RolloutPlan): number {
  return plan.horizonMinutes * MINUTE_MS + SLACK_MS;
}

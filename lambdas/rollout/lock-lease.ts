import type { RolloutPlan } from '../shared/contract/records.ts';
import { MINUTE_MS } from '../shared/time.ts';

/**
 * Beyond the horizon and the watch: the longest Lambda timeout (15 minutes) and the metrics' two minutes until the last minute of each is
 * complete, the minutes that steps leave out, and the retries of publishing and rolling back (ten minutes): an hour is past all of it.
 */
const SLACK_MS = 60 * MINUTE_MS;

/** How long the lock is leased; it is renewed with every judged minute. */
export function leaseMs({ horizonMinutes, watchMinutes }: Pick<RolloutPlan, 'horizonMinutes' | 'watchMinutes'>): number {
  return (horizonMinutes + watchMinutes) * MINUTE_MS + SLACK_MS;
}

import type { FailureCluster, KnownPattern } from '../contract/records.ts';
import { DAY_MS } from '../time.ts';

/**
 * A cluster goes a quarter after its last failure: as long as the longest cool-down of an improvement (contract/settings.ts), so that whatever was tried
 * against it can still be held beside it. What it taught stays in its pattern.
 */
const CLUSTER_KEPT_MS = 90 * DAY_MS;

/**
 * A learned pattern of which nobody knows what helps goes half a year after it was last met: all it could say is that it was there. One with a
 * solution, or with an outcome of one, stays, and so does what is known of a built-in pattern.
 */
const UNSOLVED_KEPT_MS = 180 * DAY_MS;

/** What was not met for so long counts half in a ranking, and half of that again after as long: behind what is met now, and never out of sight. */
const HALF_LIFE_MS = 90 * DAY_MS;

/** When a cluster may go (epoch ms). */
export function clusterGoneAt({ lastSeen }: Pick<FailureCluster, 'lastSeen'>): number {
  return lastSeen + CLUSTER_KEPT_MS;
}

/** When what is known of a pattern may go (epoch ms); null: it stays. */
export function patternGoneAt({ learned, solutions, effectiveness, lastSeen }: KnownPattern): number | null {
  return learned === null || solutions.length > 0 || effectiveness.length > 0 ? null : lastSeen + UNSOLVED_KEPT_MS;
}

/** Weight of what was last met at `lastSeen`, 0..1: 1 for now, a half after a quarter. */
export function freshness(lastSeen: number, now: number): number {
  return 2 ** (-Math.max(0, now - lastSeen) / HALF_LIFE_MS);
}

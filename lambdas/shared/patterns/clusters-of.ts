import type { FailureCluster } from '../contract/records.ts';
import { clustersOfTarget } from '../ids.ts';
import type { Ports } from '../ports.ts';

/**
 * Most clusters of one target: log text is whatever callers make a function write, and a message that varies where no mask looks would
 * make a new one a line. A hundred are ten times what a person reads of one function, and 100 of about 3 KB are one page of a query. Whoever finds
 * another one beyond them keeps the largest.
 */
export const MOST_CLUSTERS = 100;

/**
 * The clusters of one target, by a query of that target's keys alone: a tenant of 10,000 functions has up to a million, which nobody reads at once.
 * In the order of their ids.
 */
export function clustersOf({ work }: Pick<Ports, 'work'>, tenant: string, target: string): Promise<FailureCluster[]> {
  // Two cycles that find new ones at the same moment may go beyond the bound, never far.
  return work.clusters.list(tenant, { prefix: clustersOfTarget(target), limit: 2 * MOST_CLUSTERS });
}

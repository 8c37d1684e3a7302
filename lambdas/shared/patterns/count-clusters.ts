import type { FailureCluster, KnownPattern } from '../contract/records.ts';
import { DAY_MS } from '../time.ts';

/** Clusters that one write of a pattern counts: each has a place in its list until its own record says what was counted. */
export const MOST_AT_ONCE = 100;
const MOST_TARGETS = 50;

/**
 * How long a place is held for a cluster whose record does not say what was counted. Cycles come at least every 31 days (contract/settings.ts), so
 * that one which broke off is made good within; a cluster that was forgotten and comes back, after 90 days (forgetting.ts), begins anew.
 */
const HELD_MS = 60 * DAY_MS;

/**
 * What is known of a pattern with what its clusters have grown by: each failure counts once, however often a window is looked at, since what counts is the
 * difference to what was counted of that cluster before. That stands on the cluster (`inPattern`), and on the pattern until the cluster's record is
 * written (`counting`), so that whoever breaks off between the two writes counts nothing twice. At most {@link MOST_AT_ONCE} clusters.
 */
export function countClusters(known: KnownPattern, clusters: readonly FailureCluster[], now: number): KnownPattern {
  return clusters.reduce((so, cluster) => countCluster(so, cluster, now), known);
}

function countCluster(known: KnownPattern, cluster: FailureCluster, now: number): KnownPattern {
  const { counting, targets } = known;
  const held = counting.find((each) => each.cluster === cluster.id && now - each.at < HELD_MS)?.count ?? 0;
  const grown = cluster.count - Math.max(held, cluster.inPattern ?? 0);
  const seen = { firstSeen: Math.min(known.firstSeen, cluster.firstSeen), lastSeen: Math.max(known.lastSeen, cluster.lastSeen) };
  const others = counting.filter((each) => each.cluster !== cluster.id && now - each.at < HELD_MS);
  return {
    ...known,
    ...seen,
    occurrences: known.occurrences + Math.max(0, grown),
    counting: [...others, { cluster: cluster.id, count: Math.max(held, cluster.count), at: now }].slice(-MOST_AT_ONCE),
    targets: [...targets.filter((name) => name !== cluster.target), cluster.target].slice(-MOST_TARGETS),
  };
}

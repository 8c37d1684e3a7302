import type { FailureCluster, MinuteStats } from '../../shared/contract/records.ts';
import type { Span } from '../../shared/ports.ts';
import { probit } from '../../shared/stats/probit.ts';
import { wilsonInterval } from '../../shared/stats/wilson-interval.ts';
import { floorMinute } from '../../shared/time.ts';
import { callsWithin } from './rate-bins.ts';
import type { VersionChange } from './version-changes.ts';

/** How sure it must be that the version before would have shown the failure. */
const SURE = 0.95;
/** One-sided lower end of the rate, at the same level. */
const Z = probit(SURE);

export interface NewSinceInput {
  cluster: Pick<FailureCluster, 'firstSeen' | 'versions'>;
  /** The window's failures. */
  failures: number;
  changes: readonly VersionChange[];
  minutes: readonly MinuteStats[];
  /** All failures of it were read. */
  span: Span;
}

/**
 * The deployment that a cluster came with; null: it was there before, or nobody knows. It came with a version when
 * - its first failure on record came after the version did, and each of its failures is of that version, and
 * - the traffic before the version was enough to have shown it: at the lower end r of the rate since (Wilson, one-sided 95 %), the m calls before would
 *   have failed at least once with 1 - (1 - r)^m >= 95 %. So m is about 3 / r: 39 calls at 30 failures of 300, 121 at 5 of 100.
 *
 * A canary's calls are not counted apart, so that its rate counts as lower than it is, and more traffic before is asked for.
 */
export function newSince({ cluster, failures, changes, minutes, span }: NewSinceInput): FailureCluster['newSince'] {
  const came = changes.findLast(
    ({ version, after }) => cluster.firstSeen >= after && cluster.versions.every((failed) => failed.version === version),
  );
  if (came === undefined) return null;
  const before = callsWithin({ from: span.from, to: came.after }, minutes);
  // The minute in which it came counts whole: more calls make a lower rate.
  const since = callsWithin({ from: floorMinute(came.after), to: span.to }, minutes);
  if (before === 0 || since === 0) return null;
  const { low } = wilsonInterval(Math.min(1, failures / since), since, Z);
  return 1 - (1 - low) ** before >= SURE ? { version: came.version, at: came.by } : null;
}

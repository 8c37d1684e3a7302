import type { FailureCluster, Improvement } from '../../shared/contract/records.ts';
import { clusterId } from '../../shared/ids.ts';
import { mapLimited } from '../../shared/map-limited.ts';
import { MOST_CLUSTERS } from '../../shared/patterns/clusters-of.ts';
import { keepPatterns } from '../../shared/patterns/keep-patterns.ts';
import type { Ports } from '../../shared/ports.ts';
import { changeRecord } from '../../shared/records/change-record.ts';
import type { TargetView } from '../target-context.ts';
import { clusterInWindow, type ClusterWindow, patternOf, seenCluster } from './cluster-in-window.ts';
import type { FailureGroup } from './group-errors.ts';
import type { KnownClusters } from './known-clusters.ts';
import { coverage, leavesOut } from './merge-cluster.ts';
import { callsWithin } from './rate-bins.ts';
import { isCluster } from './is-cluster.ts';
import type { SeenCluster } from './seen-cluster.ts';
import { trendWithout } from './trend.ts';
import { versionChanges } from './version-changes.ts';

export type ClusterPorts = Pick<Ports, 'work' | 'registry' | 'audit' | 'clock'>;

/** Clusters of one target that a cycle brings up to date: the largest. Twenty kinds of failure are more than anybody looks into. */
const MOST_AT_ONCE = 20;
/** Failures within a window that make a new record: what happened once or twice does not repeat. */
const LEAST_FAILURES = 3;
/** Others in trouble that a cluster is compared with: each one more asks for stronger evidence of all. */
const MOST_OTHERS = 10;
/** Targets whose clusters are written side by side. */
const AT_ONCE = 5;

/**
 * Makes clusters of the failures that the views hold, brings their records and those of their patterns up to date, and gives the views with the
 * clusters that were seen within the last hour: counts, trend, the deployment that each came with, what goes with it, the pattern that it is an
 * example of and what helps. Doing it again for the same window changes nothing.
 * @throws StaleRecord when others write a record faster than this can: the workflow tries again.
 */
export async function seeClusters(
  ports: ClusterPorts,
  views: readonly TargetView[],
  known: KnownClusters,
  improvements: readonly Improvement[],
  how: Pick<ClusterWindow, 'sampled' | 'passing'>,
): Promise<TargetView[]> {
  const troubled = views.filter(isTroubled);
  const seen = await mapLimited(views, AT_ONCE, async (view) => {
    await letGo(ports, view, known, how);
    const groups = view.groups.filter((group) => isKept(group, view, known)).slice(0, MOST_AT_ONCE);
    if (groups.length === 0) return { view, records: [] };
    const registered = await ports.registry.get(view.target.name);
    const others = troubled
      .filter(({ target }) => target.name !== view.target.name)
      .slice(0, MOST_OTHERS)
      .map(({ target, series }) => ({ target: target.name, series }));
    const changes = versionChanges(view.target, registered, improvements, view.served, view.span.to);
    const clusters: SeenCluster[] = [];
    const records: FailureCluster[] = [];
    for (const group of groups) {
      const match = patternOf(group, known.patterns);
      const { record, isOnRecord } = await keep(ports, group, match, { view, changes, others, ...how });
      if (isOnRecord) records.push(record);
      const cluster = seenCluster(record, group, match, view, known.patterns);
      if (cluster !== null) clusters.push(cluster);
    }
    return { view: { ...view, clusters }, records };
  });
  const { clusters } = await keepPatterns(
    ports,
    seen.flatMap(({ records }) => records),
    ports.clock(),
  );
  const kept = new Map(clusters.map((record) => [record.id, record]));
  return seen.map(({ view }) => ({
    ...view,
    clusters: view.clusters.map((cluster) => ({ ...cluster, record: kept.get(cluster.record.id) ?? cluster.record })),
  }));
}

/** What others may feel: an anomaly that was open within the window, or a cluster of its own. */
function isTroubled(view: TargetView): boolean {
  const isOpen = view.history.some(
    ({ severity, resolution, lastSeen }) => severity !== 'info' && (resolution === null || lastSeen >= view.span.from),
  );
  return isOpen || view.groups.some((group) => isCluster(group, view));
}

/** One that is on record, or repeats and has a place left. */
function isKept({ fingerprint, errors }: FailureGroup, { target }: TargetView, { clusters }: KnownClusters): boolean {
  const own = clusters.get(target.name) ?? [];
  const id = clusterId(target.name, fingerprint.id);
  return own.some((each) => each.id === id) || (errors.length >= LEAST_FAILURES && own.length < MOST_CLUSTERS);
}

/** Brings one cluster's record up to date. A look in passing that would leave hours uncounted is not written. */
async function keep(
  { work }: ClusterPorts,
  group: FailureGroup,
  match: ReturnType<typeof patternOf>,
  window: ClusterWindow,
): Promise<{ record: FailureCluster; isOnRecord: boolean }> {
  const { target, errorsFrom } = window.view;
  let after: FailureCluster | null = null;
  let isWritten = true;
  const written = await changeRecord(work.clusters, target.tenant, clusterId(target.name, group.fingerprint.id), (before) => {
    after = clusterInWindow(before, group, match, window);
    isWritten = !(window.passing && before !== null && leavesOut(before, errorsFrom));
    return isWritten ? after : before;
  });
  const record = isWritten ? written : after;
  if (record === null) throw new TypeError(`cluster of ${target.name}: found none after it was written`);
  return { record, isOnRecord: isWritten };
}

/**
 * Notes of the target's clusters that the window did not show that none is left to count until its end, and of those that it would have shown that
 * they are gone.
 */
async function letGo(
  { work }: ClusterPorts,
  { target, groups, span, minutes, errorsFrom: readFrom }: TargetView,
  { clusters }: KnownClusters,
  { sampled, passing }: Pick<ClusterWindow, 'sampled' | 'passing'>,
): Promise<void> {
  const shown = new Set(groups.map(({ fingerprint }) => clusterId(target.name, fingerprint.id)));
  const read = { from: readFrom, to: span.to };
  for (const { id, trend: last, countedUntil } of clusters.get(target.name) ?? []) {
    if (shown.has(id) || last === 'gone' || span.to <= countedUntil) continue;
    await changeRecord(work.clusters, target.tenant, id, (cluster) => {
      if (cluster === null || cluster.trend === 'gone' || span.to <= cluster.countedUntil) return cluster;
      if (passing && leavesOut(cluster, readFrom)) return cluster;
      const trend = trendWithout(cluster, read, callsWithin(read, minutes));
      return { ...cluster, ...coverage(cluster, { span, readFrom, sampled }), trend };
    });
  }
}

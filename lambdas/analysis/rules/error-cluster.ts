import { CLUSTER_SIZE, errorClusters } from '../error-clusters.ts';
import { lastHour } from '../figures.ts';
import type { AnomalyDraft } from '../../shared/contract/records.ts';
import { floorMinute } from '../../shared/time.ts';
import type { TargetView } from '../target-context.ts';
import { deviationPercent } from '../../shared/detection/words.ts';

/** A failure that a tenth of the calls ends in is critical: the success rate alone would then be near 85 % (SPEC 3). */
const CRITICAL_SHARE = 0.1;

/** The same failure more than ten times within the hour (SPEC 3). */
export function errorCluster(view: TargetView): AnomalyDraft[] {
  const calls = lastHour(
    view,
    view.minutes.map((stats) => ({ at: stats.minute, count: stats.invocations })),
  );
  const invocations = calls.reduce((sum, minute) => sum + minute.count, 0);
  return errorClusters(view).map((cluster) => ({
    type: 'error-cluster',
    series: null,
    severity: invocations > 0 && cluster.count / invocations > CRITICAL_SHARE ? 'critical' : 'warning',
    title: `${view.target.name}: ${cluster.type} ${cluster.count} times within the hour`,
    description:
      `${view.target.name} failed ${cluster.count} times in the last hour with ${cluster.type}: "${cluster.template}"` +
      `${cluster.frame === null ? '' : ` (${cluster.frame})`}. More than ${CLUSTER_SIZE} an hour count as a cluster.`,
    expected: CLUSTER_SIZE,
    actual: cluster.count,
    deviationPercent: deviationPercent(CLUSTER_SIZE, cluster.count),
    since: floorMinute(cluster.firstAt),
    lastSeen: floorMinute(cluster.lastAt),
    discriminator: `${cluster.type} ${cluster.template}`,
  }));
}

import { failureWords, newSinceWords, trendWords } from '../../shared/clusters/cluster-words.ts';
import type { AnomalyDraft } from '../../shared/contract/records.ts';
import { deviationPercent } from '../../shared/detection/words.ts';
import { floorMinute } from '../../shared/time.ts';
import { CLUSTER_SIZE, type SeenCluster } from '../clusters/seen-cluster.ts';
import { callsLately } from '../figures.ts';
import { CRITICAL_SHARE } from '../finders/cluster-finding.ts';
import type { TargetView } from '../target-context.ts';

/** The same failure more than ten times within the hour (SPEC 3), with where it happens and what it is. */
export function errorCluster(view: TargetView): AnomalyDraft[] {
  const calls = callsLately(view);
  return view.clusters
    .filter(({ lately }) => lately.count > CLUSTER_SIZE)
    .map(({ record, known, lately }) => ({
      type: 'error-cluster',
      series: null,
      severity: calls > 0 && lately.count / calls > CRITICAL_SHARE ? 'critical' : 'warning',
      title:
        `${view.target.name}: ${record.fingerprint.type} ${lately.count} times within the hour` +
        `${record.location === null ? '' : `, at ${record.location}`}${known === null ? '' : ` (${known.title})`}`,
      description: sentences(view.target.name, { record, known, lately }).join(' '),
      expected: CLUSTER_SIZE,
      actual: lately.count,
      deviationPercent: deviationPercent(CLUSTER_SIZE, lately.count),
      since: floorMinute(lately.firstAt),
      lastSeen: floorMinute(lately.lastAt),
      discriminator: record.fingerprint.id,
    }));
}

function sentences(name: string, { record, known, lately }: Pick<SeenCluster, 'record' | 'known' | 'lately'>): string[] {
  const newness = newSinceWords(record);
  return [
    `${name} failed ${lately.count} times in the last hour with ${failureWords(record)}${record.location === null ? '' : ` (${record.location})`}.`,
    `More than ${CLUSTER_SIZE} an hour count as a cluster; this one is ${trendWords(record.trend)}.`,
    ...(known === null ? [] : [`Known as: ${known.title} (${record.category}).`]),
    ...(newness === null ? [] : [newness]),
    ...record.correlations.slice(0, TOLD).map(({ summary }) => summary),
  ];
}

/** Correlations that a description has room for. */
const TOLD = 2;

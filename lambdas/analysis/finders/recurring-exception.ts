import type { Evidence } from '../../shared/contract/records.ts';
import { type ErrorCluster, errorClusters } from '../error-clusters.ts';
import { requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';

/** A tenth of all calls: the success rate is then near 85 % (SPEC 3). */
const CRITICAL_SHARE = 0.1;

/** The same failure again and again: the largest cluster of the last hour. The gain is the share of calls that end in it. */
export function recurringException(context: TargetContext): Finding[] {
  const [largest, ...others] = errorClusters(context);
  const calls = requestsPerHour(context);
  if (largest === undefined || calls === 0) return [];
  const share = Math.min(1, largest.count / calls);
  return [
    {
      kind: 'recurring-exception',
      title: `${context.target.name} keeps failing with ${largest.type}`,
      evidence: [largest, ...others].map(evidenceOf),
      severity: share > CRITICAL_SHARE ? 'critical' : 'high',
      gain: share,
      usersPerHour: calls,
      occurrencesPerDay: ALWAYS,
      samples: Math.round(calls),
      wanted: null,
    },
  ];
}

function evidenceOf(cluster: ErrorCluster): Evidence {
  return {
    source: 'log',
    summary: `${cluster.count} times within the hour, ${cluster.type}: "${cluster.template}"`,
    figures: { count: cluster.count },
    ...(cluster.frame === null ? {} : { location: cluster.frame }),
  };
}

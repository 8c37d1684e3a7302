import type { OpportunityKind } from '../../shared/contract/records.ts';
import { clusterEvidence } from '../clusters/cluster-evidence.ts';
import { CLUSTER_SIZE, isOfCode, type SeenCluster } from '../clusters/seen-cluster.ts';
import { lookedAt } from '../clusters/looked-at.ts';
import { callsLately, requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';

/** A tenth of all calls: the success rate is then near 85 % (SPEC 3). */
export const CRITICAL_SHARE = 0.1;

/** Clusters of the last hour, the largest first: those that are the code's own, or those that come from outside of it. */
export function clustersNow({ clusters }: Pick<TargetContext, 'clusters'>, whose: 'code' | 'outside'): SeenCluster[] {
  return clusters
    .filter(({ lately, record }) => lately.count > CLUSTER_SIZE && isOfCode(record.category) === (whose === 'code'))
    .toSorted((a, b) => b.lately.count - a.lately.count || (a.record.id < b.record.id ? -1 : 1));
}

/** A finding about the largest of these clusters; the others are named in its evidence. The gain is the share of calls that end in it. */
export function clusterFinding(
  context: TargetContext,
  kind: OpportunityKind,
  [largest, ...others]: readonly SeenCluster[],
  what: (largest: SeenCluster) => Pick<Finding, 'title' | 'action' | 'settledBy'> & { solutionId: string | null },
): Finding[] {
  const calls = requestsPerHour(context);
  const lately = callsLately(context);
  if (largest === undefined || lately === 0) return [];
  const share = Math.min(1, largest.lately.count / lately);
  const { record } = largest;
  const { solutionId, ...told } = what(largest);
  return [
    {
      kind,
      ...told,
      evidence: clusterEvidence(largest, others),
      severity: share > CRITICAL_SHARE ? 'critical' : 'high',
      gain: share,
      usersPerHour: calls,
      occurrencesPerDay: ALWAYS,
      samples: Math.round(calls),
      wanted: null,
      failure: { clusterId: record.id, patternId: record.patternId, solutionId, looked: lookedAt(context) },
    },
  ];
}

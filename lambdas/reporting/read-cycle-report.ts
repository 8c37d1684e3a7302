import type { Anomaly, Cycle, FailureCluster, Recommendation } from '../shared/contract/records.ts';
import { dollars } from '../shared/cost/price-of.ts';
import { clustersOf } from '../shared/patterns/clusters-of.ts';
import { knownPatterns } from '../shared/patterns/known-patterns.ts';
import type { Ports } from '../shared/ports.ts';
import { buildCycleReport } from './build-cycle-report.ts';
import type { CycleReport } from './cycle-report.ts';
import { recordsOfCycle } from './records-of-cycle.ts';

/** Anomalies are read newest first up to this many; a window of two weeks at two anomalies an hour holds 672. */
const ANOMALIES_READ = 1000;
/** Of a tenant, as analysis/recommendations reads them. */
const RECOMMENDATIONS_READ = 1000;
/** Targets whose failures are read; a report shows ten clusters. */
const FAILING_READ = 50;

/**
 * The report of a cycle as its records stand at `at` (epoch ms). What the publication itself costs is metered after the
 * report went out, so a report read later may show a few units more.
 */
export async function readCycleReport({ work }: Pick<Ports, 'work'>, cycle: Cycle, at: number): Promise<CycleReport> {
  const [opportunities, improvements, listed, recommendations, patterns, units] = await Promise.all([
    recordsOfCycle(work.opportunities, cycle),
    recordsOfCycle(work.improvements, cycle),
    work.anomalies.list(cycle.tenant, { limit: ANOMALIES_READ }),
    work.recommendations.list(cycle.tenant, { limit: RECOMMENDATIONS_READ }),
    knownPatterns({ work }, cycle.tenant, at),
    work.usage(cycle.tenant, cycle.id),
  ]);
  const anomalies = listed.filter((anomaly) => isOfCycle(anomaly, cycle, at));
  const failing = new Set(anomalies.filter(({ type }) => type === 'error-cluster').map(({ target }) => target));
  const clusters = await Promise.all([...failing].slice(0, FAILING_READ).map((target) => clustersOf({ work }, cycle.tenant, target)));
  return buildCycleReport(
    {
      cycle,
      opportunities,
      improvements,
      anomalies,
      recommendations: recommendations.filter((each) => isOpen(each, cycle)),
      clusters: clusters.flat().filter((each) => wasSeen(each, cycle, at)),
      patterns,
      cost: dollars(units),
    },
    at,
  );
}

/** Whether an anomaly touches the time from the window's beginning to the cycle's end, or to `at` while it is open. */
function isOfCycle({ target, since, lastSeen, resolution }: Anomaly, { targets, windowStart, endedAt }: Cycle, at: number): boolean {
  const isInTime = since <= (endedAt ?? at) && (resolution === null || lastSeen >= windowStart);
  return isInTime && (targets === null || targets.includes(target));
}

function isOpen({ status, target }: Recommendation, { targets }: Cycle): boolean {
  return status === 'open' && (targets === null || targets.includes(target));
}

/** Whether a cluster shows within the cycle's window. What later cycles counted is in its figures: it is one record. */
function wasSeen({ target, firstSeen, lastSeen }: FailureCluster, { targets, windowStart, endedAt }: Cycle, at: number): boolean {
  return lastSeen >= windowStart && firstSeen <= (endedAt ?? at) && (targets === null || targets.includes(target));
}

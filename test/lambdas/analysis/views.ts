import { clusterInWindow, patternOf, seenCluster } from '../../../lambdas/analysis/clusters/cluster-in-window.ts';
import { groupErrors } from '../../../lambdas/analysis/clusters/group-errors.ts';
import type { SeenCluster } from '../../../lambdas/analysis/clusters/seen-cluster.ts';
import type { VersionChange } from '../../../lambdas/analysis/clusters/version-changes.ts';
import type { TargetContext } from '../../../lambdas/analysis/target-context.ts';
import { sizesOfReports } from '../../../lambdas/analysis/tuning/tried-sizes.ts';
import { windowMinutes } from '../../../lambdas/analysis/window-minutes.ts';
import type { Anomaly, LogError } from '../../../lambdas/shared/contract/records.ts';
import { logMinutesOf } from '../../../lambdas/shared/logs/log-minutes.ts';
import type { Site } from '../../../lambdas/shared/source/sites.ts';
import { HOUR_MS, MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { minutesUntil, reportsOf } from '../fakes/samples.ts';
import { NOW, target } from '../fakes/world.ts';

/** The view of a plain hour of `orders`, with what a test changes. */
export function context({ errors = [], ...changes }: Partial<TargetContext> & { errors?: readonly LogError[] } = {}): TargetContext {
  const span = changes.span ?? { from: NOW - HOUR_MS, to: NOW };
  const reports = changes.reports ?? reportsOf('orders', 600);
  const logs = logMinutesOf({ reports, errors: [], operations: [] }).minutes;
  const { minutes, series } = windowMinutes(changes.minutes ?? minutesUntil(NOW, 60), logs, span);
  const view: Omit<TargetContext, 'clusters'> = {
    target: target('orders'),
    span,
    minutes,
    series,
    reports,
    served: reports,
    groups: groupErrors(errors),
    errorsFrom: span.from,
    history: [],
    sites: [],
    source: { kind: 'read', place: 'its package', tests: true },
    tried: sizesOfReports(reports),
    scaling: null,
    baselines: {},
    anomalies: [],
    ...changes,
  };
  return { clusters: clustersOf(view), ...view };
}

/** The clusters of a view, as if none of them were on record. */
export function clustersOf(view: Omit<TargetContext, 'clusters'>, changes: readonly VersionChange[] = []): SeenCluster[] {
  return view.groups.flatMap((group) => {
    const match = patternOf(group, []);
    const record = clusterInWindow(null, group, match, { view, changes, others: [], sampled: false, passing: false });
    return seenCluster(record, group, match, view, []) ?? [];
  });
}

export function site(kind: Site['kind'], changes: Partial<Site> = {}): Site {
  return {
    kind,
    file: 'src/handler.ts',
    line: 12,
    start: 0,
    end: 10,
    status: 'applicable',
    reason: 'The items are independent.',
    summary: 'A loop awaits each call.',
    functionName: 'handler',
    ...changes,
  };
}

/** An open anomaly of `orders` as analysis/detect keeps it. */
export function anomaly(changes: Partial<Anomaly> = {}): Anomaly {
  return {
    id: `${String((NOW - 3 * MINUTE_MS) / 1000).padStart(12, '0')}-orders-latency-duration-p95`,
    tenant: 'default',
    target: 'orders',
    type: 'latency',
    series: 'duration-p95',
    severity: 'critical',
    title: 'orders is slower than usual',
    description: 'One in twenty calls of orders takes 600 ms or more.',
    expected: 200,
    actual: 600,
    deviationPercent: 200,
    since: NOW - 3 * MINUTE_MS,
    lastSeen: NOW - MINUTE_MS,
    at: NOW,
    related: [],
    first: true,
    alerted: false,
    acknowledged: false,
    resolution: null,
    closedBy: null,
    revision: 0,
    ...changes,
  };
}

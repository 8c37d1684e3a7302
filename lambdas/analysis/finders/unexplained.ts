import type { AnomalyDraft, OpportunityKind, Opportunity } from '../../shared/contract/records.ts';
import { HOUR_MS } from '../../shared/time.ts';
import { invocations, requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';

const SEVERITY: Record<AnomalyDraft['severity'], Opportunity['severity']> = { critical: 'critical', warning: 'high', info: 'medium' };

/**
 * Anomalies that a finding may rest on: still there within the window's last hour. What is over has nothing left to win; good news and what
 * a canary alone showed are info.
 */
export function current(context: TargetContext): AnomalyDraft[] {
  return context.anomalies.filter(({ severity, lastSeen }) => severity !== 'info' && lastSeen >= context.span.to - HOUR_MS);
}

/** A finding for people out of anomalies that no finder explained; `gain` is the most that a return to normal could win. */
export function unexplained(
  context: TargetContext,
  kind: OpportunityKind,
  title: string,
  anomalies: readonly AnomalyDraft[],
  gain: number,
): Finding[] {
  const [first] = anomalies;
  if (first === undefined) return [];
  const worst = anomalies.find((anomaly) => anomaly.severity === 'critical') ?? first;
  return [
    {
      kind,
      title,
      evidence: anomalies.map((anomaly) => ({
        source: 'telemetry' as const,
        summary: anomaly.description,
        figures: { actual: anomaly.actual },
      })),
      severity: SEVERITY[worst.severity],
      gain: Math.min(1, Math.max(0, gain)),
      usersPerHour: requestsPerHour(context),
      occurrencesPerDay: ALWAYS,
      samples: invocations(context),
      wanted: null,
    },
  ];
}

import { cycleInput, opportunityInput } from '../shared/audit/decision-inputs.ts';
import { refTo } from '../shared/audit/refs.ts';
import type { Cycle, Opportunity } from '../shared/contract/records.ts';
import type { Ports } from '../shared/ports.ts';
import { byImportance } from './impact.ts';
import type { Picked } from './pick-targets.ts';
import type { TargetContext } from './target-context.ts';

type AuditPorts = Pick<Ports, 'audit' | 'clock'>;

const ACTOR = 'analysis/analyse';

/** Puts on the audit that nothing was looked at, and why. */
export async function auditSkipped(ports: AuditPorts, cycle: Cycle, obstacle: string): Promise<void> {
  await audit(ports, cycle, 'analysis-skipped', obstacle, [], []);
}

/** Puts a cycle's choice on the audit: what was looked at, what came of every opportunity, and each that is chosen once more by itself. */
export async function auditChoice(
  ports: AuditPorts,
  cycle: Cycle,
  opportunities: readonly Opportunity[],
  contexts: readonly TargetContext[],
  anomalies: number,
  { known, left }: Picked,
): Promise<void> {
  const sorted = opportunities.toSorted(byImportance);
  const chosen = sorted.filter((each) => each.status === 'chosen').length;
  const summary = `Looked at ${contexts.length} targets: ${anomalies} anomalies, ${sorted.length} opportunities, ${chosen} of them chosen.`;
  const evidence = sorted.map((each) => ({
    source: 'telemetry' as const,
    summary: `${each.status}: ${each.title}. ${each.reason}`,
    figures: { impact: each.impact, confidence: each.confidence, risk: each.risk },
  }));
  const unread = contexts.flatMap(({ target, source }) =>
    source.kind !== 'unusable'
      ? []
      : [
          {
            source: 'source' as const,
            summary: `The source of ${target.name} is not fit to be changed (${source.problem}): ${source.reason}`,
          },
        ],
  );
  const unseen =
    left === 0
      ? []
      : [
          {
            source: 'telemetry' as const,
            summary: `${left} of the tenant's ${known} targets were left out: those with an open anomaly and the most called come first.`,
            figures: { known, left },
          },
        ];
  await audit(ports, cycle, 'opportunities-chosen', summary, [...evidence, ...unread, ...unseen], sorted);
  for (const each of sorted) if (each.status === 'chosen') await auditChosen(ports, each);
}

/** What is going to be attempted has a record of its own: with it the story of an improvement begins. */
async function auditChosen(ports: AuditPorts, opportunity: Opportunity): Promise<void> {
  const { tenant, id, cycleId, target, title, reason, gain, priority, confidence, risk, evidence } = opportunity;
  await ports.audit.append({
    tenant,
    key: `${id}/chosen`,
    actor: ACTOR,
    action: 'opportunity-chosen',
    subject: target,
    about: [refTo('opportunity', id), refTo('cycle', cycleId), refTo('function', target)],
    summary: `${title}. Expected gain ${(100 * gain).toFixed(0)} %, priority ${priority}. ${reason}`,
    confidence,
    risk,
    evidence,
    inputs: [opportunityInput(opportunity)],
    at: ports.clock(),
  });
}

async function audit(
  ports: AuditPorts,
  cycle: Cycle,
  action: string,
  summary: string,
  evidence: Opportunity['evidence'],
  opportunities: readonly Opportunity[],
): Promise<void> {
  const others = opportunities.filter(({ status }) => status !== 'chosen');
  await ports.audit.append({
    tenant: cycle.tenant,
    key: `${cycle.id}/analysis`,
    actor: ACTOR,
    action,
    subject: cycle.id,
    about: [refTo('cycle', cycle.id), ...others.map(({ id }) => refTo('opportunity', id))],
    summary,
    confidence: null,
    risk: null,
    evidence,
    inputs: [cycleInput(cycle), ...opportunities.map(opportunityInput)],
    at: ports.clock(),
  });
}

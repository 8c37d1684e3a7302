import { METRICS } from '../shared/contract/names.ts';
import type { Evidence, Impact, Improvement } from '../shared/contract/records.ts';
import { targetLock, tenantPermits } from '../shared/lock-keys.ts';
import type { Ports } from '../shared/ports.ts';
import { auditDecision } from './audit-decision.ts';

/** How a rollout ended, after the alias is where it belongs. */
export interface Ending {
  status: 'promoted' | 'rolled-back' | 'not-deployed';
  /** In a sentence, for the record, the audit and the message. */
  reason: string;
  /** Null: ended by its verdict. */
  endedBecause: string | null;
  impact: Impact | null;
  evidence: Evidence[];
  /** Who is told, and how loudly; null: the report is enough. */
  tell: { severity: 'info' | 'warning' | 'high'; subject: string } | null;
}

const METRIC_OF = { promoted: METRICS.deployed, 'rolled-back': METRICS.rolledBack, 'not-deployed': null } as const;

export type EndPorts = Pick<Ports, 'clock' | 'work' | 'audit' | 'control' | 'notifier' | 'sink'>;

/**
 * Closes a rollout: audit, message, metric, record, lock, in this order. The record comes last but for the lock, so that a crash in
 * between is repaired by closing it again: the audit knows its key, a message may arrive twice, none is lost.
 */
export async function endRollout(ports: EndPorts, improvement: Improvement, ending: Ending): Promise<Improvement> {
  const { status, reason, endedBecause, impact, evidence, tell } = ending;
  await auditDecision(ports, improvement, {
    action: status,
    summary: `Improvement ${improvement.id} of ${improvement.target} (${improvement.title}): ${reason}`,
    evidence,
  });
  if (tell !== null) {
    const body = `${improvement.title}\n\n${reason}\n\nTarget: ${improvement.target}\nImprovement: ${improvement.id}\nCycle: ${improvement.cycleId}`;
    await ports.notifier.notify({ subject: tell.subject, body, severity: tell.severity });
  }
  const metric = METRIC_OF[status];
  if (metric !== null) ports.sink.put(metric, 1, improvement.tenant);

  const now = ports.clock();
  const rollout = improvement.rollout === null ? null : { ...improvement.rollout, phase: 'done' as const, endedAt: now, endedBecause };
  const closed = await ports.work.improvements.update({ ...improvement, status, reason, impact, rollout, updatedAt: now });
  await releaseTarget(ports, closed);
  return closed;
}

/** Lets the next rollout of the target, and of the tenant, begin. Nothing happens when this one holds neither lock nor permit. */
export async function releaseTarget({ control }: Pick<Ports, 'control'>, { tenant, target, id }: Improvement): Promise<void> {
  await control.releasePermit(tenantPermits(tenant), id);
  await control.releaseLock(targetLock(target), id);
}

/** Ends an improvement whose version serves nothing. @param tell who has to know; null: the report is enough. */
export async function endNotDeployed(
  ports: EndPorts,
  improvement: Improvement,
  because: string,
  tell: Ending['tell'] = null,
): Promise<Improvement> {
  return endRollout(ports, improvement, {
    status: 'not-deployed',
    reason: `not deployed: ${because}`,
    endedBecause: because,
    impact: null,
    evidence: [],
    tell,
  });
}

import { METRICS } from '../shared/contract/names.ts';
import type { DecidedEnding, Evidence, Impact, Improvement } from '../shared/contract/records.ts';
import { targetLock, tenantPermits } from '../shared/lock-keys.ts';
import type { Ports } from '../shared/ports.ts';
import { auditDecision } from './audit-decision.ts';

/** How a rollout ended, after the alias is where it belongs. */
export interface Ending extends DecidedEnding {
  impact: Impact | null;
  evidence: Evidence[];
}

const METRIC_OF = { promoted: METRICS.deployed, 'rolled-back': METRICS.rolledBack, 'not-deployed': null } as const;

export type EndPorts = Pick<Ports, 'clock' | 'work' | 'audit' | 'control' | 'notifier' | 'sink'>;

/**
 * Closes a rollout: decision, audit, message, metric, record, lock, in this order. The decision is an update at the record's revision, so
 * that of several who end a rollout at the same time one decides how; the others, and whoever carries on after a crash, end it the same
 * way. The audit knows its key, a message may arrive twice, none is lost.
 *
 * @throws StaleRecord when somebody else was faster: their decision is on the record then.
 */
export async function endRollout(ports: EndPorts, loaded: Improvement, { impact, evidence, ...found }: Ending): Promise<Improvement> {
  const improvement =
    loaded.ending === undefined ? await ports.work.improvements.update({ ...loaded, ending: found, updatedAt: ports.clock() }) : loaded;
  const { status, reason, endedBecause, tell } = improvement.ending ?? found;
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
  const { ending: _told, ...record } = improvement;
  const closed = await ports.work.improvements.update({ ...record, status, reason, impact, rollout, updatedAt: now });
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

import { refTo } from '../shared/audit/refs.ts';
import type { Settings } from '../shared/contract/environment.ts';
import { METRICS } from '../shared/contract/names.ts';
import type { ReportIn, ReportOut } from '../shared/contract/workflow.ts';
import type { Ports } from '../shared/ports.ts';
import { alreadyAudited } from './already-audited.ts';
import { closeCycle, type ClosePorts } from './close-cycle.ts';
import { closeStragglers } from './close-stragglers.ts';
import { dropExpired } from './drop-expired.ts';
import { describeError } from './describe-error.ts';

export type ReportPorts = Pick<Ports, 'work' | 'audit' | 'archive' | 'notifier' | 'sink' | 'clock' | 'registry'>;

/**
 * Takes note that a part of a cycle is over: the cycle's own execution, one of its rollouts, or all of it by an error. The
 * last part to end completes the cycle and publishes its report, exactly once. Running it twice changes nothing more.
 */
export async function report(ports: ReportPorts, _settings: Settings, input: ReportIn): Promise<ReportOut> {
  const { tenant, cycleId } = input;
  if (input.ended === 'failed' && (await ports.work.cycles.get(tenant, cycleId)) === null) {
    await reportUnrecorded(ports, input);
    return { tenant, cycleId, completed: true };
  }
  const completed = await closeCycle(ports, input);
  if (input.ended !== 'rollout') {
    await closeStragglers(ports, tenant, cycleId);
    await dropExpired(ports, tenant);
  }
  return { tenant, cycleId, completed };
}

/** A cycle that failed before it had a record: there is nothing to close, but somebody must know. */
async function reportUnrecorded(ports: ClosePorts, input: ReportIn): Promise<void> {
  const { tenant, cycleId } = input;
  const key = `reporting/cycle/${cycleId}/failed`;
  if (await alreadyAudited(ports, tenant, key)) return;
  const reason = input.error === undefined ? 'its execution failed' : describeError(input.error);
  await ports.notifier.notify({
    subject: `Kaizen: cycle of ${tenant} failed`,
    body: `Cycle ${cycleId} of tenant ${tenant} failed before it began: ${reason}\nNothing was changed.`,
    severity: 'warning',
  });
  ports.sink.put(METRICS.cyclesFailed, 1, tenant);
  await ports.audit.append({
    tenant,
    key,
    actor: 'kaizen:reporting',
    action: 'fail-cycle',
    subject: cycleId,
    about: [refTo('cycle', cycleId)],
    summary: `Cycle ${cycleId} failed before it began: ${reason}`,
    confidence: null,
    risk: null,
    evidence: [],
    inputs: [],
    at: ports.clock(),
  });
}

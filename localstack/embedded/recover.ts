import type { HandlerName } from '../../lambdas/shared/contract/names.ts';
import type { ExecutionEnded, ImprovementRef, ReportIn } from '../../lambdas/shared/contract/workflow.ts';
import type { Handler } from '../../lambdas/shared/handler.ts';
import type { WorkStore } from '../../lambdas/shared/ports.ts';

interface RecoverOptions {
  tenants: readonly string[];
  work: WorkStore;
  handlers: Record<HandlerName, Handler<unknown>>;
  /** Why the executions are gone, for the records. */
  cause: string;
}

export interface Recovered {
  /** Targets whose rollout was brought to its end. */
  rollouts: string[];
  /** Cycles that were closed as failed. */
  cycles: string[];
}

/**
 * Ends what executions left behind that no longer run: Step Functions keeps its executions, this process does not. Each
 * rollout goes the way that EventBridge sends an aborted one on AWS: to RollBack, which decides from the record, then to learning and report.
 * Running it again changes nothing.
 */
export async function recover({ tenants, work, handlers, cause }: RecoverOptions): Promise<Recovered> {
  const recovered: Recovered = { rollouts: [], cycles: [] };
  const error = { Error: 'Interrupted', Cause: cause };
  for (const tenant of tenants) {
    for (const { id: improvementId, cycleId, target, status } of await work.improvements.list(tenant)) {
      if (status !== 'rolling-out' && status !== 'validated') continue;
      const ref: ImprovementRef = { tenant, cycleId, improvementId };
      // A validated one may have its rollout begun: the lock is taken before the record says so.
      const aborted: ExecutionEnded = {
        source: 'aws.states',
        'detail-type': 'Step Functions Execution Status Change',
        detail: { status: 'ABORTED', input: JSON.stringify(ref) },
      };
      await handlers['rollout/roll-back'](aborted);
      await handlers['learning/learn'](ref);
      recovered.rollouts.push(target);
      await handlers['reporting/report']({ ...ref, ended: 'rollout', error } satisfies ReportIn);
    }
    for (const { id: cycleId, status } of await work.cycles.list(tenant)) {
      if (status !== 'running') continue;
      await handlers['reporting/report']({ tenant, cycleId, ended: 'failed', error } satisfies ReportIn);
      recovered.cycles.push(cycleId);
    }
  }
  return recovered;
}

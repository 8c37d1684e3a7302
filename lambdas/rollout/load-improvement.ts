import type { Improvement, Rollout, RolloutPlan } from '../shared/contract/records.ts';
import type { ImprovementRef } from '../shared/contract/workflow.ts';
import { CorruptRecord, RecordNotFound } from '../shared/errors.ts';
import type { Ports } from '../shared/ports.ts';

/** @throws RecordNotFound */
export async function loadImprovement({ work }: Pick<Ports, 'work'>, { tenant, improvementId }: ImprovementRef): Promise<Improvement> {
  const improvement = await work.improvements.get(tenant, improvementId);
  if (improvement === null) throw new RecordNotFound(`rollout: tenant ${tenant} has no improvement ${improvementId}`);
  return improvement;
}

/** The rollout that is under way; null when there is none (not begun, or over). */
export function openRollout(improvement: Improvement): Rollout | null {
  return improvement.status === 'rolling-out' ? improvement.rollout : null;
}

/** What the rollout recorded before its first act. @throws CorruptRecord when it is not there. */
export function planOf(improvement: Improvement, rollout: Rollout): RolloutPlan {
  if (rollout.plan === undefined)
    throw new CorruptRecord(`improvement ${improvement.id}: rollout.plan is missing, expected since the start`);
  return rollout.plan;
}

import type { Settings } from '../shared/contract/environment.ts';
import type { ImprovementRef } from '../shared/contract/workflow.ts';
import { releaseTarget } from './end-rollout.ts';
import { finishPromotion } from './finish-promotion.ts';
import { loadImprovement, openRollout } from './load-improvement.ts';
import { type EndingPorts, takeBack } from './take-back.ts';

/**
 * Promotes the canary that the judge passed: all traffic, for good. The decision is on the record (phase `promoting`) since the judge
 * made it; without one, and when Kaizen was stopped meanwhile, the canary goes back. A second run finds nothing left to do.
 *
 * @throws TargetChanged when somebody moves the alias at the same time; the rollback sorts it out.
 */
export async function promote(ports: EndingPorts, settings: Settings, ref: ImprovementRef): Promise<ImprovementRef> {
  const { tenant, cycleId, improvementId } = ref;
  const improvement = await loadImprovement(ports, ref);
  const rollout = openRollout(improvement);
  if (rollout === null) await releaseTarget(ports, improvement);
  else if (rollout.phase === 'promoting') await finishPromotion(ports, settings, improvement, rollout, true);
  else await takeBack(ports, improvement, rollout, 'its promotion was asked for without a decision on record');
  return { tenant, cycleId, improvementId };
}

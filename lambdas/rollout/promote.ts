import type { Settings } from '../shared/contract/environment.ts';
import type { ImprovementRef, PromoteOut } from '../shared/contract/workflow.ts';
import { carryOnEnding } from './carry-on-ending.ts';
import { releaseTarget } from './end-rollout.ts';
import { closePromotion, finishPromotion } from './finish-promotion.ts';
import { loadImprovement, openRollout } from './load-improvement.ts';
import { type EndingPorts, takeBack } from './take-back.ts';

/**
 * Promotes the canary that the judge passed: all traffic, and, after the minutes in which it is watched, for good. The decisions are on
 * the record (phases `promoting` and `closing`) since the judge made them; without one, and when Kaizen was stopped meanwhile, the
 * canary goes back. A second run finds nothing left to do.
 *
 * @throws TargetChanged when somebody moves the alias at the same time; the rollback sorts it out.
 */
export async function promote(ports: EndingPorts, settings: Settings, ref: ImprovementRef): Promise<PromoteOut> {
  const { tenant, cycleId, improvementId } = ref;
  const improvement = await loadImprovement(ports, ref);
  const rollout = openRollout(improvement);
  const answer = (next: PromoteOut['next']): PromoteOut => ({ tenant, cycleId, improvementId, next });
  // The answer of a first run was lost: the watch goes on.
  if (rollout?.phase === 'watching') return answer('watch');
  if (improvement.ending !== undefined) await carryOnEnding(ports, improvement, improvement.ending);
  else if (rollout === null) await releaseTarget(ports, improvement);
  else if (rollout.phase === 'closing') await closePromotion(ports, improvement, rollout, true);
  else if (rollout.phase === 'promoting') {
    const promoted = await finishPromotion(ports, settings, improvement, rollout, true);
    if (openRollout(promoted)?.phase === 'watching') return answer('watch');
  } else await takeBack(ports, improvement, rollout, 'its promotion was asked for without a decision on record');
  return answer('done');
}

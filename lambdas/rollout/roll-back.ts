import type { Settings } from '../shared/contract/environment.ts';
import type { Rollout } from '../shared/contract/records.ts';
import type { ImprovementRef, RollBackIn } from '../shared/contract/workflow.ts';
import { endNotDeployed, releaseTarget } from './end-rollout.ts';
import { endUnpublished } from './end-unpublished.ts';
import { finishPromotion } from './finish-promotion.ts';
import { loadImprovement, openRollout } from './load-improvement.ts';
import { type EndingPorts, takeBack } from './take-back.ts';
import { errorWords } from './words.ts';

const CALLED_BACK = 'it was called back';

/**
 * Brings a rollout to a safe end, from wherever it is: after its verdict, after an error, after its execution was stopped or the process
 * killed. The record says how far it got:
 *
 * - validated, not begun: closed as not deployed, as its execution is over;
 * - preparing, monitoring, rolling back: the canary goes, the stable version stays;
 * - promoting: the decision was made and recorded, so the promotion is finished, unless Kaizen is stopped;
 * - over, or not yet a rollout's matter: nothing changes.
 *
 * Safe to repeat at any time, from any crash.
 */
export async function rollBack(ports: EndingPorts, settings: Settings, input: RollBackIn): Promise<ImprovementRef> {
  const { tenant, cycleId, improvementId, error } = input;
  const improvement = await loadImprovement(ports, input);
  const rollout = openRollout(improvement);
  const caught = error === undefined ? null : errorWords(error);
  if (improvement.status === 'validated') await endNotDeployed(ports, improvement, caught ?? 'its rollout ended before it began');
  else if (rollout?.canaryVersion === null)
    await endUnpublished(ports, improvement, rollout, `${caught ?? CALLED_BACK} (before there was a canary)`);
  else if (rollout === null) await releaseTarget(ports, improvement);
  else if (rollout.phase === 'promoting') await finishPromotion(ports, settings, improvement, rollout, false);
  else await takeBack(ports, improvement, rollout, becauseOf(rollout, caught));
  return { tenant, cycleId, improvementId };
}

/** Why it goes back: what was decided, else what was caught; null: the verdict. */
function becauseOf({ phase, endedBecause, observations, weights }: Rollout, caught: string | null): string | null {
  if (phase === 'rolling-back') return endedBecause;
  const reason = caught ?? CALLED_BACK;
  return weights.length === 0 ? `${reason} (while it was prepared)` : `${reason} (in minute ${observations.length + 1})`;
}

import type { Settings } from '../shared/contract/environment.ts';
import type { Improvement, Rollout } from '../shared/contract/records.ts';
import type { ImprovementRef, RollBackIn } from '../shared/contract/workflow.ts';
import { carryOnEnding } from './carry-on-ending.ts';
import { endNotDeployed, releaseTarget } from './end-rollout.ts';
import { endUnpublished } from './end-unpublished.ts';
import { disturbance } from './disturbance.ts';
import { closePromotion, finishPromotion } from './finish-promotion.ts';
import { loadImprovement, openRollout, planOf } from './load-improvement.ts';
import { rolloutObstacle } from './obstacle.ts';
import { type EndingPorts, takeBack } from './take-back.ts';
import { errorWords } from './words.ts';

const CALLED_BACK = 'it was called back';

/**
 * Brings a rollout to a safe end, from wherever it is: after its verdict, after an error, after its execution was stopped or the process
 * killed. The record says how far it got:
 *
 * - being ended: it ends as was decided;
 * - validated, not begun: closed as not deployed, as its execution is over;
 * - preparing, monitoring, rolling back: the canary goes, the stable version stays;
 * - promoting: the decision was made and recorded, so the promotion is finished, unless Kaizen is stopped;
 * - watching: it was proven beside the stable version, so it stays, unless Kaizen is stopped; without a split nothing was, so it goes back;
 * - closing: it stays;
 * - over, or not yet a rollout's matter: nothing changes.
 *
 * Safe to repeat at any time, from any crash.
 */
export async function rollBack(ports: EndingPorts, settings: Settings, input: RollBackIn): Promise<ImprovementRef> {
  const { tenant, cycleId, improvementId, error } = input;
  const improvement = await loadImprovement(ports, input);
  const rollout = openRollout(improvement);
  const caught = error === undefined ? null : errorWords(error);
  if (improvement.ending !== undefined) await carryOnEnding(ports, improvement, improvement.ending);
  else if (improvement.status === 'validated') await endNotDeployed(ports, improvement, caught ?? 'its rollout ended before it began');
  else if (rollout?.canaryVersion === null)
    await endUnpublished(ports, improvement, rollout, `${caught ?? CALLED_BACK} (before there was a canary)`);
  else if (rollout === null) await releaseTarget(ports, improvement);
  else if (rollout.phase === 'promoting') await finishPromotion(ports, settings, improvement, rollout, false);
  else if (rollout.phase === 'closing') await closePromotion(ports, improvement, rollout, false);
  else if (rollout.phase === 'watching') await endWatch(ports, settings, improvement, rollout, caught);
  else await takeBack(ports, improvement, rollout, becauseOf(rollout, caught));
  return { tenant, cycleId, improvementId };
}

/** The execution that watched the new version is gone: what was proven beside the stable version stays, everything else goes back. */
async function endWatch(
  ports: EndingPorts,
  settings: Settings,
  improvement: Improvement,
  rollout: Rollout,
  caught: string | null,
): Promise<Improvement> {
  const target = await ports.fleet.get(improvement.target);
  const because = (await rolloutObstacle(ports, settings, improvement, target)) ?? (await disturbance(ports.fleet, improvement, rollout));
  if (because !== null) return takeBack(ports, improvement, rollout, because);
  if (!planOf(improvement, rollout).split) return takeBack(ports, improvement, rollout, becauseOf(rollout, caught));
  return closePromotion(ports, improvement, rollout, false);
}

/** Why it goes back: what was decided, else what was caught; null: the verdict. */
function becauseOf({ phase, endedBecause, observations, watched, weights }: Rollout, caught: string | null): string | null {
  if (phase === 'rolling-back') return endedBecause;
  const reason = caught ?? CALLED_BACK;
  return weights.length === 0 ? `${reason} (while it was prepared)` : `${reason} (in minute ${observations.length + watched.length + 1})`;
}

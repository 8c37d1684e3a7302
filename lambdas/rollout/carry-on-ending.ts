import type { DecidedEnding, Improvement } from '../shared/contract/records.ts';
import { endNotDeployed } from './end-rollout.ts';
import { closePromotion } from './finish-promotion.ts';
import { type EndingPorts, takeBack } from './take-back.ts';

/** Ends a rollout the way that is on its record: whoever decided it may be at it still, or may not have lived to tell. */
export async function carryOnEnding(ports: EndingPorts, improvement: Improvement, { status, reason }: DecidedEnding): Promise<Improvement> {
  const { rollout } = improvement;
  if (rollout !== null && status === 'promoted') return closePromotion(ports, improvement, rollout, false);
  if (rollout?.phase === 'rolling-back') return takeBack(ports, improvement, rollout, rollout.endedBecause);
  return endNotDeployed(ports, improvement, reason);
}

import type { Improvement, Rollout } from '../shared/contract/records.ts';
import type { FunctionFleet } from '../shared/ports.ts';
import { aliasPlace, percent } from './alias-place.ts';

/** Why the alias is not where this rollout left it, in a clause; null: it is as recorded. */
export async function disturbance(fleet: FunctionFleet, { target }: Improvement, rollout: Rollout): Promise<string | null> {
  const { canaryVersion, phase } = rollout;
  const place = aliasPlace(await fleet.alias(target), rollout);
  if (place.at === 'stable') return `somebody took version ${canaryVersion} off the alias`;
  if (place.at === 'elsewhere') return `somebody else deployed: the alias is at ${place.words}`;
  if (phase === 'watching' || phase === 'closing') {
    return place.at === 'promoted' ? null : `somebody took traffic from version ${canaryVersion}: it has ${percent(place.weight)}`;
  }
  if (place.at === 'promoted') return `somebody else deployed version ${canaryVersion} before its verdict`;
  return changedShare(rollout, place.weight);
}

/** Why the canary's share is not this rollout's doing; null: it is as recorded. */
export function changedShare({ weights }: Rollout, found: number): string | null {
  const recorded = weights.at(-1)?.weight;
  return found === recorded ? null : `somebody changed the canary's share to ${percent(found)}, recorded is ${percent(recorded ?? 0)}`;
}

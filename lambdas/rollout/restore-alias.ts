import type { Rollout } from '../shared/contract/records.ts';
import { TargetChanged } from '../shared/errors.ts';
import type { AliasState, FunctionFleet } from '../shared/ports.ts';
import { type AliasPlace, aliasPlace } from './alias-place.ts';
import { moveAlias } from './move-alias.ts';

/**
 * Sets the alias to where it is. The first share may be on its way still, from a process that died meanwhile: the alias has a new revision
 * after each update (Lambda API reference, AliasConfiguration), and the late one is refused.
 */
async function fence(fleet: FunctionFleet, target: string, { version, canary, revision }: AliasState): Promise<void> {
  await fleet.setAlias(target, { version, canary }, revision);
}

/** Times that the alias is read anew when somebody moves it between reading and setting; a person isn't faster than that. */
const ATTEMPTS = 3;

/** Where the alias was found, and what serves now. */
export interface Restored {
  place: AliasPlace;
  liveVersion: string;
}

/**
 * Takes this rollout's version off the alias: its canary, or all of the traffic when this rollout gave it that. Starts over when
 * somebody moves it at the same moment. Null: the function is gone or not managed any more, its alias must not be touched.
 *
 * @throws TargetChanged when the alias never holds still.
 */
export async function restoreAlias(fleet: FunctionFleet, target: string, rollout: Rollout): Promise<Restored | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      const alias = await fleet.alias(target);
      const place = aliasPlace(alias, rollout);
      if (place.at === 'promoted' && rollout.promotedAt !== null) {
        const version = rollout.snapshot.stableVersion;
        await moveAlias(fleet, target, alias, { version, canary: null });
        return { place, liveVersion: version };
      }
      if (place.at === 'stable' && rollout.weights.length === 0) await fence(fleet, target, alias);
      const ours = place.at === 'canary' || (place.at === 'elsewhere' && place.ourCanary);
      if (ours) await moveAlias(fleet, target, alias, { version: alias.version, canary: null });
      return { place, liveVersion: alias.version };
    } catch (error) {
      if (!(error instanceof TargetChanged)) throw error;
      if ((await fleet.get(target)) === null) return null;
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

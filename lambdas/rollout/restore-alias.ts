import type { Rollout } from '../shared/contract/records.ts';
import { TargetChanged } from '../shared/errors.ts';
import type { FunctionFleet } from '../shared/ports.ts';
import { type AliasPlace, aliasPlace } from './alias-place.ts';
import { moveAlias } from './move-alias.ts';

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

import type { Rollout } from '../shared/contract/records.ts';
import type { AliasState } from '../shared/ports.ts';

/** Where the alias stands, seen from one rollout. */
export type AliasPlace =
  /** As before the rollout: all traffic on the stable version. */
  | { at: 'stable' }
  /** The stable version with this rollout's canary beside it. */
  | { at: 'canary'; weight: number }
  /** All traffic on this rollout's version. */
  | { at: 'promoted' }
  /** Somebody else's doing; `ourCanary`: this rollout's version still gets a share of it. */
  | { at: 'elsewhere'; ourCanary: boolean; words: string };

/** Reads the alias against what the rollout recorded. */
export function aliasPlace(alias: AliasState, { snapshot, canaryVersion }: Rollout): AliasPlace {
  const onStable = alias.version === snapshot.stableVersion;
  const ourCanary = alias.canary !== null && alias.canary.version === canaryVersion;
  if (onStable && alias.canary === null) return { at: 'stable' };
  if (onStable && alias.canary !== null && ourCanary) return { at: 'canary', weight: alias.canary.weight };
  if (canaryVersion !== null && alias.version === canaryVersion && alias.canary === null) return { at: 'promoted' };
  return { at: 'elsewhere', ourCanary, words: aliasWords(alias) };
}

/** `version 4` or `version 4 with 10 % on version 5`. */
export function aliasWords({ version, canary }: Pick<AliasState, 'version' | 'canary'>): string {
  return canary === null ? `version ${version}` : `version ${version} with ${percent(canary.weight)} on version ${canary.version}`;
}

/** `10 %`. */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}

import type { FunctionConfiguration, Improvement, Rollout } from '../shared/contract/records.ts';
import type { FunctionFleet, PublishedVersion, VersionChange } from '../shared/ports.ts';

/** The canary, or why what was published is not what was validated. */
export type Publication = { canary: PublishedVersion } | { refused: string };

/** Configuration that the canary runs with: a tuning's own, else the stable version's. */
export function canaryConfiguration(improvement: Improvement, rollout: Rollout): FunctionConfiguration {
  return improvement.configuration ?? rollout.snapshot.configuration;
}

/** What is published for an improvement, by its own token. */
export function canaryChange(improvement: Improvement, rollout: Rollout): VersionChange {
  return {
    baseVersion: rollout.snapshot.stableVersion,
    files: improvement.files,
    configuration: canaryConfiguration(improvement, rollout),
    token: improvement.id,
  };
}

const shown = ({ memoryMb, timeoutSeconds }: FunctionConfiguration): string => `${memoryMb} MB, ${timeoutSeconds} s`;

/**
 * Publishes the change as a version that nobody calls yet, and reads it back: code and configuration must be the wanted ones. The same
 * improvement gives the same version, however often this runs.
 */
export async function publishCanary(fleet: FunctionFleet, improvement: Improvement, rollout: Rollout): Promise<Publication> {
  const { snapshot } = rollout;
  const change = canaryChange(improvement, rollout);
  const { configuration } = change;
  const published = await fleet.publish(improvement.target, change);
  const found = await fleet.version(improvement.target, published.version);
  const name = `version ${found.version} of ${improvement.target}`;
  if (found.codeSha256 !== published.codeSha256) {
    return { refused: `${name} has the code ${found.codeSha256}, but ${published.codeSha256} was published` };
  }
  const sameCode = found.codeSha256 === snapshot.codeSha256;
  if (improvement.kind === 'tuning' && !sameCode)
    return { refused: `${name} has other code than version ${snapshot.stableVersion}: a tuning changes none` };
  if (improvement.kind === 'code' && sameCode)
    return { refused: `${name} has the code of version ${snapshot.stableVersion}: nothing was changed` };
  if (found.configuration.memoryMb !== configuration.memoryMb || found.configuration.timeoutSeconds !== configuration.timeoutSeconds) {
    return { refused: `${name} runs with ${shown(found.configuration)}, expected ${shown(configuration)}` };
  }
  return { canary: found };
}

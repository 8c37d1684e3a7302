import type { Improvement, Rollout } from '../shared/contract/records.ts';
import { TargetChanged } from '../shared/errors.ts';
import type { Ports } from '../shared/ports.ts';
import { endNotDeployed, type EndPorts } from './end-rollout.ts';
import { canaryChange } from './publish-canary.ts';

/**
 * Ends a rollout that has no canary on record. Its publication may have broken off with the change in the unpublished state, and nobody is
 * going to repeat it: what it left there is taken back first, or the owner's next deployment would carry it.
 */
export async function endUnpublished(
  ports: EndPorts & Pick<Ports, 'fleet'>,
  improvement: Improvement,
  rollout: Rollout,
  because: string,
): Promise<Improvement> {
  const { target } = improvement;
  try {
    await ports.fleet.restoreUnpublished(target, canaryChange(improvement, rollout));
  } catch (error) {
    // The function is gone, not managed any more, or being deployed by its owner: nothing in it is ours to change.
    if (!(error instanceof TargetChanged)) throw error;
  }
  return endNotDeployed(ports, improvement, because);
}

import type { Settings } from '../shared/contract/environment.ts';
import type { Improvement, Target } from '../shared/contract/records.ts';
import { TargetChanged } from '../shared/errors.ts';
import { takeBackEntry, takeBackPromotion, type TakeBackPorts } from '../shared/promotion/take-back-promotion.ts';
import type { AliasState } from '../shared/ports.ts';
import { HOUR_MS } from '../shared/time.ts';

export type MitigationPorts = TakeBackPorts;

/** What was done at once, in a sentence; `none` says why nothing was. */
export interface Mitigation {
  action: 'none' | 'canary-dropped' | 'promotion-taken-back';
  improvementId: string | null;
  reason: string;
}

/** A change this recent is the first suspect: within the window that the emergency cycle looks at. */
const RECENT_CHANGE_MS = HOUR_MS;
/** Improvements looked through: all of the last hour, many times over. */
const HISTORY_LIMIT = 50;
const ACTOR = 'remediation/emergency';

/**
 * Takes back Kaizen's own most recent change of a target in alarm: a version that a rollout has live loses its traffic, beside the stable
 * one or alone; else a promotion of the last hour goes back to the version before it. Nothing is done when the alias is not exactly as the
 * record says: somebody else deployed, and it is theirs. What is going to be done is audited first, so that the alias is explained
 * wherever the run may end. Run again, it finds the alias already back and does nothing.
 */
export async function mitigate(
  ports: MitigationPorts,
  settings: Settings,
  target: Target,
  cause: { id: string; alarm: string },
): Promise<Mitigation> {
  const now = ports.clock();
  const ours = (await ports.work.improvements.list(target.tenant, { limit: HISTORY_LIMIT })).filter((each) => each.target === target.name);
  try {
    const alias = await ports.fleet.alias(target.name);
    const live = ours.find((each) => each.status === 'rolling-out' && isLive(each, alias));
    if (live !== undefined) return await dropCanary(ports, live, alias, cause, now);
    const suspect = ours.find((each) => each.status === 'promoted' && now - (each.rollout?.endedAt ?? 0) < RECENT_CHANGE_MS);
    if (suspect !== undefined) {
      const { done, reason } = await takeBackPromotion(ports, settings, suspect, alias, {
        key: `${cause.id}/promotion-taken-back`,
        actor: ACTOR,
        owner: `emergency-${cause.id}`,
        because: `Alarm ${cause.alarm}: `,
      });
      return { action: done ? 'promotion-taken-back' : 'none', improvementId: suspect.id, reason };
    }
  } catch (error) {
    if (!(error instanceof TargetChanged)) throw error;
    return { action: 'none', improvementId: null, reason: `Somebody else changed ${target.name} at the same moment: ${error.message}` };
  }
  return { action: 'none', improvementId: null, reason: `Kaizen changed nothing on ${target.name} within the last hour.` };
}

/** Whether the alias has the rollout's version where the rollout put it: a share beside the stable version, or all of the traffic. */
function isLive({ rollout }: Improvement, { version, canary }: AliasState): boolean {
  if (rollout === null || rollout.canaryVersion === null) return false;
  if (canary !== null) return version === rollout.snapshot.stableVersion && canary.version === rollout.canaryVersion;
  return version === rollout.canaryVersion && rollout.promotedAt !== null;
}

/** The rollout's own execution goes on: its judge finds the alias without the version, and ends the rollout as taken back. */
async function dropCanary(
  ports: MitigationPorts,
  improvement: Improvement,
  alias: AliasState,
  cause: { id: string; alarm: string },
  now: number,
): Promise<Mitigation> {
  const { canaryVersion, snapshot } = improvement.rollout as NonNullable<Improvement['rollout']>;
  const { stableVersion } = snapshot;
  const reason =
    `Alarm ${cause.alarm}: version ${canaryVersion} of ${improvement.target}, which is being rolled out, is taken off the alias, ` +
    `all traffic goes to version ${stableVersion}, and the rollout of ${improvement.id} ends.`;
  const order = { key: `${cause.id}/canary-dropped`, actor: ACTOR };
  await ports.audit.append(takeBackEntry(improvement, order, 'canary-dropped', reason, now));
  await ports.fleet.setAlias(improvement.target, { version: stableVersion, canary: null }, alias.revision);
  return { action: 'canary-dropped', improvementId: improvement.id, reason };
}

import { refTo } from '../shared/audit/refs.ts';
import type { Settings } from '../shared/contract/environment.ts';
import type { Improvement, Rollout, Target } from '../shared/contract/records.ts';
import { StaleRecord, TargetChanged } from '../shared/errors.ts';
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
/** Tries to write the record of a rollout that others write too. */
const MOST_TRIES = 3;
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
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await mitigateOnce(ports, settings, target, cause);
    } catch (error) {
      // The rollout's own handlers write the record once a minute: the next try finds where they left it.
      if (!(error instanceof StaleRecord) || attempt === MOST_TRIES) throw error;
    }
  }
}

async function mitigateOnce(
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
        about: [refTo('event', cause.id)],
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
  return version === rollout.canaryVersion && (rollout.promotedAt !== null || rollout.phase === 'promoting');
}

/**
 * That it goes back is on the rollout's record before the alias moves, so that nobody closes it as promoted meanwhile; its own execution
 * goes on and ends it. While it is being prepared the record is left to the deployment: its judge finds the alias without the version.
 */
async function dropCanary(
  ports: MitigationPorts,
  improvement: Improvement,
  alias: AliasState,
  cause: { id: string; alarm: string },
  now: number,
): Promise<Mitigation> {
  const rollout = improvement.rollout as Rollout;
  const { canaryVersion, phase } = rollout;
  const { stableVersion } = rollout.snapshot;
  if (improvement.ending !== undefined) throw new StaleRecord(`${improvement.id} is being ended this very moment: look again`);
  const reason =
    `Alarm ${cause.alarm}: version ${canaryVersion} of ${improvement.target}, which is being rolled out, is taken off the alias, ` +
    `all traffic goes to version ${stableVersion}, and the rollout of ${improvement.id} ends.`;
  const order = { key: `${cause.id}/canary-dropped`, actor: ACTOR, about: [refTo('event', cause.id)] };
  await ports.audit.append(takeBackEntry(improvement, order, 'canary-dropped', reason, now));
  if (phase !== 'preparing' && phase !== 'rolling-back') {
    const promotedAt = rollout.promotedAt ?? (phase === 'promoting' ? now : null);
    const back: Rollout = { ...rollout, phase: 'rolling-back', endedBecause: `alarm ${cause.alarm} went off`, promotedAt };
    await ports.work.improvements.update({ ...improvement, rollout: back, updatedAt: now });
  }
  await ports.fleet.setAlias(improvement.target, { version: stableVersion, canary: null }, alias.revision);
  return { action: 'canary-dropped', improvementId: improvement.id, reason };
}

import { aboutImprovement, improvementInputs } from '../shared/audit/decision-inputs.ts';
import { refTo } from '../shared/audit/refs.ts';
import type { Settings } from '../shared/contract/environment.ts';
import { METRICS } from '../shared/contract/names.ts';
import type { AuditEntry, Improvement, Target } from '../shared/contract/records.ts';
import { TargetChanged } from '../shared/errors.ts';
import { targetLock } from '../shared/lock-keys.ts';
import { tenantSettings } from '../shared/policy/autonomy.ts';
import type { AliasState, Ports } from '../shared/ports.ts';
import { HOUR_MS, MINUTE_MS } from '../shared/time.ts';

export type MitigationPorts = Pick<Ports, 'fleet' | 'work' | 'control' | 'audit' | 'sink' | 'clock'>;

/** What was done at once, in a sentence; `none` says why nothing was. */
export interface Mitigation {
  action: 'none' | 'canary-dropped' | 'promotion-taken-back';
  improvementId: string | null;
  reason: string;
}

/** A change this recent is the first suspect: within the window that the emergency cycle looks at. */
const RECENT_CHANGE_MS = HOUR_MS;
/** Long enough for the few calls below; a run that dies frees the target by itself. */
const LEASE_MS = 5 * MINUTE_MS;
/** Improvements looked through: all of the last hour, many times over. */
const HISTORY_LIMIT = 50;

/**
 * Takes back Kaizen's own most recent change of a target in alarm: a canary that is live loses its weight; else a promotion of the last
 * hour goes back to the version before it. Nothing is done when the alias is not exactly as the record says: somebody else deployed, and
 * it is theirs. What is going to be done is audited first, so that the alias is explained wherever the run may end.
 * Run again, it finds the alias already back and does nothing.
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
    const live = ours.find((each) => each.status === 'rolling-out' && isCanaryOf(each, alias));
    if (live !== undefined) return await dropCanary(ports, live, alias, cause, now);
    const suspect = ours.find((each) => each.status === 'promoted' && now - (each.rollout?.endedAt ?? 0) < RECENT_CHANGE_MS);
    if (suspect !== undefined) return await takeBack(ports, settings, suspect, alias, cause, now);
  } catch (error) {
    if (!(error instanceof TargetChanged)) throw error;
    return { action: 'none', improvementId: null, reason: `Somebody else changed ${target.name} at the same moment: ${error.message}` };
  }
  return { action: 'none', improvementId: null, reason: `Kaizen changed nothing on ${target.name} within the last hour.` };
}

function isCanaryOf({ rollout }: Improvement, alias: AliasState): boolean {
  return (
    rollout !== null &&
    alias.canary !== null &&
    alias.version === rollout.snapshot.stableVersion &&
    alias.canary.version === rollout.canaryVersion
  );
}

/** The rollout's own execution goes on: its judge finds the alias without the canary, and ends the rollout as taken back. */
async function dropCanary(
  ports: MitigationPorts,
  improvement: Improvement,
  alias: AliasState,
  cause: { id: string; alarm: string },
  now: number,
): Promise<Mitigation> {
  const reason =
    `Alarm ${cause.alarm}: the canary version ${alias.canary?.version} of ${improvement.target} is taken off the alias, ` +
    `all traffic goes to version ${alias.version}, and the rollout of ${improvement.id} ends.`;
  await ports.audit.append(entry(improvement, cause.id, 'canary-dropped', reason, now));
  await ports.fleet.setAlias(improvement.target, { version: alias.version, canary: null }, alias.revision);
  return { action: 'canary-dropped', improvementId: improvement.id, reason };
}

async function takeBack(
  ports: MitigationPorts,
  settings: Settings,
  improvement: Improvement,
  alias: AliasState,
  cause: { id: string; alarm: string },
  now: number,
): Promise<Mitigation> {
  const none = (reason: string): Mitigation => ({ action: 'none', improvementId: improvement.id, reason });
  const { rollout, target } = improvement;
  if (rollout === null) return none(`${improvement.id} has no record of the version before it.`);
  const { stableVersion, codeSha256 } = rollout.snapshot;
  const key = keyOf(cause.id, 'promotion-taken-back');
  if (alias.canary === null && alias.version === stableVersion) {
    // An earlier run of this event may have moved the alias and died before it could write the record.
    const begun = (await ports.audit.list(improvement.tenant)).find((record) => record.key === key);
    if (begun === undefined) return none(`${target} is back at version ${stableVersion} already.`);
    return closeTakenBack(ports, settings, improvement, begun.summary, now);
  }
  if (alias.canary !== null || alias.version !== rollout.canaryVersion) {
    return none(`${target} is not at version ${rollout.canaryVersion} alone, which ${improvement.id} promoted: somebody changed it since.`);
  }
  const previous = await ports.fleet.version(target, stableVersion);
  if (previous.codeSha256 !== codeSha256)
    return none(`Version ${stableVersion} of ${target} is not the code that ${improvement.id} recorded.`);
  const owner = `emergency-${cause.id}`;
  if (!(await ports.control.acquireLock(targetLock(target), owner, LEASE_MS, now)))
    return none(`Another change of ${target} is under way and holds its lock.`);
  try {
    const reason = `Alarm ${cause.alarm}: ${target} goes back from version ${alias.version}, promoted by ${improvement.id}, to version ${stableVersion}.`;
    await ports.audit.append(entry(improvement, cause.id, 'promotion-taken-back', reason, now));
    await ports.fleet.setAlias(target, { version: stableVersion, canary: null }, alias.revision);
    return await closeTakenBack(ports, settings, improvement, reason, now);
  } finally {
    await ports.control.releaseLock(targetLock(target), owner);
  }
}

/**
 * Puts what the strategy was credited with right, counts, and closes the record. The record comes last: while it says `promoted`, a run
 * that died in between is carried on with. The metric alone may then count twice.
 */
async function closeTakenBack(
  ports: MitigationPorts,
  settings: Settings,
  improvement: Improvement,
  reason: string,
  now: number,
): Promise<Mitigation> {
  const { tenant, strategy, id } = improvement;
  if (tenantSettings(settings, tenant)?.flags.learning) await ports.control.replaceOutcome(tenant, strategy, id, 'rolledBack');
  ports.sink.put(METRICS.rolledBack, 1, tenant);
  await ports.work.improvements.update({ ...improvement, status: 'rolled-back', reason, updatedAt: now });
  return { action: 'promotion-taken-back', improvementId: id, reason };
}

const keyOf = (event: string, action: Mitigation['action']): string => `${event}/${action}`;

function entry(improvement: Improvement, event: string, action: Mitigation['action'], summary: string, at: number): AuditEntry {
  const { tenant, target, confidence, risk } = improvement;
  return {
    tenant,
    key: keyOf(event, action),
    actor: 'remediation/emergency',
    action,
    subject: target,
    about: [...aboutImprovement(improvement), refTo('event', event)],
    summary,
    confidence,
    risk,
    evidence: [],
    inputs: improvementInputs(improvement),
    at,
  };
}

import type { Settings } from '../contract/environment.ts';
import { METRICS } from '../contract/names.ts';
import type { AuditEntry, Improvement } from '../contract/records.ts';
import { targetLock } from '../lock-keys.ts';
import { tenantSettings } from '../policy/autonomy.ts';
import type { AliasState, Ports } from '../ports.ts';
import { MINUTE_MS } from '../time.ts';

export type TakeBackPorts = Pick<Ports, 'fleet' | 'work' | 'control' | 'audit' | 'sink' | 'clock'>;

/** Who takes a promotion back, and why. */
export interface TakeBackOrder {
  /** Key of the decision: the same order is carried out once, however often it is given. */
  key: string;
  actor: string;
  /** Owner of the target's lock while it is carried out. */
  owner: string;
  /** The reason, as it begins the sentence on the record: `Alarm x: `. */
  because: string;
}

/** `none`: nothing was changed, for the reason. */
export type TakenBack = { done: boolean; reason: string };

/** Long enough for the few calls below; a run that dies frees the target by itself. */
const LEASE_MS = 5 * MINUTE_MS;

/**
 * Takes a promotion back: the alias goes from the promoted version to the one before it. Nothing is done when the alias is not exactly as the
 * record says: somebody else deployed, and it is theirs. What is going to be done is audited first, so that the alias is explained
 * wherever the run may end; run again, it finds the alias back and closes the record.
 *
 * @throws TargetChanged when somebody moves the alias at the same moment.
 */
export async function takeBackPromotion(
  ports: TakeBackPorts,
  settings: Settings,
  improvement: Improvement,
  alias: AliasState,
  order: TakeBackOrder,
): Promise<TakenBack> {
  const none = (reason: string): TakenBack => ({ done: false, reason });
  const { rollout, target } = improvement;
  if (rollout === null) return none(`${improvement.id} has no record of the version before it.`);
  const { stableVersion, codeSha256 } = rollout.snapshot;
  if (alias.canary === null && alias.version === stableVersion) {
    // An earlier run of this order may have moved the alias and died before it could write the record.
    const begun = (await ports.audit.list(improvement.tenant)).find((record) => record.key === order.key);
    if (begun === undefined) return none(`${target} is back at version ${stableVersion} already.`);
    return close(ports, settings, improvement, begun.summary);
  }
  if (alias.canary !== null || alias.version !== rollout.canaryVersion) {
    return none(`${target} is not at version ${rollout.canaryVersion} alone, which ${improvement.id} promoted: somebody changed it since.`);
  }
  const previous = await ports.fleet.version(target, stableVersion);
  if (previous.codeSha256 !== codeSha256) {
    return none(`Version ${stableVersion} of ${target} is not the code that ${improvement.id} recorded.`);
  }
  const now = ports.clock();
  if (!(await ports.control.acquireLock(targetLock(target), order.owner, LEASE_MS, now))) {
    return none(`Another change of ${target} is under way and holds its lock.`);
  }
  try {
    const reason = `${order.because}${target} goes back from version ${alias.version}, promoted by ${improvement.id}, to version ${stableVersion}.`;
    await ports.audit.append(takeBackEntry(improvement, order, 'promotion-taken-back', reason, now));
    await ports.fleet.setAlias(target, { version: stableVersion, canary: null }, alias.revision);
    return await close(ports, settings, improvement, reason);
  } finally {
    await ports.control.releaseLock(targetLock(target), order.owner);
  }
}

/**
 * Puts what the strategy was credited with right, counts, and closes the record. The record comes last: while it says `promoted`, a run
 * that died in between is carried on with. The metric alone may then count twice.
 */
async function close(ports: TakeBackPorts, settings: Settings, improvement: Improvement, reason: string): Promise<TakenBack> {
  const { tenant, strategy, id } = improvement;
  if (tenantSettings(settings, tenant)?.flags.learning) await ports.control.replaceOutcome(tenant, strategy, id, 'rolledBack');
  ports.sink.put(METRICS.rolledBack, 1, tenant);
  await ports.work.improvements.update({ ...improvement, status: 'rolled-back', reason, updatedAt: ports.clock() });
  return { done: true, reason };
}

/** The record of an order about an improvement's version. */
export function takeBackEntry(
  improvement: Improvement,
  { key, actor }: Pick<TakeBackOrder, 'key' | 'actor'>,
  action: string,
  summary: string,
  at: number,
): AuditEntry {
  const { tenant, target, confidence, risk } = improvement;
  return { tenant, key, actor, action, subject: target, summary, confidence, risk, evidence: [], at };
}

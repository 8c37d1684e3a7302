import type { Improvement, Rollout } from '../shared/contract/records.ts';
import type { StaleRecord } from '../shared/errors.ts';
import type { Ports } from '../shared/ports.ts';
import { aliasEvidence, auditDecision } from './audit-decision.ts';
import { openRollout } from './load-improvement.ts';
import { notManaged, restoreWords } from './not-managed.ts';
import { restoreAlias } from './restore-alias.ts';

type LateCanaryPorts = Pick<Ports, 'clock' | 'work' | 'fleet' | 'audit' | 'notifier'>;

const DETAIL = 'late-canary';

/**
 * Takes the canary off again when its rollout was ended, or began to be, before the first share was on record: the rollback found the alias
 * still as before, nobody else would ever remove it.
 *
 * @param stale what recording the first share threw; thrown again while the rollout goes on (the same deployment runs twice).
 */
export async function removeLateCanary(
  ports: LateCanaryPorts,
  improvement: Improvement,
  rollout: Rollout,
  stale: StaleRecord,
): Promise<void> {
  const found = await ports.work.improvements.get(improvement.tenant, improvement.id);
  if (found === null) throw stale;
  const open = openRollout(found);
  if (open !== null && open.phase !== 'rolling-back') throw stale;

  const { id, target } = improvement;
  const { canaryVersion, snapshot } = rollout;
  await auditDecision(ports, improvement, {
    action: 'roll-back',
    detail: DETAIL,
    summary:
      `Improvement ${id} on ${target}: version ${canaryVersion} got its first share after its rollout was called back, ` +
      `it is to be taken back to version ${snapshot.stableVersion}`,
    evidence: [],
  });
  const restored = await restoreAlias(ports.fleet, target, rollout);
  if (restored === null) {
    const body = `${improvement.title}\n\n${notManaged(target)}; ${restoreWords(target, rollout)}`;
    await ports.notifier.notify({ subject: `Kaizen had to leave its canary on ${target}`, body, severity: 'high' });
    return;
  }
  const { place, liveVersion } = restored;
  // What serves on an alias without this canary isn't this rollout's to state.
  const stated = place.at !== 'elsewhere' || place.ourCanary;
  await auditDecision(ports, improvement, {
    action: 'rolled-back',
    detail: DETAIL,
    summary: `Improvement ${id} on ${target}: version ${canaryVersion} gets no traffic any more`,
    evidence: stated ? [aliasEvidence(`live: version ${liveVersion} alone`, { version: liveVersion, canary: null })] : [],
  });
}

import type { Improvement, Rollout } from '../shared/contract/records.ts';
import type { Ports } from '../shared/ports.ts';
import { type Assessment, assess } from './assess.ts';
import { aliasEvidence, auditDecision } from './audit-decision.ts';
import { type Ending, endRollout } from './end-rollout.ts';
import { notManagedEnding } from './not-managed.ts';
import { type Restored, restoreAlias } from './restore-alias.ts';

export type EndingPorts = Pick<Ports, 'clock' | 'work' | 'fleet' | 'metrics' | 'logs' | 'audit' | 'control' | 'notifier' | 'sink'>;

/**
 * Takes a rollout's version off the alias and closes the rollout. Only what this rollout did is undone: on an alias that somebody else
 * moved, its canary is removed if it still gets traffic, and the version that they deployed stays. A function that is gone or not managed any
 * more is left alone, and a person is told how to restore it.
 *
 * The intent is recorded before the act, so that a crash in between ends in the same place. Allowed while Kaizen is stopped: going back is
 * what stopping asks for.
 *
 * @param because why, when it isn't the verdict's doing; null: the verdict is the reason.
 */
export async function takeBack(ports: EndingPorts, loaded: Improvement, recorded: Rollout, because: string | null): Promise<Improvement> {
  const { stableVersion } = recorded.snapshot;
  const why = reasonOf(recorded, because);
  await auditDecision(ports, loaded, {
    action: 'roll-back',
    summary: `Improvement ${loaded.id} on ${loaded.target}: its canary is to be taken back to version ${stableVersion}, ${why}`,
    evidence: recorded.verdict?.evidence ?? [],
  });
  // Whether all traffic is this rollout's doing must not be lost with its phase.
  const promotedAt = recorded.promotedAt ?? (recorded.phase === 'promoting' ? ports.clock() : null);
  const rollout: Rollout = { ...recorded, phase: 'rolling-back', endedBecause: because, promotedAt };
  const intended = recorded.phase === 'rolling-back' && recorded.endedBecause === because;
  const improvement = intended ? loaded : await ports.work.improvements.update({ ...loaded, rollout, updatedAt: ports.clock() });

  const restored = await restoreAlias(ports.fleet, improvement.target, rollout);
  if (restored === null) return endRollout(ports, improvement, notManagedEnding(improvement, rollout));
  const assessment = await assess(ports, improvement, rollout, false);
  return endRollout(ports, improvement, endingOf(improvement, rollout, restored, { because, why }, assessment));
}

/** Why it goes back, as it continues "rolled back ...". */
function reasonOf({ verdict }: Pick<Rollout, 'verdict'>, because: string | null): string {
  if (because !== null) return `because ${because}`;
  if (verdict === null) return 'because it ended without a verdict';
  return verdict.word === 'harm' ? verdict.reason : `at the end, ${verdict.word}: ${verdict.reason}`;
}

function endingOf(
  { target }: Improvement,
  rollout: Rollout,
  { place, liveVersion }: Restored,
  { because, why }: { because: string | null; why: string },
  { impact, evidence }: Assessment,
): Ending {
  const live = aliasEvidence(`live: version ${liveVersion} alone`, { version: liveVersion, canary: null });
  const theirs = place.at === 'elsewhere' || (place.at === 'promoted' && rollout.promotedAt === null);
  if (theirs) {
    const removed = place.at === 'elsewhere' && place.ourCanary;
    const reason =
      `not deployed: somebody else deployed, the alias is at ${place.at === 'promoted' ? `version ${liveVersion}` : place.words}` +
      (removed ? '; the canary was taken off, their version stays' : '; it was left alone') +
      (because === null || because.startsWith('somebody else') ? '' : ` (${because})`);
    // What serves beside a canary of somebody else isn't this rollout's to state.
    const stated = place.at === 'promoted' || removed ? [live] : [];
    return {
      status: 'not-deployed',
      reason,
      endedBecause: 'somebody else deployed',
      impact,
      evidence: [...stated, ...evidence],
      tell: { severity: 'warning', subject: `Kaizen stepped aside on ${target}` },
    };
  }
  if (place.at === 'stable' && rollout.weights.length === 0) {
    return {
      status: 'not-deployed',
      reason: `not deployed, ${why}`,
      endedBecause: because,
      impact,
      evidence: [live, ...evidence],
      // The first share may have been given without a record of it.
      tell: { severity: 'warning', subject: `Kaizen could not roll out its change of ${target}` },
    };
  }
  return {
    status: 'rolled-back',
    reason: `rolled back ${why}`,
    endedBecause: because,
    impact,
    evidence: [live, ...evidence],
    tell: { severity: 'high', subject: `Kaizen rolled back ${target}` },
  };
}

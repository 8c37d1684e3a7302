import type { Settings } from '../shared/contract/environment.ts';
import type { Improvement, Rollout } from '../shared/contract/records.ts';
import type { ImprovementRef, JudgeOut } from '../shared/contract/workflow.ts';
import { targetLock } from '../shared/lock-keys.ts';
import type { Ports } from '../shared/ports.ts';
import { auditDecision } from './audit-decision.ts';
import { disturbance } from './disturbance.ts';
import { judgeCanary } from './judge-canary.ts';
import { judgeWatch } from './judge-watch.ts';
import { loadImprovement, openRollout, planOf } from './load-improvement.ts';
import { leaseMs } from './lock-lease.ts';
import { rolloutObstacle } from './obstacle.ts';
import type { Outcome } from './outcome.ts';

export type JudgeMinutePorts = Pick<Ports, 'clock' | 'work' | 'fleet' | 'metrics' | 'audit' | 'control' | 'notifier'>;

/**
 * Judges a rollout by all minutes that are complete by now and decides what comes next. Asked again without a new minute, it answers the
 * same.
 *
 * Rolls back at once on harm, when it was stopped, switched off or demoted, or when the alias isn't as recorded: beside the stable version
 * and, after the promotion, while the new version is watched. Promotes only at the end of the monitoring, so that harm that shows late
 * still counts after an early pass.
 */
export async function judgeMinute(ports: JudgeMinutePorts, settings: Settings, ref: ImprovementRef): Promise<JudgeOut> {
  const { tenant, cycleId, improvementId } = ref;
  const answer = (decision: JudgeOut['decision']): JudgeOut => ({ tenant, cycleId, improvementId, decision });
  const improvement = await loadImprovement(ports, ref);
  const rollout = openRollout(improvement);
  if (improvement.ending !== undefined) return answer(improvement.ending.status === 'promoted' ? 'promote' : 'roll-back');
  if (rollout?.phase === 'promoting' || rollout?.phase === 'closing') return answer('promote');
  // Not begun, already over or on its way back: the rollback finds out which, and does nothing when nothing is left to do.
  if (rollout?.phase !== 'monitoring' && rollout?.phase !== 'watching') return answer('roll-back');

  const target = await ports.fleet.get(improvement.target);
  const because =
    (await rolloutObstacle(ports, settings, improvement, target)) ??
    (await lostLock(ports, improvement, rollout)) ??
    (await disturbance(ports.fleet, improvement, rollout));
  if (because !== null) {
    const outcome: Outcome = { decision: 'roll-back', because, summary: because, evidence: [], judged: null };
    return answer(await decide(ports, improvement, rollout, outcome));
  }
  if (target === null) throw new Error('judgeMinute: an absent target is an obstacle');
  const judged = await (rollout.phase === 'monitoring' ? judgeCanary : judgeWatch)(ports, improvement, rollout, target);
  return answer(await decide(ports, improvement, judged.rollout, judged.outcome));
}

/** Renews the lock with every minute. Why it is somebody else's; null: it is this rollout's. */
async function lostLock(
  { control, clock }: Pick<Ports, 'control' | 'clock'>,
  improvement: Improvement,
  rollout: Rollout,
): Promise<string | null> {
  const lease = leaseMs(planOf(improvement, rollout));
  const held = await control.acquireLock(targetLock(improvement.target), improvement.id, lease, clock());
  return held ? null : `another rollout took the lock of ${improvement.target}`;
}

/** The phase that a decision leads to. A promotion that is decided while the new version is watched only has to be closed. */
function phaseAfter(decision: JudgeOut['decision'], { phase }: Rollout): Rollout['phase'] {
  if (decision === 'roll-back') return 'rolling-back';
  if (decision === 'promote') return phase === 'watching' ? 'closing' : 'promoting';
  return phase;
}

/**
 * Writes the new minutes with the verdict, then audits a decision that ends the monitoring or the watch, then writes the decision: what a
 * decision rests on is on record before it, so that it can always be recomputed.
 */
async function decide(
  ports: JudgeMinutePorts,
  improvement: Improvement,
  rollout: Rollout,
  { decision, because, summary, evidence, judged }: Outcome,
): Promise<JudgeOut['decision']> {
  const phase = phaseAfter(decision, rollout);
  const before = improvement.rollout;
  const isNew =
    rollout.observations.length !== before?.observations.length ||
    rollout.watched.length !== before.watched.length ||
    rollout.askedAt !== before.askedAt;
  const stored = isNew ? await ports.work.improvements.update({ ...improvement, rollout, updatedAt: ports.clock() }) : improvement;
  if (phase === rollout.phase) return decision;
  await auditDecision(ports, stored, {
    action: phase === 'closing' ? 'end-watch' : phase === 'promoting' ? 'promote' : 'roll-back',
    summary: `Improvement ${improvement.id} on ${improvement.target}: ${phase === 'closing' ? 'it stays' : `${decision} decided`}; ${summary}`,
    evidence,
    judged,
  });
  await ports.work.improvements.update({ ...stored, rollout: { ...rollout, phase, endedBecause: because }, updatedAt: ports.clock() });
  return decision;
}

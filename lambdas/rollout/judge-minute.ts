import type { Settings } from '../shared/contract/environment.ts';
import type { Evidence, Improvement, JudgedWord, Observation, Rollout, RolloutPlan, Target, Verdict } from '../shared/contract/records.ts';
import type { ImprovementRef, JudgeOut } from '../shared/contract/workflow.ts';
import { CorruptRecord } from '../shared/errors.ts';
import { targetLock } from '../shared/lock-keys.ts';
import type { Ports } from '../shared/ports.ts';
import { MINUTE_MS } from '../shared/time.ts';
import { aliasPlace, percent } from './alias-place.ts';
import { auditDecision, judgedWord } from './audit-decision.ts';
import { type Judgement, judge } from '../shared/judge/judge.ts';
import { loadImprovement, openRollout, planOf } from './load-improvement.ts';
import { rolloutObstacle } from './obstacle.ts';
import { canaryConfiguration } from './publish-canary.ts';
import { leaseMs } from './lock-lease.ts';
import { judgedSpan, nextFullMinute, watch } from './watch.ts';

export type JudgeMinutePorts = Pick<Ports, 'clock' | 'work' | 'fleet' | 'metrics' | 'audit' | 'control'>;

/**
 * When the metrics of the last minutes don't come, the rollout ends with what there is: past the longest Lambda timeout (15 minutes)
 * and the metrics' own delay (2) they will not come any more. No rollout hangs.
 */
const METRICS_GRACE_MS = 30 * MINUTE_MS;

/**
 * Judges a rollout by all minutes that are complete by now and decides what comes next. The new minutes, the verdict and the decision
 * are written in one go; asked again without a new minute, it answers the same.
 *
 * Rolls back at once on harm, when it was stopped, switched off or demoted, or when the alias isn't as recorded. Promotes only at the
 * horizon, so that harm that shows late still counts after an early pass; neither proven by then goes back.
 */
export async function judgeMinute(ports: JudgeMinutePorts, settings: Settings, ref: ImprovementRef): Promise<JudgeOut> {
  const { tenant, cycleId, improvementId } = ref;
  const answer = (decision: JudgeOut['decision']): JudgeOut => ({ tenant, cycleId, improvementId, decision });
  const improvement = await loadImprovement(ports, ref);
  const rollout = openRollout(improvement);
  if (rollout?.phase === 'promoting') return answer('promote');
  // Not begun, already over or on its way back: the rollback finds out which, and does nothing when nothing is left to do.
  if (rollout?.phase !== 'monitoring') return answer('roll-back');

  const plan = planOf(improvement, rollout);
  const target = await ports.fleet.get(improvement.target);
  const because = (await rolloutObstacle(ports, settings, improvement, target)) ?? (await disturbance(ports, improvement, rollout, plan));
  if (because !== null)
    return answer(
      await decide(ports, improvement, rollout, { decision: 'roll-back', because, summary: because, evidence: [], judged: null }),
    );
  if (target === null) throw new Error('judgeMinute: an absent target is an obstacle');
  const judged = await judgeNow(ports, improvement, rollout, plan, target);
  return answer(await decide(ports, improvement, judged.rollout, judged.outcome));
}

/** Why the alias or the lock is not this rollout's any more; null: all is as recorded. */
async function disturbance(
  { fleet, control, clock }: Pick<Ports, 'fleet' | 'control' | 'clock'>,
  improvement: Improvement,
  rollout: Rollout,
  plan: RolloutPlan,
): Promise<string | null> {
  const held = await control.acquireLock(targetLock(improvement.target), improvement.id, leaseMs(plan), clock());
  if (!held) return `another rollout took the lock of ${improvement.target}`;
  const place = aliasPlace(await fleet.alias(improvement.target), rollout);
  const weight = rollout.weights.at(-1)?.weight;
  if (place.at === 'stable') return `somebody took version ${rollout.canaryVersion} off the alias`;
  if (place.at === 'promoted') return `somebody else deployed version ${rollout.canaryVersion} before its verdict`;
  if (place.at === 'elsewhere') return `somebody else deployed: the alias is at ${place.words}`;
  if (place.weight !== weight)
    return `somebody changed the canary's share to ${percent(place.weight)}, recorded is ${percent(weight ?? 0)}`;
  return null;
}

/** What the judged minutes lead to. `because` is null when the verdict itself is the reason. */
interface Outcome {
  decision: JudgeOut['decision'];
  because: string | null;
  summary: string;
  evidence: Evidence[];
  judged: JudgedWord | null;
}

async function judgeNow(
  ports: JudgeMinutePorts,
  improvement: Improvement,
  rollout: Rollout,
  plan: RolloutPlan,
  target: Target,
): Promise<{ rollout: Rollout; outcome: Outcome }> {
  const { baseline, canaryVersion } = rollout;
  if (baseline === null || canaryVersion === null) {
    throw new CorruptRecord(`improvement ${improvement.id}: rollout.baseline or canaryVersion is null, expected both while monitoring`);
  }
  const span = judgedSpan(rollout.weights, plan);
  const complete = await ports.metrics.completeUntil(patient(target, improvement, rollout));
  const until = Math.max(span.from, Math.min(complete, span.to));
  const last = rollout.observations.at(-1);
  const from = last === undefined ? span.from : last.minute + MINUTE_MS;
  const fresh = await watch(ports, target, { ...rollout, canaryVersion, baseline, margin: plan.margin }, { from, to: until });

  const observations: Observation[] = [...rollout.observations, ...fresh];
  const over = until >= span.to || ports.clock() >= span.to + METRICS_GRACE_MS;
  const judgement = judge(baseline, observations, plan, over);
  const verdict: Verdict | null = judgement.word === 'undecided' ? null : judgement;
  return { rollout: { ...rollout, observations, verdict }, outcome: outcomeOf(judgement, over, stepIsDue(rollout, plan, until)) };
}

function outcomeOf(judgement: Judgement, over: boolean, stepIsDue: boolean): Outcome {
  const outcome = (decision: JudgeOut['decision']): Outcome => ({
    decision,
    because: null,
    summary: `${judgement.word}, ${judgement.reason}`,
    evidence: judgement.word === 'undecided' ? [] : judgement.evidence,
    judged: judgedWord(judgement, over),
  });
  if (judgement.word === 'harm') return outcome('roll-back');
  if (over) return outcome(judgement.word === 'pass' ? 'promote' : 'roll-back');
  return outcome(stepIsDue ? 'step' : 'continue');
}

/** Whether the present step has had its minutes, complete ones, and there is another. */
function stepIsDue({ weights }: Rollout, { steps }: RolloutPlan, until: number): boolean {
  const current = weights.at(-1);
  const step = steps[weights.length - 1];
  if (current === undefined || step === undefined || weights.length >= steps.length) return false;
  return until >= nextFullMinute(current.from) + step.minutes * MINUTE_MS;
}

/** A minute is complete when both versions' invocations have ended: a tuning may have given the canary more time. */
function patient(target: Target, improvement: Improvement, rollout: Rollout): Target {
  const timeoutSeconds = Math.max(target.configuration.timeoutSeconds, canaryConfiguration(improvement, rollout).timeoutSeconds);
  return { ...target, configuration: { ...target.configuration, timeoutSeconds } };
}

const NEXT_PHASE = { continue: 'monitoring', step: 'monitoring', promote: 'promoting', 'roll-back': 'rolling-back' } as const;

/** Audits a decision that ends the monitoring and writes record, verdict and decision in one go. */
async function decide(
  ports: JudgeMinutePorts,
  improvement: Improvement,
  rollout: Rollout,
  outcome: Outcome,
): Promise<JudgeOut['decision']> {
  const { decision, because, summary, evidence, judged } = outcome;
  let stored = improvement;
  if (decision === 'promote' || decision === 'roll-back') {
    // The minutes come before the decision that refers to them, so that it can be recomputed whatever happens in between.
    if (judged !== null) stored = await ports.work.improvements.update({ ...improvement, rollout, updatedAt: ports.clock() });
    await auditDecision(ports, stored, {
      action: decision,
      summary: `Improvement ${improvement.id} on ${improvement.target}: ${decision} decided; ${summary}`,
      evidence,
      judged,
    });
  }
  const next: Rollout = { ...rollout, phase: NEXT_PHASE[decision], endedBecause: because };
  const unchanged = next.phase === improvement.rollout?.phase && next.observations.length === improvement.rollout.observations.length;
  if (!unchanged) await ports.work.improvements.update({ ...stored, rollout: next, updatedAt: ports.clock() });
  return decision;
}

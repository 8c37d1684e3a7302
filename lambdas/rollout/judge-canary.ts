import type { Improvement, Observation, Rollout, RolloutPlan, Target, Verdict } from '../shared/contract/records.ts';
import { CorruptRecord } from '../shared/errors.ts';
import { type Judgement, judge } from '../shared/judge/judge.ts';
import type { Ports } from '../shared/ports.ts';
import { MINUTE_MS } from '../shared/time.ts';
import { askVerdict } from './ask-verdict.ts';
import { planOf } from './load-improvement.ts';
import { type Judged, type Outcome, outcomeFrom } from './outcome.ts';
import { patient } from './patient.ts';
import { judgedSpan, nextFullMinute, watch } from './watch.ts';

/**
 * When the metrics of the last minutes don't come, the rollout ends with what there is: past the longest Lambda timeout (15 minutes)
 * and the metrics' own delay (2) they will not come any more. No rollout hangs.
 */
export const METRICS_GRACE_MS = 30 * MINUTE_MS;

/** Reads the canary's and the stable version's new minutes, judges all of them, and says what follows by the rollout's plan. */
export async function judgeCanary(
  ports: Pick<Ports, 'clock' | 'metrics' | 'audit' | 'notifier'>,
  improvement: Improvement,
  rollout: Rollout,
  target: Target,
): Promise<Judged> {
  const plan = planOf(improvement, rollout);
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

  const now = ports.clock();
  const reached = (end: number): boolean => until >= end || now >= end + METRICS_GRACE_MS;
  const ending: Ending = {
    due: reached(span.from + plan.monitoringMinutes * MINUTE_MS),
    last: reached(span.to),
    stepIsDue: stepIsDue(rollout, plan, until),
  };
  const over = ending.last || (ending.due && plan.whenInconclusive === 'roll-back');
  const judgement = judge(baseline, observations, plan, over);
  const verdict: Verdict | null = judgement.word === 'undecided' ? null : judgement;
  const outcome = outcomeOf(judgement, over, ending, rollout, plan);
  const asks = outcome.decision === 'continue' && ending.due && plan.whenInconclusive === 'ask' && rollout.askedAt === null;
  if (asks) await askVerdict(ports, improvement, rollout, judgement.reason, span.to);
  return { rollout: { ...rollout, observations, verdict, askedAt: asks ? now : rollout.askedAt }, outcome };
}

interface Ending {
  /** The monitoring is over; what isn't decided by now is a matter of the plan. */
  due: boolean;
  /** No further minute will be judged. */
  last: boolean;
  stepIsDue: boolean;
}

function outcomeOf(judgement: Judgement, over: boolean, { due, last, stepIsDue }: Ending, { answer }: Rollout, plan: RolloutPlan): Outcome {
  const outcome = outcomeFrom('beside', judgement, over);
  if (judgement.word === 'harm') return outcome('roll-back');
  if (answer !== null) return outcome(answer.word, `${answer.by} decided (${answer.reason})`);
  if (due && judgement.word === 'pass') return outcome('promote');
  if (last || (due && plan.whenInconclusive === 'roll-back')) return outcome('roll-back');
  return outcome(stepIsDue ? 'step' : 'continue');
}

/** Whether the present step has had its minutes, complete ones, and there is another. */
function stepIsDue({ weights }: Rollout, { steps }: RolloutPlan, until: number): boolean {
  const current = weights.at(-1);
  const step = steps[weights.length - 1];
  if (current === undefined || step === undefined || weights.length >= steps.length) return false;
  return until >= nextFullMinute(current.from) + step.minutes * MINUTE_MS;
}

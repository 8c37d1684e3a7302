import { aboutImprovement, improvementInputs } from '../shared/audit/decision-inputs.ts';
import type { Settings } from '../shared/contract/environment.ts';
import type { Improvement } from '../shared/contract/records.ts';
import type { ImprovementRef } from '../shared/contract/workflow.ts';
import { RecordNotFound } from '../shared/errors.ts';
import { tenantSettings } from '../shared/policy/autonomy.ts';
import type { Ports } from '../shared/ports.ts';

export type LearnPorts = Pick<Ports, 'work' | 'control' | 'audit' | 'clock'>;

/** What an improvement taught about its strategy, or why nothing. */
export type Lesson = { outcome: 'promoted' | 'rolledBack' | 'inconclusive'; reason: string } | { outcome: 'none'; reason: string };

export type LearnOut = ImprovementRef & { lesson: Lesson };

/**
 * Counts the outcome of an improvement towards its strategy, once, and audits it. Later cycles take confidence and risk from
 * these counts.
 * @throws RecordNotFound when the improvement does not exist.
 */
export async function learn(ports: LearnPorts, settings: Settings, ref: ImprovementRef): Promise<LearnOut> {
  const improvement = await ports.work.improvements.get(ref.tenant, ref.improvementId);
  if (improvement === null)
    throw new RecordNotFound(`improvement ${ref.improvementId} of tenant ${ref.tenant}: expected one that was rolled out`);
  const flags = tenantSettings(settings, ref.tenant)?.flags;
  const on = flags !== undefined && flags.cycle && flags.learning;
  const lesson: Lesson = on ? lessonOf(improvement) : { outcome: 'none', reason: `Learning is off for tenant ${ref.tenant}.` };
  if (lesson.outcome !== 'none') {
    await ports.control.addOutcome(ref.tenant, improvement.strategy, improvement.id, lesson.outcome);
    await ports.audit.append({
      tenant: ref.tenant,
      key: `${improvement.id}/learned`,
      actor: 'learning/learn',
      action: 'outcome-learned',
      subject: improvement.id,
      about: aboutImprovement(improvement),
      summary: `${improvement.strategy} on ${improvement.target}: ${lesson.outcome}. ${lesson.reason}`,
      confidence: improvement.confidence,
      risk: improvement.risk,
      evidence: improvement.rollout?.verdict?.evidence ?? [],
      inputs: improvementInputs(improvement),
      at: ports.clock(),
    });
  }
  return { tenant: ref.tenant, cycleId: ref.cycleId, improvementId: ref.improvementId, lesson };
}

/**
 * Promoted counts for the strategy, proven harm against it, a judge without a result in between. A rollout that was ended for another
 * reason (stopped, interrupted, somebody else deployed) says nothing about its strategy.
 */
export function lessonOf(improvement: Pick<Improvement, 'status' | 'reason' | 'rollout'>): Lesson {
  const { status, reason, rollout } = improvement;
  const verdict = rollout?.verdict ?? null;
  if (status === 'promoted') return { outcome: 'promoted', reason };
  if (status !== 'rolled-back') return { outcome: 'none', reason: `It is ${status}: nothing was proven.` };
  if (verdict?.word === 'harm') return { outcome: 'rolledBack', reason: verdict.reason };
  if (rollout !== null && rollout.endedBecause !== null)
    return { outcome: 'none', reason: `It was ended for another reason: ${rollout.endedBecause}` };
  if (verdict?.word === 'inconclusive' || verdict?.word === 'no-data') return { outcome: 'inconclusive', reason: verdict.reason };
  return { outcome: 'none', reason: 'It was taken back without a verdict against it.' };
}

import { aboutImprovement, improvementInputs } from '../shared/audit/decision-inputs.ts';
import type { Settings } from '../shared/contract/environment.ts';
import type { ImprovementRef } from '../shared/contract/workflow.ts';
import { RecordNotFound } from '../shared/errors.ts';
import { tenantSettings } from '../shared/policy/autonomy.ts';
import type { Ports } from '../shared/ports.ts';
import { type FailureLesson, learnFailure } from './learn-failure.ts';
import { type Lesson, lessonOf } from './lesson.ts';

export type LearnPorts = Pick<Ports, 'work' | 'control' | 'audit' | 'clock'>;

export type LearnOut = ImprovementRef & { lesson: Lesson; failure: FailureLesson };

/**
 * Counts the outcome of an improvement towards its strategy, and towards its solution of the failure that it was to end, each once, and audits it.
 * Later cycles take confidence and risk, and what to do about such a failure, from these counts.
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
  const failure = on ? await learnFailure(ports, improvement, lesson) : { outcome: 'none' as const, reason: lesson.reason };
  return { tenant: ref.tenant, cycleId: ref.cycleId, improvementId: ref.improvementId, lesson, failure };
}

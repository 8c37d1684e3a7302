import type { Settings } from '../shared/contract/environment.ts';
import type { JudgeBaseline } from '../shared/contract/records.ts';
import type { ImprovementRef } from '../shared/contract/workflow.ts';
import type { Ports } from '../shared/ports.ts';
import { judge } from '../shared/judge/judge.ts';
import { floorMinute, MINUTE_MS } from '../shared/time.ts';
import { aliasPlace, percent } from './alias-place.ts';
import { aliasEvidence, auditDecision, judgedWord } from './audit-decision.ts';
import { loadImprovement, openRollout, planOf } from './load-improvement.ts';
import { moveAlias } from './move-alias.ts';
import { rolloutObstacle } from './obstacle.ts';
import { nextFullMinute } from './watch.ts';

export type StepPorts = Pick<Ports, 'clock' | 'work' | 'fleet' | 'audit' | 'control'>;

/**
 * Raises the canary's share to the next step. The new weight is recorded before the alias moves: a repeat after a crash sees that it is
 * recorded and brings the alias there. When the repeat comes minutes later, or the alias took its time, the weight is recorded anew from
 * then on, so that no minute is judged by a weight that it didn't have.
 *
 * Does nothing when the last step is reached, it isn't allowed any more or the alias isn't this rollout's: the next judgement ends it then.
 *
 * @throws TargetChanged when somebody moves the alias at the same time.
 */
export async function step(ports: StepPorts, settings: Settings, ref: ImprovementRef): Promise<ImprovementRef> {
  const { tenant, cycleId, improvementId } = ref;
  const answer = { tenant, cycleId, improvementId };
  let improvement = await loadImprovement(ports, ref);
  let rollout = openRollout(improvement);
  if (rollout?.phase !== 'monitoring') return answer;
  const target = await ports.fleet.get(improvement.target);
  if ((await rolloutObstacle(ports, settings, improvement, target)) !== null) return answer;

  const { stableVersion } = rollout.snapshot;
  const alias = await ports.fleet.alias(improvement.target);
  const place = aliasPlace(alias, rollout);
  if (place.at !== 'canary') return answer;

  const plan = planOf(improvement, rollout);
  const { steps } = plan;
  const reached = rollout.weights.length;
  // Recorded, but the alias is still at the step before: the last run broke off in between.
  const broken = place.weight !== rollout.weights.at(-1)?.weight && place.weight === steps[reached - 2]?.weight;
  const next = broken ? steps[reached - 1] : steps[reached];
  // A repeat of a step that went through finds its minutes only begun; a share that somebody else set is left to the judge.
  const due = broken || (place.weight === rollout.weights.at(-1)?.weight && isDue(ports.clock(), rollout.weights, steps));
  if (next === undefined || !due) return answer;

  const canary = { version: rollout.canaryVersion as string, weight: next.weight };
  await auditDecision(ports, improvement, {
    action: 'raise-weight',
    detail: String(steps.indexOf(next) + 1),
    summary:
      `Improvement ${improvement.id} on ${improvement.target}: version ${canary.version} gets ${percent(next.weight)} of the traffic, ` +
      `after ${rollout.observations.length} minutes without proof of harm`,
    evidence: [
      aliasEvidence(`version ${stableVersion} with ${percent(next.weight)} on version ${canary.version}`, {
        version: stableVersion,
        canary,
      }),
    ],
    judged: judgedWord('beside', judge(rollout.baseline as JudgeBaseline, rollout.observations, plan, false), false),
  });
  if (!broken) {
    rollout = { ...rollout, weights: [...rollout.weights, { weight: next.weight, from: ports.clock() }] };
    improvement = await ports.work.improvements.update({ ...improvement, rollout, updatedAt: ports.clock() });
  }
  await moveAlias(ports.fleet, improvement.target, alias, { version: stableVersion, canary });

  const now = ports.clock();
  const intended = rollout.weights.at(-1) as { weight: number; from: number };
  const late = floorMinute(now) !== floorMinute(intended.from);
  await ports.work.improvements.update({
    ...improvement,
    reason: `version ${canary.version} serves ${percent(next.weight)} of the traffic beside version ${stableVersion}`,
    rollout: late ? { ...rollout, weights: [...rollout.weights.slice(0, -1), { weight: next.weight, from: now }] } : rollout,
    updatedAt: now,
  });
  return answer;
}

function isDue(now: number, weights: readonly { from: number }[], steps: readonly { minutes: number }[]): boolean {
  const from = weights.at(-1)?.from;
  const minutes = steps[weights.length - 1]?.minutes;
  return from !== undefined && minutes !== undefined && now >= nextFullMinute(from) + minutes * MINUTE_MS;
}

import { aboutImprovement, improvementInputs } from '../shared/audit/decision-inputs.ts';
import type { Settings } from '../shared/contract/environment.ts';
import type { Improvement, Rollout } from '../shared/contract/records.ts';
import type { DecideIn, DecideOut, ImprovementRef } from '../shared/contract/workflow.ts';
import { RecordNotFound, TargetChanged } from '../shared/errors.ts';
import { dayTime } from '../shared/detection/words.ts';
import { takeBackPromotion } from '../shared/promotion/take-back-promotion.ts';
import type { Ports } from '../shared/ports.ts';
import { endNotDeployed } from './end-rollout.ts';
import { endUnpublished } from './end-unpublished.ts';
import { openRollout } from './load-improvement.ts';
import { switchObstacle } from './obstacle.ts';
import { type EndingPorts, takeBack } from './take-back.ts';

export type DecidePorts = EndingPorts & Pick<Ports, 'workflows'>;

type Answer = Pick<DecideOut, 'result' | 'reason'>;
const refused = (reason: string): Answer => ({ result: 'refused', reason });

/**
 * Carries out a person's word on an improvement.
 *
 * - approve: starts the rollout of one that waits, or has a rollout whose verdict was asked for promoted by the judge's next minute;
 * - reject: drops one that waits, or has such a rollout go back;
 * - roll-back: ends a rollout on the stable version at once, or takes a promotion back. Allowed while Kaizen is stopped.
 *
 * What can't be done is refused with the reason, and changes nothing. The same word again changes nothing more.
 * @throws RecordNotFound when there is no such improvement; StaleRecord when it moved on meanwhile: the same word again is safe.
 */
export async function decide(ports: DecidePorts, settings: Settings, order: DecideIn): Promise<DecideOut> {
  const { tenant, improvementId, word } = order;
  const improvement = await ports.work.improvements.get(tenant, improvementId);
  if (improvement === null) throw new RecordNotFound(`tenant ${tenant} has no improvement ${improvementId}`);
  if (improvement.ending !== undefined) {
    return { tenant, improvementId, ...refused(`${improvementId} is being ended this very moment: ${improvement.ending.reason}`) };
  }
  const act = word === 'roll-back' ? takeItBack : answerIt;
  return { tenant, improvementId, ...(await act(ports, settings, improvement, order)) };
}

/** The word as an audit record of its own: whose decision it was. */
async function auditWord({ audit, clock }: Pick<Ports, 'audit' | 'clock'>, improvement: Improvement, order: DecideIn): Promise<void> {
  const { tenant, id, target, title, confidence, risk, approval } = improvement;
  await audit.append({
    tenant,
    key: `rollout/${id}/${order.word}/${order.by}/${approval?.askedAt ?? 0}`,
    actor: order.by,
    action: order.word === 'roll-back' ? 'order-roll-back' : order.word,
    subject: target,
    about: aboutImprovement(improvement),
    summary: `${order.by} said ${order.word} to improvement ${id} of ${target} (${title}): ${order.reason}`,
    confidence,
    risk,
    evidence: [],
    inputs: improvementInputs(improvement),
    at: clock(),
  });
}

async function answerIt(ports: DecidePorts, settings: Settings, improvement: Improvement, order: DecideIn): Promise<Answer> {
  const open = openRollout(improvement);
  if (open !== null) return answerVerdict(ports, improvement, open, order);
  const { approval, status } = improvement;
  const approved = approval?.answer?.word === 'approve';
  if (order.word === 'approve' && status === 'validated' && approved) return start(ports, improvement);
  if (status !== 'awaiting-approval' || approval === null) {
    return refused(`${improvement.id} is ${status} and waits for nobody: ${improvement.reason}`);
  }
  if (ports.clock() >= approval.expiresAt) {
    const because = `nobody had answered by ${dayTime(approval.expiresAt)}`;
    await endNotDeployed(ports, improvement, because);
    return refused(`${improvement.id} is dropped: ${because}`);
  }
  if (order.word === 'approve') {
    const obstacle = await switchObstacle(ports, settings, improvement.tenant);
    if (obstacle !== null) return refused(`${improvement.id} can't be rolled out now: ${obstacle}`);
  }
  await auditWord(ports, improvement, order);
  const now = ports.clock();
  if (order.word === 'reject') {
    await endNotDeployed(ports, improvement, `${order.by} rejected it (${order.reason})`);
    return { result: 'rejected', reason: `${improvement.id} is dropped; nothing was changed on ${improvement.target}` };
  }
  const answer = { word: 'approve' as const, by: order.by, reason: order.reason, at: now };
  const validated = await ports.work.improvements.update({
    ...improvement,
    status: 'validated',
    reason: `${order.by} approved it (${order.reason})`,
    approval: { ...approval, answer },
    updatedAt: now,
  });
  return start(ports, validated);
}

/** Starts the rollout; one that was started by an earlier try of the same word goes on. */
async function start({ workflows }: Pick<Ports, 'workflows'>, { tenant, cycleId, id, target }: Improvement): Promise<Answer> {
  const ref: ImprovementRef = { tenant, cycleId, improvementId: id };
  await workflows.start('rollout', `${id}-approved`, ref);
  return { result: 'started', reason: `the rollout of ${id} on ${target} begins` };
}

async function answerVerdict(ports: DecidePorts, improvement: Improvement, rollout: Rollout, order: DecideIn): Promise<Answer> {
  if (rollout.askedAt === null) return refused(`the rollout of ${improvement.id} is under way and asks nobody: ${improvement.reason}`);
  if (rollout.answer !== null) return refused(`${rollout.answer.by} has answered already: ${rollout.answer.word}`);
  if (rollout.phase !== 'monitoring') return refused(`the rollout of ${improvement.id} is ${rollout.phase} already`);
  await auditWord(ports, improvement, order);
  const word = order.word === 'approve' ? ('promote' as const) : ('roll-back' as const);
  const answer = { word, by: order.by, reason: order.reason, at: ports.clock() };
  await ports.work.improvements.update({ ...improvement, rollout: { ...rollout, answer }, updatedAt: ports.clock() });
  return { result: 'noted', reason: `the judge's next minute carries it out: ${word}` };
}

async function takeItBack(ports: DecidePorts, settings: Settings, improvement: Improvement, order: DecideIn): Promise<Answer> {
  const { id, target, status } = improvement;
  const rollout = openRollout(improvement);
  if (rollout === null && status !== 'promoted') return refused(`${id} is ${status}: nothing of it serves traffic`);
  const because = `${order.by} took it back (${order.reason})`;
  if (rollout !== null) {
    await auditWord(ports, improvement, order);
    const ended = await (rollout.canaryVersion === null
      ? endUnpublished(ports, improvement, rollout, because)
      : takeBack(ports, improvement, rollout, because));
    return { result: 'rolled-back', reason: ended.reason };
  }
  try {
    const { done, reason } = await takeBackPromotion(ports, settings, improvement, await ports.fleet.alias(target), {
      key: `rollout/${id}/promotion-taken-back`,
      actor: order.by,
      about: [],
      owner: id,
      because: `${order.by} (${order.reason}): `,
    });
    return done ? { result: 'rolled-back', reason } : refused(reason);
  } catch (error) {
    if (!(error instanceof TargetChanged)) throw error;
    return refused(`${target} is not managed any more, or somebody changed it at the same moment: ${error.message}`);
  }
}

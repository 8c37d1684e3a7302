import { aboutImprovement, improvementInputs } from '../shared/audit/decision-inputs.ts';
import { refTo } from '../shared/audit/refs.ts';
import type { Settings } from '../shared/contract/environment.ts';
import { LIVE_ALIAS } from '../shared/contract/names.ts';
import type { Improvement } from '../shared/contract/records.ts';
import type { AlertIn, ImprovementRef } from '../shared/contract/workflow.ts';
import type { Ports } from '../shared/ports.ts';
import { alreadyAudited } from './already-audited.ts';
import { describeError } from './describe-error.ts';
import { restoreCommands } from './restore-commands.ts';

/**
 * A rollback failed after its retries, so a canary may still serve traffic: tells a person at once what to type. The message
 * goes out before it is audited, since a second message does less harm than none; once audited, a repeat is silent.
 */
export async function alert(
  ports: Pick<Ports, 'work' | 'audit' | 'notifier' | 'clock'>,
  settings: Settings,
  { tenant, cycleId, improvementId, error }: AlertIn,
): Promise<ImprovementRef> {
  const reference = { tenant, cycleId, improvementId };
  const key = `reporting/improvement/${improvementId}/alert`;
  if (await alreadyAudited(ports, tenant, key)) return reference;
  const improvement = await ports.work.improvements.get(tenant, improvementId);
  const subject = improvement?.target ?? improvementId;
  const cause = describeError(error);
  await ports.notifier.notify({
    subject: `Kaizen: take back ${subject.slice(0, 64)} by hand`,
    body: [
      `A rollback failed and was given up (stage ${settings.stage}, tenant ${tenant}).`,
      `Improvement: ${improvementId}${improvement === null ? '' : ` (${improvement.title})`}`,
      `Cycle: ${cycleId}`,
      `Error: ${cause}`,
      '',
      ...whatToDo(improvement, improvementId),
    ].join('\n'),
    severity: 'high',
  });
  await ports.audit.append({
    tenant,
    key,
    actor: 'kaizen:reporting',
    action: 'alert',
    subject,
    about: improvement === null ? [refTo('improvement', improvementId), refTo('cycle', cycleId)] : aboutImprovement(improvement),
    summary: `The rollback of improvement ${improvementId} failed after its retries (${cause}); a person was asked to restore the alias.`,
    confidence: null,
    risk: null,
    evidence: [],
    inputs: improvement === null ? [] : improvementInputs(improvement),
    at: ports.clock(),
  });
  return reference;
}

function whatToDo(improvement: Improvement | null, improvementId: string): string[] {
  if (improvement === null) return [`No improvement ${improvementId} is on record: look at the audit trail for the alias it was about.`];
  if (improvement.rollout === null)
    return [`Its rollout recorded nothing, so nothing was changed: check the alias ${LIVE_ALIAS} of ${improvement.target}.`];
  const { snapshot, canaryVersion } = improvement.rollout;
  const commands = restoreCommands(improvement.target, snapshot.stableVersion);
  const state = `${improvement.target} ran version ${snapshot.stableVersion} before; the canary is ${canaryVersion ?? 'not published'}.`;
  if (commands === null) return [state, `Put the alias ${LIVE_ALIAS} back on that version, without additional weights.`];
  return [
    state,
    'Put all traffic back on it:',
    `  ${commands.aws}`,
    'In the embedded cloud, a new run takes it back when it starts:',
    `  ${commands.embedded}`,
  ];
}

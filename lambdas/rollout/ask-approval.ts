import type { ApprovalRequest, Improvement } from '../shared/contract/records.ts';
import type { TenantSettings } from '../shared/contract/settings.ts';
import type { Ports } from '../shared/ports.ts';
import { dayTime } from '../shared/detection/words.ts';
import { HOUR_MS } from '../shared/time.ts';
import { auditDecision } from './audit-decision.ts';
import { releaseTarget } from './end-rollout.ts';

/** Whether a person has said yes already. */
export function isApproved({ approval }: Improvement): boolean {
  return approval?.answer?.word === 'approve';
}

/** Why this kind of change waits for a person by the tenant's settings; null: it doesn't. */
export function approvalNeeded({ kind }: Improvement, { approval }: Pick<TenantSettings, 'approval'>): string | null {
  if (approval.needed === 'none' || (approval.needed === 'code' && kind !== 'code')) return null;
  return approval.needed === 'all'
    ? 'every change of this tenant is approved by a person'
    : 'code changes of this tenant are approved by a person';
}

/**
 * Ends the attempt as `awaiting-approval`: nothing was touched, and a person is told what to answer, how, and until when. The message goes
 * first: a second one does less harm than none.
 */
export async function askApproval(
  ports: Pick<Ports, 'clock' | 'work' | 'audit' | 'control' | 'notifier'>,
  improvement: Improvement,
  { approval: { hours } }: Pick<TenantSettings, 'approval'>,
  why: string,
): Promise<Improvement> {
  const { id, target, title, explanation, diff } = improvement;
  const askedAt = ports.clock();
  const approval: ApprovalRequest = { why, askedAt, expiresAt: askedAt + hours * HOUR_MS, answer: null };
  const until = dayTime(approval.expiresAt);
  await auditDecision(ports, improvement, {
    action: 'ask-approval',
    // The same for each try until the question is on the record.
    detail: String(improvement.revision),
    summary: `Improvement ${id} on ${target} (${title}) waits for a person until ${until}: ${why}`,
    evidence: [],
  });
  await ports.notifier.notify({
    subject: `Kaizen asks: may it change ${target}?`,
    severity: 'warning',
    body: [
      title,
      '',
      explanation,
      '',
      `It waits because ${why}.`,
      `Nothing was changed. Without an answer until ${until} it is dropped.`,
      '',
      `  kaizen approve ${id}`,
      `  kaizen reject ${id} --reason "..."`,
      '',
      diff,
    ].join('\n'),
  });
  const asked = await ports.work.improvements.update({
    ...improvement,
    status: 'awaiting-approval',
    reason: `waits for a person until ${until}: ${why}`,
    approval,
    updatedAt: askedAt,
  });
  await releaseTarget(ports, asked);
  return asked;
}

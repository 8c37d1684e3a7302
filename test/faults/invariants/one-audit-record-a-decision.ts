import { refTo } from '../../../lambdas/shared/audit/refs.ts';
import { verifyChain } from '../../../lambdas/shared/audit/verify-chain.ts';
import type { AuditRecord, Improvement } from '../../../lambdas/shared/contract/records.ts';
import type { Invariant, Violation } from '../history.ts';

/** Actions that say how a rollout ended. */
const OUTCOMES: ReadonlySet<string> = new Set(['promoted', 'rolled-back', 'not-deployed']);
/** What an emergency does to a rollout that is over. */
const TAKEN_BACK = 'promotion-taken-back';

/**
 * The chain is whole; no decision is on it twice; each rollout that is over has exactly one outcome on it, that of its record, and no
 * outcome contradicts the decision before it.
 */
export const oneAuditRecordADecision: Invariant = {
  name: 'one-audit-record-a-decision',
  check: ({ end }) => [
    ...chain(end.audit),
    ...twice(end.audit),
    ...end.improvements.flatMap((improvement) => outcomes(improvement, end.audit)),
  ],
};

function chain(audit: AuditRecord[]): Violation[] {
  const verdict = verifyChain(audit);
  return verdict.word === 'intact' ? [] : [`the chain is broken at ${verdict.sequence}: ${verdict.message}`];
}

/** The same decision is one that says the same about the same: a key of its own doesn't make it another. */
function twice(audit: AuditRecord[]): Violation[] {
  const seen = new Map<string, number>();
  for (const { action, subject, summary } of audit) {
    const decision = `${action} of ${subject}: ${summary}`;
    seen.set(decision, (seen.get(decision) ?? 0) + 1);
  }
  return [...seen].flatMap(([decision, count]) => (count === 1 ? [] : [`${count} records of the decision ${decision}`]));
}

function outcomes({ id, status, rollout }: Improvement, audit: AuditRecord[]): Violation[] {
  const ours = audit.filter(({ key }) => key.startsWith(`rollout/${id}/`));
  // A canary that came late has an outcome of its own, with a detail in its key; what nobody took up is closed by the report.
  const ended = [
    ...ours.filter(({ key, action }) => OUTCOMES.has(action) && key === `rollout/${id}/${action}`).map(({ action }) => action),
    ...audit.filter(({ key }) => key === `reporting/improvement/${id}/not-deployed`).map(() => 'not-deployed'),
  ];
  const takenBack = audit.some(({ action, about }) => action === TAKEN_BACK && about?.includes(refTo('improvement', id)));
  const expected = takenBack && status === 'rolled-back' ? 'promoted' : status;
  const found: Violation[] = [];
  if (!OUTCOMES.has(status)) {
    if (ended.length > 0) found.push(`${id} is ${status}, but its audit says ${ended.join(' and ')}`);
    return found;
  }
  if (ended.length !== 1 || ended[0] !== expected) {
    found.push(`${id} is ${status}, but its audit says ${ended.length === 0 ? 'nothing' : ended.join(' and ')}`);
  }
  if (ended.includes('promoted') && !ours.some(({ action }) => action === 'promote' || action === 'end-watch'))
    found.push(`${id} was promoted without a decision`);
  if (ended.includes('rolled-back') && !ours.some(({ action }) => action === 'roll-back'))
    found.push(`${id} was rolled back without a decision`);
  if (rollout?.phase !== undefined && rollout.phase !== 'done') found.push(`${id} is ${status}, but its rollout is ${rollout.phase}`);
  return found;
}

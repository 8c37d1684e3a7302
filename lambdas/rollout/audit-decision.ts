import type { AuditEntry, Evidence, Improvement } from '../shared/contract/records.ts';
import type { Ports } from '../shared/ports.ts';

/** A decision is audited before it is carried out, an outcome after it was verified. */
export type RolloutAction =
  | 'ask-approval'
  | 'ask-verdict'
  | 'start-rollout'
  | 'raise-weight'
  | 'promote'
  | 'end-watch'
  | 'roll-back'
  | 'promoted'
  | 'rolled-back'
  | 'not-deployed';

/**
 * Appends one decision about an improvement's rollout, once: the key is made of improvement, action and `detail`.
 */
export async function auditDecision(
  { audit, clock }: Pick<Ports, 'audit' | 'clock'>,
  improvement: Improvement,
  decision: { action: RolloutAction; detail?: string; summary: string; evidence: Evidence[] },
): Promise<void> {
  const { action, detail, summary, evidence } = decision;
  const entry: AuditEntry = {
    tenant: improvement.tenant,
    key: ['rollout', improvement.id, action, ...(detail === undefined ? [] : [detail])].join('/'),
    actor: 'kaizen:rollout',
    action,
    subject: improvement.target,
    summary,
    confidence: improvement.confidence,
    risk: improvement.risk,
    evidence,
    at: clock(),
  };
  await audit.append(entry);
}

/** Where the alias stands or is to go, as evidence: which versions serve, by number. */
export function aliasEvidence(summary: string, state: { version: string; canary: { version: string; weight: number } | null }): Evidence {
  const figures: Record<string, number> = { liveVersion: Number(state.version) };
  if (state.canary !== null) Object.assign(figures, { canaryVersion: Number(state.canary.version), canaryWeight: state.canary.weight });
  return { source: 'history', summary, figures };
}

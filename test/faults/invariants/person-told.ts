import type { Improvement } from '../../../lambdas/shared/contract/records.ts';
import type { History, Invariant, Told, Violation } from '../history.ts';
import { givesMore, kaizenChanges } from './alias-changes.ts';

const RANK: Record<string, number> = { info: 0, warning: 1, high: 2 };

/**
 * Whenever an outcome needs a person, one was told at least once, loudly enough: a version that served and was rolled back (high), a
 * rollout that stepped aside or broke off with its version on the alias (warning), a target that Kaizen may not touch any more and a
 * rollback that failed (high, with the command).
 */
export const personTold: Invariant = {
  name: 'person-told',
  check: (history) => [...history.end.improvements.flatMap((improvement) => untold(history, improvement)), ...failedRollbacks(history)],
};

function messagesAbout(history: History, id: string): Told[] {
  return history.moments.flatMap((moment) => (moment.kind === 'told' && moment.message.body.includes(id) ? [moment.message] : []));
}

function untold(history: History, improvement: Improvement): Violation[] {
  const { id, status, reason } = improvement;
  if (status === 'awaiting-approval') return messagesAbout(history, id).length > 0 ? [] : [`${id} waits for a person whom nobody asked`];
  // Who takes a promotion back by hand needs no message about it.
  if (status === 'rolled-back' && orderedByPerson(history, id)) return [];
  const served = kaizenChanges(history).some((change) => change.improvement?.id === id && givesMore(change));
  if (!served || status === 'promoted' || status === 'rolling-out') return [];
  const needed = status === 'rolled-back' || reason.includes('must not touch') ? 'high' : 'warning';
  const loudest = Math.max(-1, ...messagesAbout(history, id).map(({ severity }) => RANK[severity] ?? -1));
  if (loudest >= (RANK[needed] as number)) return [];
  return [`${id} served and is ${status} (${reason}), but nobody was told with severity ${needed}`];
}

function orderedByPerson({ end }: History, id: string): boolean {
  return end.audit.some(({ key, action }) => action === 'promotion-taken-back' && key.startsWith(`rollout/${id}/`));
}

/** An execution whose rollback was given up, and an event that nobody could handle. */
function failedRollbacks(history: History): Violation[] {
  return history.end.executions.flatMap(({ improvementId, states }) => {
    if (!states.includes('Alert')) return [];
    const told = messagesAbout(history, improvementId).some(({ severity }) => severity === 'high');
    const deadLetter = history.moments.some((moment) => moment.kind === 'dead-letter');
    return told || deadLetter ? [] : [`the rollback of ${improvementId} was given up, and nobody was told`];
  });
}

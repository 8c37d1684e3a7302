import type { Improvement } from '../shared/contract/records.ts';

/** What an improvement taught about its strategy, or why nothing. */
export type Lesson = { outcome: 'promoted' | 'rolledBack' | 'inconclusive'; reason: string } | { outcome: 'none'; reason: string };

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

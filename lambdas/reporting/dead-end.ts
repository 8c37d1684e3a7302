import type { Cycle, Improvement } from '../shared/contract/records.ts';
import type { ReportIn } from '../shared/contract/workflow.ts';
import { HOUR_MS, MINUTE_MS } from '../shared/time.ts';
import { describeError } from './describe-error.ts';

/**
 * How long an improvement may stand at `validated` before its rollout can't have been started. A started rollout runs
 * Deploy as its first state, which moves the record on: four tries of at most 180 s with 2 + 4 + 8 s between them (12 min
 * 14 s). When all fail, RollBack moves it on: thirteen tries of at most 60 s with 8 minutes of pauses (21 min). One hour is past both.
 */
export const START_GRACE_MS = HOUR_MS;

export interface DeadEnd {
  status: 'failed' | 'not-deployed';
  reason: string;
}

/**
 * Says that an open improvement has nobody left who would move it on, or null when somebody may.
 *
 * - `generated`: the cycle's execution validates it, so once that is over it is a dead end.
 * - `validated`: the cycle's execution may have started the rollout a moment ago, and Deploy has not run yet. That the cycle
 *   is over proves nothing, so it stays open. It is a dead end when its own rollout's end is what is being reported (Deploy
 *   ran and left it as it was, or never could), or when it has stood there longer than any started rollout can.
 * - `rolling-out`: never. Only the rollout itself, or its rollback, may say where the alias stands.
 */
export function deadEnd(improvement: Improvement, cycle: Cycle, input: ReportIn, now: number): DeadEnd | null {
  const { status } = improvement;
  if (status === 'generated' && cycle.executionEnded) {
    return { status: 'failed', reason: `The cycle's execution ended before this was validated${because(input, cycle)}.` };
  }
  if (status !== 'validated') return null;
  if (input.ended === 'rollout' && input.improvementId === improvement.id) {
    if (input.error === undefined) return { status: 'not-deployed', reason: 'Its rollout ended without deploying it.' };
    return { status: 'failed', reason: `Its rollout could not be carried out: ${describeError(input.error)}` };
  }
  if (cycle.executionEnded && now - improvement.updatedAt > START_GRACE_MS) {
    return {
      status: 'failed',
      reason: `It was validated, but no rollout took it up within ${START_GRACE_MS / MINUTE_MS} minutes: it can't have been started.`,
    };
  }
  return null;
}

function because(input: ReportIn, cycle: Cycle): string {
  return input.ended === 'failed' && input.cycleId === cycle.id && input.error !== undefined ? ` (${describeError(input.error)})` : '';
}

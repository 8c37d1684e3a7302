import { aboutImprovement, improvementInputs, opportunityInput } from '../shared/audit/decision-inputs.ts';
import { refTo } from '../shared/audit/refs.ts';
import type { Improvement } from '../shared/contract/records.ts';
import { countOutcome } from '../shared/patterns/count-outcome.ts';
import { improvementSolution } from '../shared/patterns/own-solution.ts';
import { improvementKey } from '../shared/patterns/settle-failures.ts';
import type { Ports } from '../shared/ports.ts';
import type { Lesson } from './lesson.ts';

/**
 * What an improvement taught about the failure that it was to end. open: it serves, and whether the failure ended is read from the windows of the
 * next cycles (shared/patterns/settle-failures.ts), never taken from the promotion; none: nothing.
 */
export interface FailureLesson {
  outcome: 'failed' | 'open' | 'none';
  reason: string;
}

/** Counts a change that was proven to do harm against its solution, once, and audits it: whatever the failure did then, it is no answer to it. */
export async function learnFailure(
  ports: Pick<Ports, 'work' | 'audit' | 'clock'>,
  improvement: Improvement,
  lesson: Lesson,
): Promise<FailureLesson> {
  const { tenant, opportunityId } = improvement;
  const opportunity = await ports.work.opportunities.get(tenant, opportunityId);
  const failure = opportunity?.failure;
  if (opportunity === null || failure === undefined) return { outcome: 'none', reason: 'It was to end no failure.' };
  if (lesson.outcome === 'promoted') return { outcome: 'open', reason: 'Whether the failure ended with it shows in the windows to come.' };
  if (lesson.outcome !== 'rolledBack') return { outcome: 'none', reason: 'It does not serve, and nothing was proven against it.' };
  const cluster = await ports.work.clusters.get(tenant, failure.clusterId);
  const patternId = failure.patternId ?? cluster?.patternId ?? null;
  if (patternId === null) return { outcome: 'none', reason: 'No pattern knows the failure.' };
  const solution = improvementSolution(improvement);
  const outcome = {
    solutionId: failure.solutionId ?? solution.id,
    key: improvementKey(improvement),
    outcome: 'failed' as const,
    solution: null,
  };
  await countOutcome(ports, tenant, patternId, outcome, {
    actor: 'learning/learn',
    summary: `${improvement.strategy} did harm on ${improvement.target} and was taken back (${improvement.id}). ${lesson.reason}`,
    about: [...aboutImprovement(improvement), refTo('cluster', failure.clusterId)],
    evidence: improvement.rollout?.verdict?.evidence ?? [],
    inputs: [opportunityInput(opportunity), ...improvementInputs(improvement)],
    at: ports.clock(),
  });
  return { outcome: 'failed', reason: `It counts against ${outcome.solutionId} of ${patternId}.` };
}

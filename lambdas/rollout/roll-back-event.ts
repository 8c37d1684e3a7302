import * as z from 'zod';
import { ExecutionEnded, ImprovementRef, RollBackIn } from '../shared/contract/workflow.ts';

/** The rollout's execution ended from outside: the reference is in the text of its input. */
const Ended = ExecutionEnded.transform((event, context): RollBackIn => {
  const { status, input } = event.detail;
  const parsed = ImprovementRef.safeParse(jsonOrNull(input));
  if (!parsed.success) {
    context.addIssue({ code: 'custom', path: ['detail', 'input'], message: 'expected the JSON text of an improvement reference' });
    return z.NEVER;
  }
  return { ...parsed.data, error: { Error: `Execution.${status}`, Cause: 'the execution of the rollout ended before the rollout did' } };
});

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The schema says what was expected; the parser's position in a text that isn't JSON helps nobody.
    return null;
  }
}

/** Both ways into the rollback: from within the state machine, and from EventBridge after its end. */
export const RollBackEvent = z.union([Ended, RollBackIn]);

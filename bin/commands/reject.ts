import type { Command } from 'commander';
import type { CliContext } from './context.ts';
import { decideCommand } from './decide.ts';

/** `kaizen reject`: a person says no to an improvement that waits for them. */
export function rejectCommand(context: CliContext): Command {
  return decideCommand(context, {
    name: 'reject',
    word: 'reject',
    description: 'say no to an improvement that waits: it is dropped, or its rollout goes back',
    reason: null,
    help: '',
  });
}

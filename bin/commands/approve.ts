import type { Command } from 'commander';
import type { CliContext } from './context.ts';
import { decideCommand } from './decide.ts';

/** `kaizen approve`: a person says yes to an improvement that waits for it. */
export function approveCommand(context: CliContext): Command {
  return decideCommand(context, {
    name: 'approve',
    word: 'approve',
    description: 'say yes to an improvement that waits: its rollout begins, or its verdict is a promotion',
    reason: 'approved',
    help: `
Without a run under way the approval waits for the next one: a rollout is judged by its traffic. An answer that comes after the
question has expired is refused.`,
  });
}

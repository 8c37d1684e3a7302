import type { Command } from 'commander';
import type { CliContext } from './context.ts';
import { decideCommand } from './decide.ts';

/** `kaizen rollback`: a person takes an improvement back. */
export function rollbackCommand(context: CliContext): Command {
  return decideCommand(context, {
    name: 'rollback',
    word: 'roll-back',
    description: 'take an improvement back: a rollout that is under way, or what was promoted',
    reason: null,
    help: `
The alias goes to the version before it, exactly as it was recorded. Nothing is done when somebody else has deployed since: then
the version is theirs. It works while Kaizen is stopped.`,
  });
}

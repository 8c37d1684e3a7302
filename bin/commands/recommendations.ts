import { Command } from 'commander';
import { recommendationsAnswerCommand } from './recommendations-answer.ts';
import { recommendationsListCommand } from './recommendations-list.ts';
import type { CliContext } from './context.ts';

/** `kaizen recommendations`: what people are asked to do, and their word on it. */
export function recommendationsCommand(context: CliContext): Command {
  return new Command('recommendations')
    .description('what people are asked to do, because Kaizen may not or can not; a word on one of them')
    .addCommand(recommendationsListCommand(context), { isDefault: true })
    .addCommand(
      recommendationsAnswerCommand(context, {
        name: 'dismiss',
        status: 'dismissed',
        description: 'not wanted: it is told again only when it gets graver',
      }),
    )
    .addCommand(
      recommendationsAnswerCommand(context, {
        name: 'apply',
        status: 'applied',
        description: 'done by a person: it is told again when a later cycle still finds it',
      }),
    );
}

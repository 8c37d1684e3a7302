import { Command } from 'commander';
import type { CliContext } from './context.ts';
import { patternsFeedbackCommand } from './patterns-feedback.ts';
import { patternsListCommand } from './patterns-list.ts';
import { patternsSearchCommand } from './patterns-search.ts';
import { patternsShowCommand } from './patterns-show.ts';

/** `kaizen patterns`: the failures that are known, built in or learned, what helps against them, and a person's word on that. */
export function patternsCommand(context: CliContext): Command {
  return new Command('patterns')
    .description('the failures that are known and what helps against them; a word on what you tried')
    .addCommand(patternsListCommand(context), { isDefault: true })
    .addCommand(patternsSearchCommand(context))
    .addCommand(patternsShowCommand(context))
    .addCommand(patternsFeedbackCommand(context));
}

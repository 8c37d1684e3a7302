import { Command } from 'commander';
import * as z from 'zod';
import { type Feedback, type FeedbackResult, giveFeedback } from '../../lambdas/learning/give-feedback.ts';
import { SOLUTION_OUTCOMES, type SolutionOutcome } from '../../lambdas/shared/contract/records.ts';
import { BUILT_IN_PATTERNS } from '../../lambdas/shared/patterns/built-in-patterns.ts';
import { catalogue } from '../../lambdas/shared/patterns/catalogue.ts';
import { knownPatterns } from '../../lambdas/shared/patterns/known-patterns.ts';
import type { OpenedState } from '../../localstack/embedded/events.ts';
import { CommandFailed, UsageError } from '../output/exit-codes.ts';
import { parseOptions, someText, StateDir } from '../output/options.ts';
import { renderPattern } from '../output/patterns.ts';
import { JSON_OPTION, STATE_DIR_OPTION, type CliContext } from './context.ts';
import { withState } from './embedded-cloud.ts';
import { noPattern } from './read-catalogue.ts';
import { TENANT_OPTION, tenantOf, TenantName } from './tenant-option.ts';

const MOST_WORDS = 500;
const Options = z.object({
  json: z.boolean(),
  pattern: someText(80, 'the id of a pattern'),
  solution: someText(60, 'the id of a solution').optional(),
  outcome: z.enum(SOLUTION_OUTCOMES, `expected ${SOLUTION_OUTCOMES.join(' or ')}`).optional(),
  new: someText(MOST_WORDS, 'what you did').optional(),
  command: someText(MOST_WORDS, 'a command').optional(),
  note: someText(MOST_WORDS, 'a note').optional(),
  tenant: TenantName,
  stateDir: StateDir,
});
type Options = z.infer<typeof Options>;

/** `kaizen patterns feedback`: a person's word on what they tried. It counts towards the solution's share, and is audited. */
export function patternsFeedbackCommand(context: CliContext): Command {
  return new Command('feedback')
    .description('say whether a solution helped, or what helped that is not there yet')
    .argument('<pattern>', 'the id of a pattern')
    .argument('[solution]', 'the id of one of its solutions')
    .argument('[outcome]', SOLUTION_OUTCOMES.join(' or '))
    .option('--new <words>', 'what you did that helped, in your own words, in place of a solution and an outcome')
    .option('--command <command>', 'the command that did it, beside --new')
    .option('--note <text>', 'why or how, for the audit')
    .option(...TENANT_OPTION)
    .option(...STATE_DIR_OPTION)
    .option(...JSON_OPTION)
    .action(async (pattern: string, solution: string | undefined, outcome: string | undefined, raw: Record<string, unknown>) => {
      const options = parseOptions(Options, { ...raw, pattern, solution, outcome });
      const word = wordOf(options);
      const by = context.user();
      const { result, shown } = await withState(context.loadCloud, options.stateDir, async (state) => {
        const tenant = await tenantOf(state, options.tenant);
        const feedback: Feedback = { tenant, patternId: options.pattern, ...word, by, note: options.note ?? null };
        return give(state, feedback);
      });
      if (options.json)
        context.terminal.out(`${JSON.stringify({ word: result.word, solutionId: result.solutionId, pattern: shown }, null, 2)}\n`);
      else context.terminal.out(`${[saidOf(result, word.outcome), '', ...renderPattern(shown)].join('\n')}\n`);
    });
}

function wordOf({ solution, outcome, new: words, command }: Options): Pick<Feedback, 'solution' | 'outcome'> {
  if (words !== undefined) {
    if (solution === undefined) return { solution: { words, command: command ?? null }, outcome: 'helped' };
    throw new UsageError(`--new: found ${JSON.stringify(words)} beside the solution ${JSON.stringify(solution)}; expected one of them`);
  }
  if (command !== undefined)
    throw new UsageError(`--command: found ${JSON.stringify(command)} without --new; expected what you did beside it`);
  if (solution === undefined || outcome === undefined) {
    const found = solution === undefined ? 'neither a solution nor --new' : `the solution ${JSON.stringify(solution)} and no outcome`;
    throw new UsageError(`found ${found}; expected <solution> ${SOLUTION_OUTCOMES.join('|')}, or --new <words>`);
  }
  return { solution: { id: solution }, outcome };
}

type Given = Extract<FeedbackResult, { solutionId: string }>;

async function give(state: OpenedState, feedback: Feedback): Promise<{ result: Given; shown: Given['pattern'] }> {
  const { now } = await state.status();
  const result = await giveFeedback({ work: state.work, audit: state.audit, clock: () => now }, BUILT_IN_PATTERNS, feedback);
  switch (result.word) {
    case 'counted':
    case 'already':
      return { result, shown: result.pattern };
    case 'no-pattern':
      throw noPattern(feedback.patternId, catalogue(BUILT_IN_PATTERNS, await knownPatterns(state, feedback.tenant, now)));
    case 'no-solution': {
      const ids = result.pattern.solutions.map(({ id }) => id).join(', ');
      const wanted = 'id' in feedback.solution ? feedback.solution.id : feedback.solution.words;
      const held = ids === '' ? 'it has none: say what you did with --new' : `${ids}; or say what you did with --new`;
      throw new CommandFailed(`found ${JSON.stringify(wanted)}; expected a solution of ${result.pattern.id} (${held})`);
    }
    case 'full':
      throw new CommandFailed(`${result.pattern.id} holds as many solutions as it can: give your word on one that it has`);
  }
}

function saidOf({ word, solutionId }: Given, outcome: SolutionOutcome): string {
  return word === 'counted'
    ? `Counted ${outcome === 'helped' ? 'for' : 'against'} ${solutionId}.`
    : `You said so of ${solutionId} today: it stands.`;
}

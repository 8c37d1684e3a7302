import { Command } from 'commander';
import * as z from 'zod';
import { searchPatterns } from '../../lambdas/shared/patterns/search-patterns.ts';
import { parseOptions, someText, StateDir, wholeNumber } from '../output/options.ts';
import { renderPatterns } from '../output/patterns.ts';
import { JSON_OPTION, STATE_DIR_OPTION, type CliContext } from './context.ts';
import { readCatalogue } from './read-catalogue.ts';
import { TENANT_OPTION, TenantName } from './tenant-option.ts';

const Options = z.object({
  json: z.boolean(),
  limit: wholeNumber(1, 1000),
  words: someText(1000, 'words to look for'),
  tenant: TenantName,
  stateDir: StateDir,
});

/** `kaizen patterns search`: by what patterns say, the best first. */
export function patternsSearchCommand(context: CliContext): Command {
  return new Command('search')
    .description('find patterns by the words of a message, a title or a solution')
    .argument('<words...>', 'what to look for; a word of three letters or more finds those that begin with it')
    .option('--limit <n>', 'show so many', '10')
    .option(...TENANT_OPTION)
    .option(...STATE_DIR_OPTION)
    .option(...JSON_OPTION)
    .action(async (words: string[], raw: Record<string, unknown>) => {
      const options = parseOptions(Options, { ...raw, words: words.join(' ') });
      const { patterns, now } = await readCatalogue(context, options);
      const found = searchPatterns(patterns, options.words, now).slice(0, options.limit);
      const { terminal } = context;
      if (options.json)
        terminal.out(
          `${JSON.stringify(
            found.map(({ pattern, score }) => ({ ...pattern, score })),
            null,
            2,
          )}\n`,
        );
      else
        terminal.out(
          `${renderPatterns(
            found.map(({ pattern }) => pattern),
            `No pattern holds a word of ${JSON.stringify(options.words)}.`,
          ).join('\n')}\n`,
        );
    });
}

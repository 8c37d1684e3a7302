import { Command } from 'commander';
import * as z from 'zod';
import { FAILURE_CATEGORIES } from '../../lambdas/shared/contract/records.ts';
import { parseOptions, StateDir } from '../output/options.ts';
import { renderPatterns } from '../output/patterns.ts';
import { JSON_OPTION, STATE_DIR_OPTION, type CliContext } from './context.ts';
import { readCatalogue } from './read-catalogue.ts';
import { TENANT_OPTION, TenantName } from './tenant-option.ts';

const expected = `expected one of ${FAILURE_CATEGORIES.join(', ')}`;
const Options = z.object({
  json: z.boolean(),
  seen: z.boolean(),
  category: z.enum(FAILURE_CATEGORIES, expected).optional(),
  tenant: TenantName,
  stateDir: StateDir,
});

/** `kaizen patterns list`: those that were met first, the newest one first. */
export function patternsListCommand(context: CliContext): Command {
  return new Command('list')
    .description('show the patterns, built in and learned, with how often they were met and what helps most')
    .option('--category <name>', 'only those about this')
    .option('--seen', 'only those that were met', false)
    .option(...TENANT_OPTION)
    .option(...STATE_DIR_OPTION)
    .option(...JSON_OPTION)
    .action(async (raw: Record<string, unknown>) => {
      const options = parseOptions(Options, raw);
      const { patterns } = await readCatalogue(context, options);
      const shown = patterns.filter(
        ({ category, seen }) => (options.category ?? category) === category && (!options.seen || seen !== null),
      );
      context.terminal.out(
        options.json
          ? `${JSON.stringify(shown, null, 2)}\n`
          : `${renderPatterns(shown, options.seen ? 'None of them was met yet.' : 'There is none.').join('\n')}\n`,
      );
    });
}

import { Command } from 'commander';
import * as z from 'zod';
import { parseOptions, someText, StateDir } from '../output/options.ts';
import { renderPattern } from '../output/patterns.ts';
import { JSON_OPTION, STATE_DIR_OPTION, type CliContext } from './context.ts';
import { noPattern, readCatalogue } from './read-catalogue.ts';
import { TENANT_OPTION, TenantName } from './tenant-option.ts';

const Options = z.object({ json: z.boolean(), pattern: someText(80, 'the id of a pattern'), tenant: TenantName, stateDir: StateDir });

/** `kaizen patterns show`: one pattern, with all that is known of it. */
export function patternsShowCommand(context: CliContext): Command {
  return new Command('show')
    .description('show one pattern: what it is, where it was met, and each solution with how often it helped')
    .argument('<pattern>', 'the id of a pattern')
    .option(...TENANT_OPTION)
    .option(...STATE_DIR_OPTION)
    .option(...JSON_OPTION)
    .action(async (id: string, raw: Record<string, unknown>) => {
      const options = parseOptions(Options, { ...raw, pattern: id });
      const { patterns } = await readCatalogue(context, options);
      const pattern = patterns.find((each) => each.id === options.pattern);
      if (pattern === undefined) throw noPattern(options.pattern, patterns);
      context.terminal.out(options.json ? `${JSON.stringify(pattern, null, 2)}\n` : `${renderPattern(pattern).join('\n')}\n`);
    });
}

import { Command } from 'commander';
import * as z from 'zod';
import type { Recommendation } from '../../lambdas/shared/contract/records.ts';
import type { OpenedState } from '../../localstack/embedded/events.ts';
import { parseOptions, StateDir } from '../output/options.ts';
import { renderRecommendations } from '../output/recommendations.ts';
import { JSON_OPTION, STATE_DIR_OPTION, type CliContext } from './context.ts';
import { withState } from './embedded-cloud.ts';

const Options = z.object({ json: z.boolean(), all: z.boolean(), stateDir: StateDir });

/** Recommendations of a tenant that are read, as the analysis does. */
const READ = 1000;

/** `kaizen recommendations list`: the worthiest first. */
export function recommendationsListCommand(context: CliContext): Command {
  return new Command('list')
    .description('show what is open, the highest score first')
    .option('--all', 'show those that were dismissed, applied or expired as well', false)
    .option(...STATE_DIR_OPTION)
    .option(...JSON_OPTION)
    .action(async (raw: Record<string, unknown>) => {
      const { json, all, stateDir } = parseOptions(Options, raw);
      const found = await withState(context.loadCloud, stateDir, recommendationsOf);
      const shown = found.filter(({ status }) => all || status === 'open');
      context.terminal.out(json ? `${JSON.stringify(shown, null, 2)}\n` : `${renderRecommendations(shown, all).join('\n')}\n`);
    });
}

/** Of all tenants, the highest score first. */
export async function recommendationsOf({ status, work }: OpenedState): Promise<Recommendation[]> {
  const { tenants } = await status();
  const lists = await Promise.all(tenants.map((tenant) => work.recommendations.list(tenant, { limit: READ })));
  return lists.flat().toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

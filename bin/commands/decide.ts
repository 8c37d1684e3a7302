import { Command } from 'commander';
import * as z from 'zod';
import { plain } from '../../lambdas/reporting/text/plain.ts';
import type { Improvement } from '../../lambdas/shared/contract/records.ts';
import type { DecideIn, DecideOut } from '../../lambdas/shared/contract/workflow.ts';
import type { OpenedState } from '../../localstack/embedded/events.ts';
import { CommandFailed, EXIT } from '../output/exit-codes.ts';
import { parseOptions, someText, StateDir } from '../output/options.ts';
import { JSON_OPTION, STATE_DIR_OPTION, type CliContext } from './context.ts';
import { withState } from './embedded-cloud.ts';
import { synthesise } from './synthesise.ts';

const Options = z.object({
  json: z.boolean(),
  stateDir: StateDir,
  improvement: someText(128, 'the id of an improvement'),
  reason: someText(500, 'a reason'),
  config: someText(1000, 'the path of a file').optional(),
});

/** Minutes of observation, which the built-in config asks for: nothing is observed here. */
const OBSERVED = 28;
/** What may wait for a person's yes, or may have had it a moment ago. */
const APPROVABLE: ReadonlySet<Improvement['status']> = new Set<Improvement['status']>(['awaiting-approval', 'validated', 'rolling-out']);
/** Improvements that are named when the one asked for is not there. */
const NAMED = 5;

interface Word {
  name: string;
  word: DecideIn['word'];
  description: string;
  help: string;
  /** Null: a reason must be given. */
  reason: string | null;
}

/** A command that gives a person's word on an improvement: approve, reject and rollback differ in the word alone. */
export function decideCommand(context: CliContext, { name, word, description, help, reason }: Word): Command {
  const command = new Command(name).description(description).argument('<improvement>', 'the id of an improvement');
  const withReason =
    reason === null
      ? command.requiredOption('--reason <text>', 'why, for the audit')
      : command.option('--reason <text>', 'why, for the audit', reason);
  return withReason
    .option('--config <file>', 'stage config (JSON) that the run was given, when none is under way')
    .option(...STATE_DIR_OPTION)
    .option(...JSON_OPTION)
    .addHelpText('after', help)
    .action(async (id: string, raw: Record<string, unknown>) => {
      const options = parseOptions(Options, { ...raw, improvement: id });
      const { stateDir, config } = options;
      const { tenant, status, reason: why } = await withState(context.loadCloud, stateDir, (state) => named(state, options.improvement));
      // Without a run an approval is only noted: what can't wait for one must be said now.
      if (word === 'approve' && !APPROVABLE.has(status))
        throw new CommandFailed(`${options.improvement} is ${status} and waits for nobody: ${plain(why)}`);
      const { decide } = await context.loadCloud();
      const order: DecideIn = { tenant, improvementId: options.improvement, word, by: context.user(), reason: options.reason };
      const answer = await decide({ stateDir, assembly: () => synthesise(config, OBSERVED) }, order);
      context.terminal.out(options.json ? `${JSON.stringify(answer, null, 2)}\n` : `${sentence(answer)}\n`);
      if (answer.result === 'refused') context.exit(EXIT.failed);
    });
}

const sentence = ({ result, reason }: DecideOut): string => `${result}: ${plain(reason)}`;

async function named(state: OpenedState, id: string): Promise<Improvement> {
  const { tenants, stateDir } = await state.status();
  const found = await Promise.all(tenants.map((tenant) => state.work.improvements.get(tenant, id)));
  const improvement = found.find((each) => each !== null);
  if (improvement) return improvement;
  const lists = await Promise.all(tenants.map((tenant) => state.work.improvements.list(tenant, { limit: NAMED })));
  const known = lists.flat().map((each) => `${each.id} (${each.status})`);
  throw new CommandFailed(
    `improvement: found ${JSON.stringify(id)}; expected the id of one in ${stateDir} (${known.length === 0 ? 'it holds none' : known.join(', ')})`,
  );
}

import { Command } from 'commander';
import * as z from 'zod';
import { CAPACITY_PRICES } from '../../lambdas/analysis/predictions/capacity-prices.ts';
import { predictTarget } from '../../lambdas/analysis/predictions/predict-target.ts';
import { plain, wrap } from '../../lambdas/reporting/text/plain.ts';
import { REPORT_WIDTH } from '../../lambdas/reporting/text/render-report.ts';
import type { RegisteredTarget } from '../../lambdas/shared/contract/records.ts';
import type { OpenedState } from '../../localstack/embedded/events.ts';
import { CommandFailed } from '../output/exit-codes.ts';
import { parseOptions, StateDir } from '../output/options.ts';
import { predictionSummary } from '../output/prediction-summary.ts';
import { JSON_OPTION, STATE_DIR_OPTION, type CliContext } from './context.ts';
import { withState } from './embedded-cloud.ts';

const Options = z.object({ json: z.boolean(), stateDir: StateDir, function: z.string().optional() });

/** Functions that are named when the one asked for is not there. */
const NAMED = 10;

const HELP = `
Nine of ten runs are expected between low and high; memory is the most that a run of the next minute uses. Confidence is the number
of learned minutes over 100, 95 % at most. The failure risk is that outside of incidents: their minutes are not learned. Capacity
takes a whole week. With --json: also the risk by hour of the day (UTC), demand and concurrency by hour of the week (0 = Sunday
00:00 UTC). When a series reaches a limit: see kaizen forecast.`;

/** `kaizen predict`: duration, memory, failure risk and capacity of every function, or of one, from the baselines as they stand. */
export function predictCommand(context: CliContext): Command {
  return new Command('predict')
    .description('predict the next run of functions and their operations, their failure risk and capacity')
    .argument('[function]', 'the name of a function (default: all)')
    .option(...STATE_DIR_OPTION)
    .option(...JSON_OPTION)
    .addHelpText('after', HELP)
    .action(async (name: string | undefined, raw: Record<string, unknown>) => {
      const options = parseOptions(Options, { ...raw, function: name });
      const { functions, quarantined } = await withState(context.loadCloud, options.stateDir, (state) => gather(state, options.function));
      const aside = quarantined.flatMap(({ subject, series, reason }) =>
        wrap(`${plain(subject.target)} ${plain(series)}: ${plain(reason)}`, REPORT_WIDTH, 'set aside  '),
      );
      const text = [predictionSummary(functions), ...aside.map((line) => `${line}\n`)].join('');
      context.terminal.out(options.json ? `${JSON.stringify({ functions, quarantined }, null, 2)}\n` : text);
    });
}

async function gather(state: OpenedState, name: string | undefined) {
  const [{ now, stateDir }, all] = await Promise.all([state.status(), state.registry.list()]);
  if (all.length === 0) throw new CommandFailed(`${stateDir} knows no function yet; start with: kaizen run`);
  const wanted = name === undefined ? all : all.filter((each) => each.name === name);
  if (wanted.length === 0) throw new CommandFailed(unknownFunction(String(name), stateDir, all));
  const read = await Promise.all(wanted.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((registered) => load(state, registered)));
  return {
    functions: read.map(({ input }) => predictTarget({ ...input, now, prices: CAPACITY_PRICES })),
    quarantined: read.flatMap(({ quarantined }) => quarantined),
  };
}

/** The baselines of a function and of its operations. */
async function load({ baselines }: OpenedState, registered: RegisteredTarget) {
  const { name: target } = registered;
  const own = await baselines.load({ kind: 'target', target });
  const operations = await Promise.all(
    Object.keys(registered.operations).map(async (operation) => ({
      operation,
      ...(await baselines.load({ kind: 'operation', target, operation })),
    })),
  );
  return {
    input: { registered, series: own.series, operations },
    quarantined: [own, ...operations].flatMap(({ quarantined }) => quarantined),
  };
}

function unknownFunction(name: string, stateDir: string, all: readonly RegisteredTarget[]): string {
  const names = all.map((each) => each.name).toSorted();
  const more = names.length > NAMED ? `, and ${names.length - NAMED} more` : '';
  return `function: found ${JSON.stringify(name)}; expected one of ${stateDir}: ${names.slice(0, NAMED).join(', ')}${more}`;
}

import { Command } from 'commander';
import * as z from 'zod';
import { count, moment, NO_FIGURE } from '../../lambdas/reporting/text/numbers.ts';
import { plain, wrap } from '../../lambdas/reporting/text/plain.ts';
import { REPORT_WIDTH } from '../../lambdas/reporting/text/render-report.ts';
import { table } from '../../lambdas/reporting/text/table.ts';
import { MIN_SAMPLES } from '../../lambdas/shared/baseline/judge-value.ts';
import { refTo } from '../../lambdas/shared/audit/refs.ts';
import type { RegisteredTarget, SeriesBaseline } from '../../lambdas/shared/contract/records.ts';
import type { Quarantined } from '../../lambdas/shared/ports.ts';
import type { OpenedState } from '../../localstack/embedded/events.ts';
import { CommandFailed } from '../output/exit-codes.ts';
import { parseOptions, someText, StateDir } from '../output/options.ts';
import { JSON_OPTION, STATE_DIR_OPTION, type CliContext } from './context.ts';
import { withState } from './embedded-cloud.ts';

const Options = z.object({
  json: z.boolean(),
  stateDir: StateDir,
  function: someText(300, 'the name of a function'),
  series: someText(100, 'the name of a series').optional(),
});

/** Functions that are named when the one asked for is not there. */
const NAMED = 10;

const HELP = `
For a function whose baseline learned the wrong thing, or whose new level is meant. The minutes seen so far are not learned a second
time. A series is compared with its baseline again once that has learned ${MIN_SAMPLES} points. The baselines of single versions and operations stay.`;

/** `kaizen reset`: forgets what is normal for a function, in all series or one, and puts that on the audit. */
export function resetCommand(context: CliContext): Command {
  return new Command('reset')
    .description('forget what is normal for a function, so that it is learned anew')
    .argument('<function>', 'the name of a function')
    .option('--series <name>', 'forget this series only, such as error-rate (default: all)')
    .option(...STATE_DIR_OPTION)
    .option(...JSON_OPTION)
    .addHelpText('after', HELP)
    .action(async (name: string, raw: Record<string, unknown>) => {
      const options = parseOptions(Options, { ...raw, function: name });
      const done = await withState(context.loadCloud, options.stateDir, (state) => reset(state, options, context.user()));
      context.terminal.out(options.json ? `${JSON.stringify(done, null, 2)}\n` : `${render(done).join('\n')}\n`);
    });
}

interface Done {
  function: string;
  tenant: string;
  /** What each series knew before: learned points, and the time of the newest point (epoch ms; 0: none). `watermark` stays. */
  forgotten: Pick<SeriesBaseline, 'series' | 'count' | 'updatedAt' | 'watermark'>[];
  quarantined: Quarantined[];
}

async function reset(state: OpenedState, wanted: z.infer<typeof Options>, by: string): Promise<Done> {
  const { stateDir, now } = await state.status();
  const { name, tenant } = await registered(state, wanted.function, stateDir);
  const subject = { kind: 'target', target: name } as const;
  const { series: held, quarantined } = await state.baselines.load(subject);
  const chosen = held.filter(({ series }) => wanted.series === undefined || series === wanted.series);
  if (chosen.length === 0) throw new CommandFailed(nothingToForget(name, wanted.series, held, quarantined));
  await state.baselines.reset(subject, wanted.series === undefined ? undefined : chosen[0]?.series);
  const forgotten = chosen
    .map(({ series, count: points, updatedAt, watermark }) => ({ series, count: points, updatedAt, watermark }))
    .toSorted((a, b) => (a.series < b.series ? -1 : 1));
  // The clock stands still between runs; every reset moves the revisions on, which makes each act one of its own.
  const revisions = chosen.reduce((sum, { revision }) => sum + revision, 0);
  await state.audit.append({
    tenant,
    key: `control/baselines/${name}/reset/${wanted.series ?? 'all'}/${now}/${revisions}`,
    actor: by,
    action: 'reset-baseline',
    subject: name,
    about: [refTo('function', name)],
    summary: `Forgotten by a person, what is normal for ${name}: ${forgotten.map((each) => `${each.series} (${pointsOf(each)})`).join(', ')}`,
    confidence: null,
    risk: null,
    evidence: [],
    inputs: [],
    at: now,
  });
  return { function: name, tenant, forgotten, quarantined };
}

async function registered({ registry }: OpenedState, name: string, stateDir: string): Promise<RegisteredTarget> {
  const all = await registry.list();
  const found = all.find((each) => each.name === name);
  if (found) return found;
  if (all.length === 0) throw new CommandFailed(`${stateDir} knows no function yet; start with: kaizen run`);
  const names = all.map((each) => each.name).toSorted();
  const more = names.length > NAMED ? `, and ${names.length - NAMED} more` : '';
  throw new CommandFailed(
    `function: found ${JSON.stringify(name)}; expected one of ${stateDir}: ${names.slice(0, NAMED).join(', ')}${more}`,
  );
}

/** Why nothing was forgotten. What reading set aside is named here too: nothing else tells of it. */
function nothingToForget(
  name: string,
  series: string | undefined,
  held: readonly SeriesBaseline[],
  quarantined: readonly Quarantined[],
): string {
  const names = held.map((each) => each.series).toSorted();
  const why =
    names.length === 0
      ? `${name} has no baseline that could be forgotten`
      : `--series: found ${JSON.stringify(series)}; expected one of ${name}: ${names.join(', ')}`;
  return [why, ...quarantined.map((each) => `set aside, to be learned anew: ${each.series}: ${each.reason}`)].join('\n');
}

const pointsOf = ({ count: points }: { count: number }): string => `${count(points)} ${points === 1 ? 'point' : 'points'}`;

function render({ function: name, forgotten, quarantined }: Done): string[] {
  return [
    `Forgot what is normal for ${plain(name)}:`,
    ...table(
      [
        { head: 'series', align: 'left', flexible: true },
        { head: 'points learned', align: 'right' },
        { head: 'newest', align: 'left' },
      ],
      forgotten.map(({ series, count: points, updatedAt }) => [series, count(points), updatedAt === 0 ? NO_FIGURE : moment(updatedAt)]),
      REPORT_WIDTH,
      2,
    ),
    `Each is compared with again once it has learned ${MIN_SAMPLES} points.`,
    ...quarantined.flatMap(({ series, reason }) => wrap(plain(`${name} ${series}: ${reason}`), REPORT_WIDTH, 'set aside  ')),
  ];
}

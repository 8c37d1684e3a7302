import { Command } from 'commander';
import * as z from 'zod';
import { moment } from '../../lambdas/reporting/text/numbers.ts';
import { plain, wrap } from '../../lambdas/reporting/text/plain.ts';
import { table } from '../../lambdas/reporting/text/table.ts';
import { OUTCOME_WORDS } from '../../lambdas/reporting/text/words.ts';
import { REPORT_WIDTH } from '../../lambdas/reporting/text/render-report.ts';
import { OPEN_STATUSES, type Improvement } from '../../lambdas/shared/contract/records.ts';
import type { OpenedState } from '../../localstack/embedded/events.ts';
import { parseOptions, StateDir } from '../output/options.ts';
import { JSON_OPTION, STATE_DIR_OPTION, type CliContext } from './context.ts';
import { withState } from './embedded-cloud.ts';

const Options = z.object({ json: z.boolean(), stateDir: StateDir });

/** Cycles that are shown for each tenant. */
const CYCLES_SHOWN = 5;

/** `kaizen status`: whether a run is under way, the switch, where every alias stands and how it is watched, the newest cycles. */
export function statusCommand(context: CliContext): Command {
  return new Command('status')
    .description('show what is under way: run, switch, aliases, telemetry, cycles')
    .option(...STATE_DIR_OPTION)
    .option(...JSON_OPTION)
    .action(async (raw: Record<string, unknown>) => {
      const { json, stateDir } = parseOptions(Options, raw);
      const status = await withState(context.loadCloud, stateDir, gather);
      context.terminal.out(json ? `${JSON.stringify(status, null, 2)}\n` : `${render(status).join('\n')}\n`);
    });
}

type Gathered = Awaited<ReturnType<typeof gather>>;

async function gather(state: OpenedState) {
  const status = await state.status();
  const [control, cycles, improvements] = await Promise.all([
    state.control.switchState(),
    Promise.all(status.tenants.map((tenant) => state.work.cycles.list(tenant, { limit: CYCLES_SHOWN }))),
    Promise.all(status.tenants.map((tenant) => state.work.improvements.list(tenant))),
  ]);
  const watched = await Promise.all(
    (await state.registry.list()).map(async ({ name, cadence, reason, polledUntil, subscription }) => {
      const { series, quarantined } = await state.baselines.load({ kind: 'target', target: name });
      return { name, cadence, reason, polledUntil, subscription, discarded: sumsOf(series.map((each) => each.discarded)), quarantined };
    }),
  );
  const open = improvements.flat().filter((improvement) => OPEN_STATUSES.includes(improvement.status));
  return {
    ...status,
    switch: control,
    telemetry: watched,
    cycles: cycles.flat().map(({ tenant, id, trigger, status: word, reason, startedAt, endedAt }) => ({
      tenant,
      id,
      trigger,
      status: word,
      reason,
      startedAt,
      endedAt,
    })),
    open: open.map((improvement) => ({
      tenant: improvement.tenant,
      id: improvement.id,
      target: improvement.target,
      title: improvement.title,
      status: improvement.status,
      weight: weightOf(improvement),
    })),
  };
}

/** Adds up counters by name. */
function sumsOf(counters: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const counter of counters) for (const [name, count] of Object.entries(counter)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

/** The canary's weight now; null: no canary. */
function weightOf({ rollout }: Improvement): number | null {
  return rollout === null || rollout.endedAt !== null ? null : (rollout.weights.at(-1)?.weight ?? null);
}

const percent = (weight: number): string => `${Math.round(weight * 100)} %`;

function render({ stateDir, run, now, switch: control, telemetry, functions, cycles, open }: Gathered): string[] {
  const discarded = Object.entries(sumsOf(telemetry.map((each) => each.discarded))).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const quarantined = telemetry.flatMap((each) => each.quarantined.map(({ series, reason }) => `${each.name} ${series}: ${reason}`));
  return [
    `run          ${run === null ? 'none' : `process ${run.pid}`} (${plain(stateDir)})`,
    `telemetry    ${moment(now)}`,
    ...wrap(
      control.stopped ? `STOPPED by ${control.by}: ${control.reason}; go on with: kaizen resume` : 'on: changes are allowed',
      REPORT_WIDTH,
      'switch       ',
    ),
    '',
    ...table(
      [
        { head: 'function', align: 'left', flexible: true },
        { head: 'tenant', align: 'left' },
        { head: 'live', align: 'right' },
        { head: 'canary', align: 'right' },
        { head: 'weight', align: 'right' },
        { head: 'polled', align: 'left' },
      ],
      functions.map(({ name, tenant, version, canary }) => [
        name,
        tenant,
        version,
        canary?.version ?? '–',
        canary === null ? '–' : percent(canary.weight),
        telemetry.find((each) => each.name === name)?.cadence ?? '–',
      ]),
      REPORT_WIDTH,
      0,
    ),
    '',
    ...wrap(
      discarded.length === 0 ? 'none' : discarded.map(([reason, count]) => `${count} ${reason}`).join(', '),
      REPORT_WIDTH,
      'points not learned  ',
    ),
    ...quarantined.flatMap((line) => wrap(plain(line), REPORT_WIDTH, 'set aside  ')),
    '',
    ...(cycles.length === 0
      ? ['No cycle has run yet.']
      : cycles.flatMap(({ id, status, reason }) => wrap(`cycle ${id} ${status}: ${reason}`, REPORT_WIDTH, '', '  '))),
    ...open.flatMap(({ target, title, status, weight }) =>
      wrap(`${target}: ${title}: ${OUTCOME_WORDS[status]}${weight === null ? '' : ` at ${percent(weight)}`}`, REPORT_WIDTH, '  '),
    ),
  ];
}

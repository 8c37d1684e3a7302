import { Command } from 'commander';
import * as z from 'zod';
import type { CycleReport } from '../../lambdas/reporting/cycle-report.ts';
import { renderHtml } from '../../lambdas/reporting/html/render-html.ts';
import { renderMarkdown } from '../../lambdas/reporting/markdown/render-markdown.ts';
import { readCycleReport } from '../../lambdas/reporting/read-cycle-report.ts';
import { renderReport } from '../../lambdas/reporting/text/render-report.ts';
import type { Cycle } from '../../lambdas/shared/contract/records.ts';
import type { OpenedState, StateStatus } from '../../localstack/embedded/events.ts';
import { STANDARD } from '../input/open-input.ts';
import { CommandFailed } from '../output/exit-codes.ts';
import { FilePath, parseOptions, someText, StateDir } from '../output/options.ts';
import { writeWhole } from '../output/output-file.ts';
import { JSON_OPTION, STATE_DIR_OPTION, type CliContext } from './context.ts';
import { withState } from './embedded-cloud.ts';

/** Each form of a report, by its name on the command line. */
const FORMS = {
  text: renderReport,
  markdown: renderMarkdown,
  html: renderHtml,
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
} as const satisfies Record<string, (report: CycleReport) => string>;
const FORMATS = Object.keys(FORMS) as (keyof typeof FORMS)[];

const Options = z
  .object({
    json: z.boolean(),
    stateDir: StateDir,
    cycle: someText(128, 'the id of a cycle').optional(),
    format: z.enum(FORMATS, `expected one of ${FORMATS.join(', ')}`).optional(),
    out: FilePath.optional(),
  })
  // Behind a transform the comparison waits until each option is right by itself.
  .transform((options) => options)
  .refine(({ json, format }) => !json || format === undefined || format === 'json', {
    path: ['format'],
    message: 'expected no other format beside --json',
  });

/** Cycles that are named when the one asked for is not there. */
const NAMED = 5;

/** `kaizen report`: the report of the newest cycle, or of the one asked for, as its records stand. */
export function reportCommand(context: CliContext): Command {
  return new Command('report')
    .description('show the report of the newest cycle, or of another')
    .option('--cycle <id>', 'the cycle to show instead of the newest')
    .option('--format <form>', `one of ${FORMATS.join(', ')} (default: text)`)
    .option('--out <file>', 'write it to this file (- is standard output)')
    .option(...STATE_DIR_OPTION)
    .option(...JSON_OPTION)
    .action(async (raw: Record<string, unknown>) => {
      const { json, stateDir, cycle: wanted, format = json ? 'json' : 'text', out } = parseOptions(Options, raw);
      const report = await withState(context.loadCloud, stateDir, async (state) => {
        const status = await state.status();
        const cycle = wanted === undefined ? await newest(state, status) : await named(state, status, wanted);
        return readCycleReport(state, cycle, status.now);
      });
      const text = FORMS[format](report);
      if (out === undefined || out === STANDARD) context.terminal.out(text);
      else await writeWhole('--out', out, text);
    });
}

async function cyclesOf(state: OpenedState, { tenants }: StateStatus): Promise<Cycle[]> {
  const lists = await Promise.all(tenants.map((tenant) => state.work.cycles.list(tenant)));
  return lists.flat().toSorted((a, b) => b.startedAt - a.startedAt);
}

async function newest(state: OpenedState, status: StateStatus): Promise<Cycle> {
  const [cycle] = await cyclesOf(state, status);
  if (cycle === undefined) throw new CommandFailed(`${status.stateDir} holds no cycle yet; start one with: kaizen run`);
  return cycle;
}

async function named(state: OpenedState, status: StateStatus, id: string): Promise<Cycle> {
  const found = await Promise.all(status.tenants.map((tenant) => state.work.cycles.get(tenant, id)));
  const cycle = found.find((each) => each !== null);
  if (cycle) return cycle;
  const known = (await cyclesOf(state, status)).slice(0, NAMED).map((each) => each.id);
  throw new CommandFailed(
    `--cycle: found ${JSON.stringify(id)}; expected the id of a cycle in ${status.stateDir} (${known.length === 0 ? 'it holds none' : known.join(', ')})`,
  );
}

import { Command } from 'commander';
import * as z from 'zod';
import { plain } from '../../lambdas/reporting/text/plain.ts';
import { renderReport } from '../../lambdas/reporting/text/render-report.ts';
import { chosenModel, type ChosenModel } from '../input/model-option.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { onInterrupt } from '../output/interrupt.ts';
import { jsonProgress } from '../output/json-progress.ts';
import { liveProgress } from '../output/live-progress.ts';
import { decimalNumber, parseOptions, someText, StateDir, wholeNumber } from '../output/options.ts';
import { plainProgress } from '../output/plain-progress.ts';
import type { Terminal } from '../output/terminal.ts';
import { STATE_DIR_OPTION, type CliContext } from './context.ts';
import type { RunResult } from './embedded-cloud.ts';
import { synthesise } from './synthesise.ts';

/**
 * A run is over in about seven minutes: 28 telemetry minutes are observed (the code of a fleet that has just started is slow for the first
 * ten, and the judge plans from what is typical of all of them), the analysis and the checks take about five, and the rollouts are
 * monitored for 60 and watched for 10 more once they are promoted: 110 minutes of 3.5 s, and some seconds to start. The bound leaves half
 * an hour for a busy machine.
 */
const DEFAULTS = { seed: '1', minutes: '140', minuteSeconds: '3.5', observe: '28' } as const;
/** Seeds are 32 bits wide. */
const MAX_SEED = 2 ** 32 - 1;
/** A day of telemetry. */
const MAX_MINUTES = 1440;

export const RunOptions = z
  .object({
    seed: wholeNumber(0, MAX_SEED),
    minutes: wholeNumber(2, MAX_MINUTES),
    minuteSeconds: decimalNumber(0.2, 60),
    observe: wholeNumber(1, MAX_MINUTES),
    stateDir: StateDir,
    incident: z.boolean(),
    json: z.boolean(),
    config: someText(1000, 'the path of a file').optional(),
    model: someText(1000, 'none, scripted, or the path of a file').optional(),
  })
  // Behind a transform the comparison waits until each option is right by itself.
  .transform((options) => options)
  .refine(({ observe, minutes }) => observe < minutes, {
    path: ['observe'],
    message: 'expected fewer minutes than --minutes, which bounds the whole run',
  });

const CODES: Record<RunResult['status'], ExitCode> = {
  completed: EXIT.done,
  failed: EXIT.failed,
  'out-of-time': EXIT.failed,
  interrupted: EXIT.interrupted,
};

/** `kaizen run`: the embedded cloud, its sample fleet under load, and one improvement cycle. */
export function runCommand(context: CliContext): Command {
  return new Command('run')
    .description('run an improvement cycle on a sample fleet, on this machine')
    .option('--seed <n>', 'seed of load and routing', DEFAULTS.seed)
    .option('--minutes <n>', 'telemetry minutes after which the run ends', DEFAULTS.minutes)
    .option('--minute-seconds <s>', 'real seconds of one telemetry minute', DEFAULTS.minuteSeconds)
    .option('--observe <n>', 'telemetry minutes to observe before the cycle starts', DEFAULTS.observe)
    .option('--no-incident', 'leave out the incident: no upstream gets slow')
    .option(...STATE_DIR_OPTION)
    .option('--json', 'write JSON lines: events as they happen, then the result with the report', false)
    .option('--model <which>', 'who writes what no codemod can: none, scripted (answers from files), or a file of model settings (JSON)')
    .option('--config <file>', 'stage config (JSON) instead of the built-in one for the sample fleet')
    .action(async (raw: Record<string, unknown>) => {
      const options = parseOptions(RunOptions, raw);
      const model = await modelOf(options, context);
      const assembly = await synthesise(options.config, options.observe, model?.settings);
      const { runEmbedded } = await context.loadCloud();
      const progress = progressFor(context.terminal, options.json);
      const interrupt = onInterrupt(context.signals, progress.close);
      try {
        const result = await runEmbedded({
          stateDir: options.stateDir,
          seed: options.seed,
          minuteSeconds: options.minuteSeconds,
          observeMinutes: options.observe,
          maxMinutes: options.minutes,
          incident: options.incident,
          scriptedModel: model?.scripted ?? false,
          assembly,
          onEvent: progress.event,
          signal: interrupt.signal,
        });
        progress.close();
        print(context.terminal, result, options);
        context.exit(CODES[result.status]);
      } finally {
        progress.close();
        interrupt.dispose();
      }
    });
}

/** The sample fleet comes with answers of a model; a config of one's own with its own model, or none. Undefined: the config's. */
async function modelOf(
  { model, config }: Pick<z.infer<typeof RunOptions>, 'model' | 'config'>,
  { stdin }: CliContext,
): Promise<ChosenModel | undefined> {
  const which = model ?? (config === undefined ? 'scripted' : null);
  return which === null ? undefined : chosenModel(which, stdin);
}

function progressFor(terminal: Terminal, json: boolean) {
  if (json) return jsonProgress(terminal);
  return terminal.live ? liveProgress(terminal) : plainProgress(terminal);
}

function print({ out, err }: Terminal, result: RunResult, { json, minutes, stateDir }: z.infer<typeof RunOptions>): void {
  if (json) return out(`${JSON.stringify({ type: 'result', ...result, exitCode: CODES[result.status] })}\n`);
  if (result.report !== null) out(`\n${renderReport(result.report)}`);
  if (result.kept !== null) out(`\nKept as a page, with pictures: ${plain(result.kept)}\n`);
  if (result.status === 'interrupted') err(`kaizen: interrupted; ${stateDir} keeps what was learned, the next run goes on from there\n`);
  if (result.status === 'out-of-time') err(`kaizen: the cycle was not over after ${minutes} telemetry minutes (--minutes)\n`);
  if (result.status === 'failed') err('kaizen: the cycle failed; see the report, or: kaizen report\n');
}

import { Command } from 'commander';
import * as z from 'zod';
import { explain } from '../../lambdas/shared/patterns/explain.ts';
import { openLog } from '../input/open-log.ts';
import { readPatternsFile } from '../input/read-supplied-patterns.ts';
import { FailureGroups } from '../logs/failure-groups.ts';
import { readRecords } from '../logs/read-records.ts';
import { explainedJson, type ExplainedReport } from '../output/explained-json.ts';
import { explainedSummary } from '../output/explained-summary.ts';
import { FilePath, parseOptions, StateDir, wholeNumber } from '../output/options.ts';
import { DEFAULT_STATE_DIR, JSON_OPTION, type CliContext } from './context.ts';
import { pastFailures } from './past-failures.ts';
import { TenantName } from './tenant-option.ts';
import { withOutputs } from './with-files.ts';

/** Failures that are explained unless more are asked for: what a person takes in at once. */
const DEFAULT_TOP = 3;
const MOST_TOP = 1000;

const Options = z.object({
  logfile: FilePath,
  top: wholeNumber(1, MOST_TOP).default(DEFAULT_TOP),
  json: z.boolean(),
  patterns: FilePath.optional(),
  function: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,140}$/, 'expected the name of a function: letters, digits, - and _')
    .optional(),
  stateDir: StateDir.optional(),
  tenant: TenantName,
});

const HELP = `
Reads a log, or - for standard input (echo "Error: connect ECONNREFUSED 10.0.0.1:5432" | kaizen explain -): plain text, what Lambda writes in
text or JSON, an export of CloudWatch; see kaizen mine --help. Failures are put together by exception, message and own frames, and the most
frequent are explained: what failed and where, why as far as the text tells, what to do with commands to copy, what is like it, what to look at.
How sure that is, is said; what no pattern knows is not guessed at. Secrets are left out of all that is shown. A command that holds <…> needs
what the log doesn't tell. A log without failures says so, and the exit code is 0.

With a state directory of kaizen run (--state-dir, or ${DEFAULT_STATE_DIR} if it is there) what was learned is used: solutions in the order of what helped,
and past failures. --patterns takes a JSON file of your own patterns (docs/patterns.md).
With --json: one object with file, lines, records, failures, kinds, others, interrupted, notes, and explained: for each its fingerprint, count,
firstLine, lastLine, firstSeen, lastSeen, what, confidence, causes, solutions, similar, nextSteps, lookAt.`;

/** `kaizen explain`: what the failures of a log are and what to do. Needs neither AWS nor a state directory. */
export function explainCommand(context: CliContext): Command {
  return new Command('explain')
    .description('explain the failures of a log: causes, what to do, what is like them, what to look at')
    .argument('<logfile>', 'the log to read; - for standard input')
    .option('--top <n>', `failures to explain, the most frequent first (default: ${DEFAULT_TOP})`)
    .option('--function <name>', 'the function that the log is of, for the commands')
    .option('--patterns <file>', 'failure patterns of your own, as JSON')
    .option('--state-dir <dir>', `where the embedded cloud keeps what it learned (default: ${DEFAULT_STATE_DIR}, if it is there)`)
    .option('--tenant <name>', 'whose failures to compare with; needed where the state has several tenants')
    .option(...JSON_OPTION)
    .addHelpText('after', HELP)
    .action(async (logfile: string, raw: Record<string, unknown>) => {
      const options = parseOptions(Options, { ...raw, logfile });
      await withOutputs(context, { inputs: [logfile] }, async (signal) => {
        const report = await read(context, options, signal);
        const { json } = options;
        context.terminal.out(json ? `${JSON.stringify(explainedJson(report), null, 2)}\n` : explainedSummary(report));
        signal.throwIfAborted();
      });
    });
}

async function read(context: CliContext, options: z.infer<typeof Options>, signal: AbortSignal): Promise<ExplainedReport> {
  const { logfile, patterns, stateDir, tenant, top } = options;
  const supplied = patterns === undefined ? [] : await readPatternsFile(patterns, signal);
  const past = await pastFailures(context, { stateDir, tenant });
  const found = new FailureGroups(supplied);
  const facts = await readRecords(await openLog(logfile, context.stdin, signal), found.add, signal);
  const groups = found.groups();
  const explained = groups.slice(0, top).map((group) => ({
    group,
    explanation: explain({ ...group, target: options.function ?? null }, { ...past, supplied }),
  }));
  return { facts, records: found.records, others: found.others, groups, explained, interrupted: signal.aborted };
}

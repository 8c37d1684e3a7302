import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import * as z from 'zod';
import { STANDARD } from '../input/open-input.ts';
import { openLog, refuseUnreadable } from '../input/open-log.ts';
import type { LogFacts } from '../input/read-log.ts';
import { createMining } from '../logs/mining.ts';
import { readRecords } from '../logs/read-records.ts';
import { UsageError } from '../output/exit-codes.ts';
import { minedCsv } from '../output/mined-csv.ts';
import { minedJson, type MinedReport } from '../output/mined-json.ts';
import { minedSummary } from '../output/mined-summary.ts';
import { FilePath, parseOptions, wholeNumber } from '../output/options.ts';
import { JSON_OPTION, type CliContext } from './context.ts';
import { withOutputs } from './with-files.ts';

/** Templates that people are shown unless they ask for more. */
const DEFAULT_TOP = 20;
/** What `--out` takes for CSV on standard output, beside `-`. */
const CSV = 'csv';

const Options = z.object({
  logfiles: z.array(FilePath).min(1),
  out: FilePath.optional(),
  top: wholeNumber(0, 1_000_000).optional(),
  json: z.boolean(),
});

const LOG_HELP = `
A log is text in UTF-8, or in UTF-16 with its mark; as it is, or packed by gzip or zstd, whatever its name. A line ends with LF or CRLF; a
carriage return alone ends one only in a log that begins with 256 KB without any LF, and elsewhere breaks a line within, as Lambda does
with the lines of one message. Colours and NUL bytes are left out, bytes that are no UTF-8 become U+FFFD, and of a line longer than 256 KB
the rest is left out; all that is counted and told. What is hardly text is read as well, and said to be so. A file is read once, up to the
size that it has when it is opened, in bounded memory.
JSON as "aws logs filter-log-events", "get-log-events", "get-query-results", subscriptions and Insights write it is read by its events:
each message is a record, and counts as a line. Of lines with such an event each, the message is taken. Other JSON is text.`;

const HELP = `
Finds the templates of the messages, with no configuration: what is the same in them, and <*> where they vary. Shows of each its share and
number of records, its first and last line, an example, and the values that stand out; then the failures that the records tell, in the
form of any runtime or by their level. Several logs are mined as one. Lines of a stack trace belong to the message before them; what is
not surely one is a record of its own. Secrets are left out of all that is shown.

With --out csv (or -) every line goes to standard output as LineId,TemplateId,Template, with --out <file> to that file: in order, LineId
from 1 over all logs as they are given, so that with one log it is the line's number in it. The rows come at the end; until then each line
takes four bytes of memory, 200 MB for 50 million. Where the rows go to standard output, the summary goes to standard error.

With --json: one object with files (each with file, firstLine, lines, bytes, compression, encoding, lineEnds, content, binary, cutLines,
droppedBytes, invalid, nulBytes, ansiSequences, unfinished, shrunkBy, grownBy, notes), interrupted, lines, records, templateCount,
templates, the most frequent first (each with id, template, count and share of the records, lines, firstLine, lastLine, examples, and
parameters: for each <*> of the template the most frequent values, counted in a sample, and whether there are more), failures (each with
id, type, template, frames, location, count, firstLine, lastLine) and otherFailures, records beyond the 10,000 failures that are kept.
Ctrl-C shows what was read until then; no file is written.
${LOG_HELP}`;

/** `kaizen mine`: the templates of any logs. Needs neither AWS nor a state directory. */
export function mineCommand(context: CliContext): Command {
  return new Command('mine')
    .description('find the templates of log messages, with their counts and examples')
    .argument('<logfile...>', 'the logs to read, in their order; - for standard input')
    .option('--out <csv>', 'write every line with its template as CSV: csv or - to standard output, else to this file')
    .option('--top <n>', `templates to show, 0 for all (default: ${DEFAULT_TOP}, with --json all)`)
    .option(...JSON_OPTION)
    .addHelpText('after', HELP)
    .action(async (logfiles: string[], raw: Record<string, unknown>) => {
      const options = parseOptions(Options, { ...raw, logfiles });
      if (logfiles.filter((each) => each === STANDARD).length > 1) {
        throw new UsageError('logfile: found - more than once; expected standard input once');
      }
      if (options.json && toStdout(options.out)) {
        throw new UsageError(
          `--out: found ${JSON.stringify(options.out)} with --json; expected a file, since the JSON goes to standard output`,
        );
      }
      await mine(context, options);
    });
}

const toStdout = (out: string | undefined): boolean => out === STANDARD || out === CSV;

async function mine(context: CliContext, { logfiles, out: outPath, top, json }: z.infer<typeof Options>): Promise<void> {
  const { terminal, stdout } = context;
  const rowsToStdout = toStdout(outPath);
  await withOutputs(context, { inputs: logfiles, out: rowsToStdout ? undefined : outPath }, async (signal, open) => {
    await refuseUnreadable(logfiles);
    const { out } = await open();
    const report = await read(context, logfiles, out !== null || rowsToStdout, signal);
    const text = json ? `${JSON.stringify(minedJson(report, top ?? 0), null, 2)}\n` : minedSummary(report, top ?? DEFAULT_TOP);
    if (!signal.aborted && out !== null) await pipeline(minedCsv(report.mined), out.stream, { signal });
    if (!signal.aborted && rowsToStdout) await pipeline(minedCsv(report.mined), stdout, { signal, end: false });
    (rowsToStdout ? terminal.err : terminal.out)(text);
    signal.throwIfAborted();
  });
}

async function read(context: CliContext, logfiles: readonly string[], keepLines: boolean, signal: AbortSignal): Promise<MinedReport> {
  const mining = createMining({ keepLines });
  const files: LogFacts[] = [];
  for (const path of logfiles) {
    if (signal.aborted) break;
    files.push(await readRecords(await openLog(path, context.stdin, signal), mining.add, signal));
  }
  return { files, mined: mining.result(), interrupted: signal.aborted };
}

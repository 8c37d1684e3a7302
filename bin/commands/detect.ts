import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import * as z from 'zod';
import { createDetector, THRESHOLD } from '../../lambdas/shared/detection/detector.ts';
import { STANDARD } from '../input/open-input.ts';
import { readPoints } from '../input/read-points.ts';
import { COLUMNS, renderChart } from '../output/chart/render-chart.ts';
import { UsageError } from '../output/exit-codes.ts';
import { counted } from '../output/facts-summary.ts';
import { findingsJson } from '../output/findings-json.ts';
import { findingsSummary } from '../output/findings-summary.ts';
import { decimalNumber, FilePath, parseOptions, SvgPath } from '../output/options.ts';
import { scoredCsv } from '../output/scored-csv.ts';
import { createDetection, type Findings } from '../series/detection.ts';
import { createPlotBuckets, type PlotBucket } from '../series/plot-buckets.ts';
import { gapLength } from '../series/step-finder.ts';
import { CSV_HELP, type CliContext } from './context.ts';
import { withFiles, writeText } from './with-files.ts';

/** A threshold of zero would call everything an anomaly, rows without a value as well. */
const LEAST_THRESHOLD = 0.001;
const MOST_THRESHOLD = 1_000_000;

const Options = z.object({
  file: FilePath,
  out: FilePath.optional(),
  threshold: decimalNumber(LEAST_THRESHOLD, MOST_THRESHOLD).optional(),
  json: z.boolean(),
  plot: SvgPath.optional(),
});

const HELP = `
Writes timestamp,value,anomaly_score,expected,low,high,anomaly: one row for each row of the file, in its order; anomaly is 1 when
the score reaches the threshold. A row without a value gets the score 0. A duplicate or a row out of order is scored, not learned.
With --out the rows go to that file (--out - is standard output). Without --out and --json they go to standard output when that is
a pipe or a file; on a terminal only the summary is shown. The summary goes to standard error where the rows go to standard output.
${CSV_HELP}`;

/** `kaizen detect`: anomalies in a CSV file of one series. Needs neither AWS nor a state directory. */
export function detectCommand(context: CliContext): Command {
  return new Command('detect')
    .description('find anomalies in a CSV file with the columns timestamp and value')
    .argument('<file>', 'the file to read; - for standard input')
    .option('--out <file>', 'write every row with its score to this file')
    .option('--threshold <x>', `score from which a row is an anomaly (default: ${THRESHOLD})`)
    .option('--json', 'write the summary as JSON, for machines', false)
    .option('--plot <file>', 'draw the series with its band and anomalies, as SVG')
    .addHelpText('after', HELP)
    .action(async (file: string, raw: Record<string, unknown>) => {
      const options = parseOptions(Options, { ...raw, file });
      if (options.json && options.out === STANDARD) {
        throw new UsageError('--out: found "-" with --json; expected a file, since the JSON goes to standard output');
      }
      await detect(context, options);
    });
}

async function detect(context: CliContext, options: z.infer<typeof Options>): Promise<void> {
  const { terminal, stdout } = context;
  const rowsToStdout = options.out === STANDARD || (options.out === undefined && !options.json && !terminal.live);
  await withFiles(
    context,
    { input: options.file, kind: 'CSV', out: options.out, plot: options.plot },
    async ({ input, signal, out, plot }) => {
      const buckets = plot === null ? null : createPlotBuckets(COLUMNS);
      const detection = createDetection(createDetector(), options.threshold ?? THRESHOLD, buckets);
      const scored = detection.score(readPoints(input.stream, input.name));
      if (out !== null) await pipeline(scoredCsv(scored), out.stream, { signal });
      else if (rowsToStdout) await pipeline(scoredCsv(scored), stdout, { signal, end: false });
      else for await (const _ of scored);
      const found = detection.findings();
      if (plot !== null && buckets !== null) await writeText(plot, picture(input.name, found, buckets.buckets()), signal);
      const print = rowsToStdout ? terminal.err : terminal.out;
      print(options.json ? `${JSON.stringify(findingsJson(input.name, found), null, 2)}\n` : findingsSummary(input.name, found));
    },
  );
}

function picture(name: string, { facts, anomalies, episodeCount }: Findings, buckets: readonly PlotBucket[]): string {
  const found = anomalies === 0 ? 'no anomalies' : `${counted(anomalies, 'anomaly', 'anomalies')} in ${counted(episodeCount, 'episode')}`;
  return renderChart({
    title: `${basename(name)}: ${counted(facts.rows, 'row')}, ${found}`,
    valueLabel: 'value (unit as in the file)',
    buckets,
    gapMs: gapLength(facts.step),
  });
}

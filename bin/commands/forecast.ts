import { basename } from 'node:path';
import { Command } from 'commander';
import * as z from 'zod';
import { createForecaster, MAX_HORIZON_MS } from '../../lambdas/shared/forecast/forecaster.ts';
import { HOUR_MS } from '../../lambdas/shared/time.ts';
import { readPoints } from '../input/read-points.ts';
import { COLUMNS, renderChart } from '../output/chart/render-chart.ts';
import { UsageError } from '../output/exit-codes.ts';
import { anyNumber, FilePath, parseOptions, SvgPath, wholeNumber } from '../output/options.ts';
import { outlookJson } from '../output/outlook-json.ts';
import { outlookSummary } from '../output/outlook-summary.ts';
import { createOutlook, type Outlook } from '../series/outlook.ts';
import { createPlotBuckets, type PlotBucket } from '../series/plot-buckets.ts';
import { gapLength } from '../series/step-finder.ts';
import { CSV_HELP, type CliContext } from './context.ts';
import { withFiles, writeText } from './with-files.ts';

const DEFAULT_HOURS = '24';
/** Of the picture's width, the last quarter is the forecast. */
const HISTORY_SHARE = 3;

const SIDE_EXPECTED = 'expected below or above';
const Options = z.object({
  file: FilePath,
  limit: anyNumber().optional(),
  limitFrom: z.enum(['below', 'above'], SIDE_EXPECTED).optional(),
  hours: wholeNumber(1, MAX_HORIZON_MS / HOUR_MS),
  json: z.boolean(),
  plot: SvgPath.optional(),
});

const HELP = `
Shows the next hours with a band (one line an hour, or one a step of the series where that is longer), the trend of the last seven
days and of the whole file, and with --limit when the trend reaches it, or why that is not to be expected.
${CSV_HELP}`;

/** `kaizen forecast`: the next hours of a CSV file of one series, and when it reaches a limit. Needs neither AWS nor a state directory. */
export function forecastCommand(context: CliContext): Command {
  return new Command('forecast')
    .description('forecast a CSV file with the columns timestamp and value, and when it reaches a limit')
    .argument('<file>', 'the file to read; - for standard input')
    .option('--limit <x>', 'the value that must not be reached')
    .option('--limit-from <side>', 'below or above: the side of the limit that is well (default: where most points are)')
    .option('--hours <n>', 'hours to forecast', DEFAULT_HOURS)
    .option('--json', 'write JSON, for machines', false)
    .option('--plot <file>', 'draw the last days and the forecast with its band, as SVG')
    .addHelpText('after', HELP)
    .action(async (file: string, raw: Record<string, unknown>) => {
      const options = parseOptions(Options, { ...raw, file });
      if (options.limitFrom !== undefined && options.limit === undefined) {
        throw new UsageError(`--limit-from: found ${JSON.stringify(options.limitFrom)} without --limit; expected both`);
      }
      await forecast(context, options);
    });
}

async function forecast(
  context: CliContext,
  { file, limit, limitFrom, hours, json, plot: plotPath }: z.infer<typeof Options>,
): Promise<void> {
  const horizonMs = hours * HOUR_MS;
  await withFiles(context, { input: file, kind: 'CSV', plot: plotPath }, async ({ input, signal, plot }) => {
    const buckets = plot === null ? null : createPlotBuckets(COLUMNS, HISTORY_SHARE * horizonMs);
    const wish = { horizonMs, limit: limit === undefined ? null : { value: limit, from: limitFrom ?? null } };
    const maker = createOutlook(createForecaster(), wish, buckets);
    await maker.learn(readPoints(input.stream, input.name));
    const outlook = maker.outlook();
    if (plot !== null && buckets !== null) await writeText(plot, picture(input.name, hours, outlook, buckets.buckets()), signal);
    context.terminal.out(json ? `${JSON.stringify(outlookJson(input.name, outlook), null, 2)}\n` : outlookSummary(input.name, outlook));
  });
}

function picture(name: string, hours: number, { facts, forecast, limit }: Outlook, buckets: readonly PlotBucket[]): string {
  return renderChart({
    title: `${basename(name)}: ${forecast.kind === 'forecast' ? `the next ${hours} h` : 'not enough data for a forecast'}`,
    valueLabel: 'value (unit as in the file)',
    buckets,
    gapMs: gapLength(facts.step),
    forecast: forecast.kind === 'forecast' ? forecast.points : [],
    ...(limit === null ? {} : { limit: limit.value }),
  });
}

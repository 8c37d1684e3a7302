import { Command } from 'commander';
import * as z from 'zod';
import type { RolloutBaseline } from '../../lambdas/shared/contract/records.ts';
import { PROFILE_SETTINGS } from '../../lambdas/shared/contract/settings.ts';
import { detectable, requestsForPass } from '../../lambdas/shared/judge/forecast.ts';
import { quantilesThrough, USUAL_SIGMA } from '../../lambdas/shared/judge/log-normal-quantiles.ts';
import { judgePolicy, LEVELS } from '../../lambdas/shared/judge/policy.ts';
import { UsageError } from '../output/exit-codes.ts';
import { decimalNumber, parseOptions, shareOfAll, wholeNumber } from '../output/options.ts';
import { type PlannedRollout, type RolloutForecast, rolloutForecastSummary } from '../output/rollout-forecast-summary.ts';
import { type CliContext, JSON_OPTION } from './context.ts';

const DEFAULT_WEIGHT = '10%';
const DEFAULT_MINUTES = '60';
/** The plans of the table: shares of the traffic, and minutes. */
const WEIGHTS = [0.1, 0.25, 0.5];
const LENGTHS = [60, 240, 1440];
/** A day, ms. */
const MOST_MS = 86_400_000;
/** The judge's baseline counts requests: among so many a rate of any size shows. */
const BASELINE_REQUESTS = 1_000_000;
const PER_MINUTE = 60;

const duration = () => decimalNumber(0.001, MOST_MS);
const Options = z.object({
  rps: decimalNumber(0.0001, 1_000_000),
  p50: duration().optional(),
  p95: duration(),
  p99: duration().optional(),
  errorRate: shareOfAll({ orNone: true }),
  weight: shareOfAll({ orNone: false }),
  minutes: wholeNumber(2, 1440),
  json: z.boolean(),
});
type Options = z.infer<typeof Options>;

const HELP = `
Says which harm a rollout at this traffic would find with about 80 % power: the smallest slowdown of all requests, and the smallest error
rate; whether the canary gets the error-free requests that a pass needs at least; and the same for other weights and lengths. By the
basic profile: 10 % are tolerated, one in twenty harmless canaries at most is convicted. Where only p95 is given, a log-normal is assumed.
Rates and weights are percentages (1%) or fractions (0.01).`;

/** `kaizen forecast-rollout`: what a rollout could find, before it begins. Needs neither AWS nor a state directory. */
export function forecastRolloutCommand(context: CliContext): Command {
  return new Command('forecast-rollout')
    .description('say what a rollout at some traffic could find, before it begins')
    .requiredOption('--rps <x>', 'requests a second, both versions together')
    .requiredOption('--p95 <ms>', 'p95 of the durations of the stable version, in ms')
    .requiredOption('--error-rate <share>', 'share of the requests of the stable version that fail')
    .option('--p50 <ms>', 'its p50, if known')
    .option('--p99 <ms>', 'its p99, if known')
    .option('--weight <share>', "the canary's share of the traffic", DEFAULT_WEIGHT)
    .option('--minutes <n>', 'length of the rollout, the horizon of its judge', DEFAULT_MINUTES)
    .option(...JSON_OPTION)
    .addHelpText('after', HELP)
    .action((raw: Record<string, unknown>) => {
      const options = parseOptions(Options, raw);
      refuseFalling(options);
      const forecast = forecastRollout(options);
      context.terminal.out(options.json ? `${JSON.stringify(forecast, null, 2)}\n` : rolloutForecastSummary(forecast));
    });
}

/** Quantiles rise with their level. */
function refuseFalling({ p50, p95, p99 }: Options): void {
  if (p50 !== undefined && p50 > p95) throw new UsageError(`--p50: found ${p50}; expected at most --p95, ${p95}`);
  if (p99 !== undefined && p99 < p95) throw new UsageError(`--p99: found ${p99}; expected at least --p95, ${p95}`);
}

function forecastRollout(options: Options): RolloutForecast {
  const { rps, errorRate, weight, minutes } = options;
  const known = [
    { level: 0.5, durationMs: options.p50 },
    { level: 0.95, durationMs: options.p95 },
    { level: 0.99, durationMs: options.p99 },
  ].flatMap(({ level, durationMs }) => (durationMs === undefined ? [] : [{ level, durationMs }]));
  const baseline: RolloutBaseline = {
    quantiles: quantilesThrough(known, LEVELS, USUAL_SIGMA),
    minutes: [
      { requests: BASELINE_REQUESTS, errors: errorRate * BASELINE_REQUESTS, above: LEVELS.map((level) => (1 - level) * BASELINE_REQUESTS) },
    ],
  };
  const requestsPerMinute = rps * PER_MINUTE;
  const planned = (share: number, length: number) => plan(baseline, requestsPerMinute, share, length);
  return {
    rps,
    requestsPerMinute,
    errorRate,
    durations: baseline.quantiles,
    assumedSigma: known.length === 1 ? USUAL_SIGMA : null,
    margin: PROFILE_SETTINGS.basic.rollbackThreshold,
    requestsForPass: requestsForPass(policyOf(minutes)),
    plan: planned(weight, minutes),
    others: WEIGHTS.flatMap((share) => LENGTHS.map((length) => planned(share, length))),
  };
}

/** The basic profile's, with the length of the plan for its horizon. */
const policyOf = (minutes: number) => judgePolicy({ ...PROFILE_SETTINGS.basic, monitoringSeconds: minutes * 60 });

/** What one plan finds. */
function plan(baseline: RolloutBaseline, requestsPerMinute: number, weight: number, minutes: number): PlannedRollout {
  return {
    weight,
    minutes,
    canaryRequests: requestsPerMinute * weight * minutes,
    detectable: detectable({ requestsPerMinute, steps: [{ weight, minutes }] }, baseline, policyOf(minutes)),
  };
}

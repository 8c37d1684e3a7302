import { sketchQuantile } from '../../shared/baseline/sketch.ts';
import { decodeSketch } from '../../shared/baseline/sketch-codec.ts';
import type { Series, SeriesBaseline } from '../../shared/contract/records.ts';
import { probit } from '../../shared/stats/probit.ts';
import { type KnownSeries, predictSeries, quantilesOf, type SeriesPrediction, Z95 } from './predict-series.ts';

/** Which two series tell the runs of a minute: their middle, and how high the upper ones reach. */
interface Source {
  centre: Series;
  upper: Series;
  /** Level of the upper figure among many runs. */
  level: number;
  /** What the centre is of the minute's runs. */
  is: 'median' | 'mean';
}

/** The metrics give percentiles of a function's minute, the logs sum and largest of an operation's. */
const SOURCES = {
  target: { centre: 'duration-p50', upper: 'duration-p95', level: 0.95, is: 'median' },
  operation: { centre: 'duration-mean', upper: 'duration-max', level: 1, is: 'mean' },
} as const satisfies Record<string, Source>;

/**
 * Duration (ms) of the next run of a function or an operation, from its baselines as of `now` (epoch ms).
 *
 * Baselines learn a minute, not a run. predictRun gives the typical minute; a single run strays further, by what the runs of one minute
 * differ. With log-normal runs of spread s around their minute, n of them in a typical minute, the upper figure U (the p95, or the
 * largest) is in half of the minutes above the level q = min(level, 0.5^(1/n)) of the runs, z = probit(q), and
 *   ln(U / median) = z s;        ln(U / mean) = z s - (1 - 1/n) s^2 / 2
 * gives s. Of its variance s^2 the share 1/n is in the centre's own ups and downs already, so the range is widened, in logarithms and in
 * squares, by 1.645 s sqrt(1 - 1/n); a mean is brought down to the median by (1 - 1/n) s^2 / 2. One run a minute leaves it as it is.
 * No low percentile is kept: the lower end mirrors the upper one, so it lies too low for a duration with a hard floor.
 *
 * Simulated with 0.3 to 200 Poisson runs a minute and spreads of 0.1 to 0.8, the range that is meant for 90 % of the runs held 82 to
 * 94 %, and 77 % at worst (spread 0.1, where the sketch's 2 % weigh).
 */
export function predictDuration(of: keyof typeof SOURCES, series: KnownSeries, now: number): SeriesPrediction {
  const source = SOURCES[of];
  const centre = series[source.centre];
  const minute = predictSeries(centre, now);
  if (minute.kind !== 'prediction' || minute.low <= 0 || centre === undefined) return minute;
  const upper = series[source.upper];
  const runs = runsOfMinute(series.invocations);
  const spread = upper === undefined ? 0 : spreadWithin(source, centre, upper, runs);
  const own = 1 - 1 / runs;
  const reach = (end: number): number => Math.hypot(Math.log(end / minute.estimate), Z95 * spread * Math.sqrt(own));
  const estimate = source.is === 'mean' ? minute.estimate * Math.exp((-own * spread ** 2) / 2) : minute.estimate;
  return { ...minute, estimate, low: estimate * Math.exp(-reach(minute.low)), high: estimate * Math.exp(reach(minute.high)) };
}

/** Runs of a typical minute that has any. */
function runsOfMinute(invocations: SeriesBaseline | undefined): number {
  if (invocations === undefined) return 1;
  const seen = decodeSketch(invocations.sketch);
  const busy = seen.count - seen.zeroCount;
  if (busy === 0) return 1;
  return Math.max(1, Math.round(sketchQuantile(seen, 1 - busy / (2 * seen.count)) ?? 1));
}

/** s of the docstring above; 0 where a minute has one run, or its runs don't differ. */
function spreadWithin({ level, is }: Source, centre: SeriesBaseline, upper: SeriesBaseline, runs: number): number {
  const distance = Math.log(quantilesOf(upper).p50 / quantilesOf(centre).p50);
  if (runs === 1 || !(distance > 0)) return 0;
  const z = probit(Math.min(level, 0.5 ** (1 / runs)));
  if (is === 'median') return distance / z;
  // The smaller root of (1 - 1/n) s^2 / 2 - z s + distance = 0. Where the distance is more than any s explains: the apex.
  const own = 1 - 1 / runs;
  return (z - Math.sqrt(Math.max(0, z ** 2 - 2 * own * distance))) / own;
}

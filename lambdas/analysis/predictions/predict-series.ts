import { ALPHA } from '../../shared/baseline/baseline.ts';
import { isStale, MIN_SAMPLES } from '../../shared/baseline/judge-value.ts';
import { decodeSketch } from '../../shared/baseline/sketch-codec.ts';
import { SMALLEST, sketchQuantile } from '../../shared/baseline/sketch.ts';
import type { SeriesBaseline } from '../../shared/contract/records.ts';
import { predictRun, RUNS_NEEDED, type RunPrediction } from '../../shared/forecast/duration-prediction.ts';
import { probit } from '../../shared/stats/probit.ts';

/** Nothing can be said: too little was learned, or nothing was seen for so long that it does not hold any more. */
export type Unpredicted = Extract<RunPrediction, { kind: 'not-enough-data' }> | { kind: 'stale'; ageMs: number };

export type SeriesPrediction = RunPrediction | Unpredicted;

/** The series of one subject, by name. */
export type KnownSeries = Partial<Record<SeriesBaseline['series'], SeriesBaseline>>;

/** Nine of ten values of a normal lie within so many deviations: 1.645. */
export const Z95 = probit(0.95);

export interface Quantiles {
  p05: number;
  p50: number;
  p95: number;
}

/** The next value of a positive series (ms, MB), as of `now` (epoch ms). Counts are learned minutes. */
export function predictSeries(baseline: SeriesBaseline | undefined, now: number): SeriesPrediction {
  if (baseline === undefined) return { kind: 'not-enough-data', have: 0, need: RUNS_NEEDED };
  if (isStale(baseline, now)) return { kind: 'stale', ageMs: now - baseline.updatedAt };
  const { count, mean, variance } = baseline;
  return predictRun({ count, mean, variance, weight: ALPHA, ...quantilesOf(baseline) });
}

/**
 * What the values lie between. The sketch begins anew when a lasting change became the norm: while it holds fewer points than an
 * established baseline, the quantiles are those of the log-normal with the exponential mean m and variance v:
 *   s^2 = ln(1 + v / m^2), median m exp(-s^2 / 2), ends exp(-+1.645 s) times that.
 */
export function quantilesOf({ sketch, mean, variance }: SeriesBaseline): Quantiles {
  const seen = decodeSketch(sketch);
  if (seen.count >= MIN_SAMPLES) {
    const at = (level: number): number => sketchQuantile(seen, level) ?? mean;
    return { p05: at(0.05), p50: at(0.5), p95: at(0.95) };
  }
  if (mean < SMALLEST) return { p05: 0, p50: 0, p95: 0 };
  const spread = Math.sqrt(Math.log1p(variance / mean ** 2));
  const median = mean * Math.exp(-(spread ** 2) / 2);
  return { p05: median * Math.exp(-Z95 * spread), p50: median, p95: median * Math.exp(Z95 * spread) };
}

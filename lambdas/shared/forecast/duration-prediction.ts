/** What a baseline knows of an operation's duration (ms) or memory (MB): positive, of one unit. */
export interface RunFigures {
  /** Runs that were learned. */
  count: number;
  /** Exponentially weighted mean and variance, and the weight of the newest run in them. */
  mean: number;
  variance: number;
  weight: number;
  /** Quantiles of all runs. */
  p05: number;
  p50: number;
  p95: number;
}

export type RunPrediction =
  | {
      kind: 'prediction';
      /** The typical (median) next run, in the figures' unit. */
      estimate: number;
      /** Nine of ten runs lie between. */
      low: number;
      high: number;
      /** min(count / 100, 0.95): how well the operation is known, SPEC 4. */
      confidence: number;
    }
  | { kind: 'not-enough-data'; /** Runs. */ have: number; need: number };

/** Runs before anything is said: the exponential figures are plain ones until 1 / 0.1 = 10. */
export const RUNS_NEEDED = 10;
/** SPEC 4: confidence = min(samples / 100, 0.95). */
const FULL_CONFIDENCE_AT = 100;
const MOST_CONFIDENCE = 0.95;
/** The 95 % quantile of the standard normal. */
const Z95 = 1.645;
/** Distances within so many standard errors are noise: the usual 95 %. */
const ERRORS_IGNORED = 2;

/**
 * The next run of an operation from its baseline figures.
 *
 * The median of all runs is steady but late, that of the last runs is quick but noisy. The recent one is taken as the mean less half the
 * squared spread of a log-normal: ln m - s^2 / 2. Its log distance d from the median of all runs counts with max(0, 1 - (2 e / d)^2), e
 * its standard error, e^2 = s^2 w / (2 - w) (the variance of an exponentially weighted mean): the positive part of James and Stein's
 * shrinkage (1961) at two standard errors. Within the noise nothing moves; a drift or a deployment is followed. A cold start among the
 * last runs raises mean and variance: the centre uses the smaller spread (the quantiles' or the variance's), so that it is not taken for a
 * wide log-normal; the noise uses the larger, so that it is not taken for a drift. The range keeps the shape of all runs around the
 * estimate, from p05 to p95, with the standard error added in squares.
 *
 * @throws RangeError when a figure is not finite, negative, or the quantiles are not in order.
 */
export function predictRun(figures: RunFigures): RunPrediction {
  check(figures);
  const { count, mean, variance, weight, p05, p50, p95 } = figures;
  if (count < RUNS_NEEDED) return { kind: 'not-enough-data', have: count, need: RUNS_NEEDED };
  const confidence = Math.min(count / FULL_CONFIDENCE_AT, MOST_CONFIDENCE);
  // A zero has no logarithm: an operation that takes nothing measurable is predicted as it was.
  if (p05 <= 0 || mean <= 0) return { kind: 'prediction', estimate: p50, low: p05, high: p95, confidence };
  const spreads = [Math.log1p(variance / mean ** 2), (Math.log(p95 / p05) / (2 * Z95)) ** 2];
  const error = Math.sqrt((Math.max(...spreads) * weight) / (2 - weight));
  const distance = Math.log(mean / p50) - Math.min(...spreads) / 2;
  const kept = distance === 0 ? 0 : Math.max(0, 1 - ((ERRORS_IGNORED * error) / distance) ** 2);
  const estimate = p50 * Math.exp(kept * distance);
  const reach = (quantile: number): number => Math.hypot(Math.log(quantile / p50), Z95 * error);
  return { kind: 'prediction', estimate, low: estimate * Math.exp(-reach(p05)), high: estimate * Math.exp(reach(p95)), confidence };
}

function check(figures: RunFigures): void {
  for (const [name, value] of Object.entries(figures)) {
    if (!(Number.isFinite(value) && value >= 0)) throw new RangeError(`${name}: found ${value}; expected a finite number from 0`);
  }
  const { p05, p50, p95, weight } = figures;
  if (!(p05 <= p50 && p50 <= p95)) throw new RangeError(`quantiles: found ${p05}, ${p50}, ${p95}; expected p05 <= p50 <= p95`);
  if (!(weight > 0 && weight <= 1)) throw new RangeError(`weight: found ${weight}; expected more than 0, at most 1`);
}

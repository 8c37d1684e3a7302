import { betaQuantile } from '../stats/beta-cdf.ts';

/** Runs and, of them, failures. */
export interface RunCounts {
  runs: number;
  failures: number;
}

export interface FailureCounts {
  /** Everything that is remembered of the operation. */
  overall: RunCounts;
  /** The last runs of any hour: what tells a degrading operation from its past. May overlap `overall`. */
  recent: RunCounts;
  /** Runs of the hour (of the day or of the week) that is asked about. */
  hour: RunCounts;
}

export type FailureRisk =
  | { kind: 'not-enough-data'; /** Runs overall. */ have: number; need: number }
  | {
      kind: 'risk';
      /** Probability that the next run at this hour fails, 0..1. */
      risk: number;
      /** Its 90 % credible interval. */
      low: number;
      high: number;
      /** What it rests on: the expectation for any hour, as so many runs, and the counts of this hour. */
      prior: { rate: number; runs: number };
      counts: FailureCounts;
    };

export const RUNS_NEEDED = 20;
/** As many runs as what is known from a wider view counts for: this many runs of its own speak as loud as all the past. */
const PRIOR_RUNS = 20;
/** Jeffreys' prior for a share, Beta(1/2, 1/2): no failure in 20 runs is a risk of 2.4 %, not of zero. */
const JEFFREYS = 0.5;
const TAIL = 0.05;

/**
 * Risk that the next run fails, from three nested views with a beta prior each: the rate of all runs (Jeffreys' prior) is the
 * prior of the recent ones, and what comes of that is the prior of the hour:
 *   rate' = (failures + PRIOR_RUNS * rate) / (runs + PRIOR_RUNS),
 * the mean of Beta(failures + s * rate, runs - failures + s * (1 - rate)) (Gelman et al., Bayesian Data Analysis, 2.4 and 5.3).
 * @throws RangeError when counts are not whole numbers, or there are more failures than runs.
 */
export function failureRisk(counts: FailureCounts): FailureRisk {
  for (const name of ['overall', 'recent', 'hour'] as const) check(name, counts[name]);
  const { overall, recent, hour } = counts;
  if (overall.runs < RUNS_NEEDED) return { kind: 'not-enough-data', have: overall.runs, need: RUNS_NEEDED };
  const past = (overall.failures + JEFFREYS) / (overall.runs + 2 * JEFFREYS);
  const rate = (recent.failures + PRIOR_RUNS * past) / (recent.runs + PRIOR_RUNS);
  const failed = hour.failures + PRIOR_RUNS * rate;
  const passed = hour.runs - hour.failures + PRIOR_RUNS * (1 - rate);
  return {
    kind: 'risk',
    risk: failed / (failed + passed),
    low: betaQuantile(TAIL, failed, passed),
    high: betaQuantile(1 - TAIL, failed, passed),
    prior: { rate, runs: PRIOR_RUNS },
    counts,
  };
}

function check(name: string, { runs, failures }: RunCounts): void {
  const whole = Number.isInteger(runs) && Number.isInteger(failures);
  if (!whole || failures < 0 || failures > runs) {
    throw new RangeError(`${name}: found ${failures} failures of ${runs} runs; expected whole numbers, 0 <= failures <= runs`);
  }
}

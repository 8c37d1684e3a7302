import { predictRun } from '../../lambdas/shared/forecast/duration-prediction.ts';
import { quantile, share } from './figures.ts';
import { normal, random, type Random } from './random.ts';

/**
 * An operation that is simulated run by run: a log-normal duration around a typical one that drifts, has a daily shape and jumps with
 * deployments, plus cold starts. The figures of each are drawn from the seed, so that a bench is not of one lucky operation.
 */
interface Operation {
  /** Log-normal spread of a run. */
  sigma: number;
  /** Spread of the random walk of the logarithm over a day. */
  drift: number;
  /** Half the daily swing, as a share. */
  daily: number;
  coldShare: number;
  coldMs: number;
  /** Runs a day, and days between two deployments. */
  runsPerDay: number;
  deployEvery: number;
}

/** One prediction beside what came. */
interface Tried {
  typical: number;
  actual: number;
  estimate: number;
  low: number;
  high: number;
  /** Peers: the exponential mean, the median of all runs, the run before. */
  mean: number;
  p50: number;
  last: number;
}

export interface DurationFigures {
  name: string;
  /** Share of the predictions within 20 % of the typical duration at that time, ours and the peers'. */
  typical: { ours: number; mean: number; p50: number; last: number };
  /** Share of the single runs that the prediction is within 20 % of; and by an oracle that knows the typical duration. */
  single: { ours: number; oracle: number };
  /** Share of the single runs in the range. */
  covered: number;
  /** Median of high / low. */
  width: number;
}

const RUNS = 600;
const WITHIN = 0.2;
/** The weight of the newest run in the baseline's exponential figures (SPEC 2). */
const WEIGHT = 0.1;

/** Spreads that are measured apart: steady (a template, a lookup), usual, and wild (calls to others) durations. */
const KINDS = [
  { name: 'steady (sigma 0.05 to 0.2)', sigma: [0.05, 0.2] },
  { name: 'usual (sigma 0.2 to 0.5)', sigma: [0.2, 0.5] },
  { name: 'wild (sigma 0.5 to 0.9)', sigma: [0.5, 0.9] },
] as const;

/** Simulates `operations` of each kind and predicts each run from the figures of those before. */
export function measureDurations(operations: number, seed: number): DurationFigures[] {
  return KINDS.map(({ name, sigma: [least, most] }, kind) => {
    const tried = Array.from({ length: operations }, (_, index) => {
      const next = random(seed + 7919 * index + 104_729 * kind);
      return simulate(draw(next, least, most), next);
    }).flat();
    const near = (guess: (run: Tried) => number, truth: (run: Tried) => number): number =>
      share(tried, (run) => Math.abs(guess(run) / truth(run) - 1) <= WITHIN);
    return {
      name,
      typical: {
        ours: near(
          (run) => run.estimate,
          (run) => run.typical,
        ),
        mean: near(
          (run) => run.mean,
          (run) => run.typical,
        ),
        p50: near(
          (run) => run.p50,
          (run) => run.typical,
        ),
        last: near(
          (run) => run.last,
          (run) => run.typical,
        ),
      },
      single: {
        ours: near(
          (run) => run.estimate,
          (run) => run.actual,
        ),
        oracle: near(
          (run) => run.typical,
          (run) => run.actual,
        ),
      },
      covered: share(tried, ({ low, high, actual }) => low <= actual && actual <= high),
      width: quantile(
        tried.map(({ low, high }) => high / low),
        0.5,
      ),
    };
  });
}

function draw(next: Random, least: number, most: number): Operation {
  const between = (low: number, high: number): number => low + next() * (high - low);
  return {
    sigma: between(least, most),
    drift: between(0, 0.1),
    daily: between(0, 0.15),
    coldShare: between(0, 0.05),
    coldMs: between(200, 1500),
    runsPerDay: between(20, 300),
    deployEvery: between(2, 10),
  };
}

function simulate(operation: Operation, next: Random): Tried[] {
  let log = Math.log(50 + 950 * next());
  let mean = 0;
  let variance = 0;
  let last = 0;
  let deployed = 0;
  const sorted: number[] = [];
  const tried: Tried[] = [];
  for (let run = 0; run < RUNS; run++) {
    const day = run / operation.runsPerDay;
    log += (operation.drift / Math.sqrt(operation.runsPerDay)) * normal(next);
    if (Math.floor(day / operation.deployEvery) > deployed) {
      deployed++;
      log += 0.3 * normal(next);
    }
    const typical = Math.exp(log) * (1 + operation.daily * Math.sin(2 * Math.PI * day));
    const cold = next() < operation.coldShare ? operation.coldMs : 0;
    const actual = typical * Math.exp(operation.sigma * normal(next)) + cold;
    const at = (level: number): number => quantileOfSorted(sorted, level);
    if (run > 0) {
      const figures = { count: run, mean, variance, weight: WEIGHT, p05: at(0.05), p50: at(0.5), p95: at(0.95) };
      const found = predictRun(figures);
      if (found.kind === 'prediction') tried.push({ typical, actual, ...found, mean, p50: figures.p50, last });
    }
    // The same running figures as a baseline's: plain while young, then exponential (Finch 2009).
    const weight = Math.max(WEIGHT, 1 / (run + 1));
    const difference = actual - mean;
    mean += weight * difference;
    variance = run === 0 ? 0 : (1 - weight) * (variance + weight * difference ** 2);
    last = actual;
    insert(sorted, actual);
  }
  return tried;
}

function quantileOfSorted(sorted: readonly number[], level: number): number {
  return sorted[Math.round(level * (sorted.length - 1))] ?? Number.NaN;
}

function insert(sorted: number[], value: number): void {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, value);
}

import { random } from '../forecast/random.ts';

/** What the generated metrics look like in a cloud account: by how much they vary over the day, how noisy they are, what else recurs. */
export interface Metric {
  name: string;
  /** Usual value in the middle of the day. */
  base: number;
  /** Bounds on the part of the value that follows the hour of day. */
  daily: readonly [number, number];
  /** Bounds on the relative standard deviation of the noise. */
  noise: readonly [number, number];
  /** Share of the noise that carries over to the next row (0 to 1). */
  memory: number;
  /** Noise multiplies (latency, counts) instead of adding. */
  logNormal: boolean;
  /** Whole numbers drawn around the level (Poisson); most are zero when the level is below one. */
  counted: boolean;
  /** Share of the series with a cron job, and its height in units of the base. */
  cron: { share: number; height: readonly [number, number] };
  /** Unlabelled bursts a day, of `burstHeight` standard deviations of the noise. */
  bursts: number;
  ceiling: number;
}

export const METRICS: readonly Metric[] = [
  {
    name: 'cpu',
    base: 35,
    daily: [0, 0.5],
    noise: [0.03, 0.15],
    memory: 0.5,
    logNormal: false,
    counted: false,
    cron: { share: 0.7, height: [0.5, 1.5] },
    bursts: 1,
    ceiling: 100,
  },
  {
    name: 'requests',
    base: 400,
    daily: [0.3, 0.85],
    noise: [0.03, 0.2],
    memory: 0.4,
    logNormal: true,
    counted: true,
    cron: { share: 0.3, height: [0.5, 2] },
    bursts: 0.5,
    ceiling: Infinity,
  },
  {
    name: 'latency-p95',
    base: 180,
    daily: [0, 0.3],
    noise: [0.08, 0.3],
    memory: 0.3,
    logNormal: true,
    counted: false,
    cron: { share: 0.4, height: [0.5, 2] },
    bursts: 2,
    ceiling: Infinity,
  },
  {
    name: 'errors',
    base: 0.6,
    daily: [0, 0.7],
    noise: [0.1, 0.5],
    memory: 0.5,
    logNormal: true,
    counted: true,
    cron: { share: 0.2, height: [8, 16] },
    bursts: 0.5,
    ceiling: Infinity,
  },
  {
    name: 'queue-depth',
    base: 12,
    daily: [0.2, 0.8],
    noise: [0.2, 0.5],
    memory: 0.8,
    logNormal: true,
    counted: true,
    cron: { share: 0.6, height: [4, 12] },
    bursts: 0.7,
    ceiling: Infinity,
  },
  {
    name: 'memory',
    base: 55,
    daily: [0, 0.15],
    noise: [0.005, 0.03],
    memory: 0.9,
    logNormal: false,
    counted: false,
    cron: { share: 0.2, height: [0.1, 0.3] },
    bursts: 0.2,
    ceiling: 100,
  },
];

const MINUTES_PER_DAY = 24 * 60;

/** A healthy series, as functions of the row, so that an incident can change any part before the values are drawn. */
export interface CloudSeries {
  metric: Metric;
  stepMinutes: number;
  rows: number;
  /** Level of a row without cron job, burst or noise. */
  level: (row: number) => number;
  /** Height of the cron job in this row; 0 out of its slot. */
  cron: (row: number) => number;
  /** First row of each slot of the cron job. */
  slots: readonly number[];
  /** Part of the level that follows the hour of day. */
  daily: number;
  /** Relative standard deviation of the noise. */
  noise: number;
  /** Bursts by row, in units of the level. */
  bursts: ReadonlyMap<number, number>;
  next: () => number;
}

export const between = (next: () => number, [low, high]: readonly [number, number]): number => low + (high - low) * next();
export const gaussian = (next: () => number): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

/** Starts on a Monday, 00:00. */
export function cloudSeries(metric: Metric, stepMinutes: number, rows: number, seed: number): CloudSeries {
  const next = random(seed);
  const daily = between(next, metric.daily);
  const weekend = between(next, [0.4, 1]);
  const peak = between(next, [9, 20]);
  const second = between(next, [0, 0.5]);
  const noise = between(next, metric.noise);
  const base = metric.base * Math.exp(0.5 * gaussian(next));
  // A deployment is legitimate and lasts: half of the series see one or two, of 8 to 25 % up or down.
  const deployments = Array.from({ length: Math.floor(4 * next() * next()) }, () => ({
    row: Math.floor(rows * between(next, [0.1, 0.95])),
    factor: 1 + (next() < 0.5 ? -1 : 1) * between(next, [0.08, 0.25]),
  }));
  const level = (row: number): number => {
    const minutes = row * stepMinutes;
    const hour = (minutes / 60) % 24;
    const day = Math.floor(minutes / MINUTES_PER_DAY) % 7;
    const angle = (2 * Math.PI * (hour - peak)) / 24;
    const shape = 1 - daily * (0.5 - (0.5 * (Math.cos(angle) + second * Math.cos(2 * angle))) / (1 + second));
    const shift = deployments.reduce((product, { row: from, factor }) => (row >= from ? product * factor : product), 1);
    return base * shape * (day >= 5 ? 1 - daily * (1 - weekend) : 1) * shift;
  };

  const withCron = next() < metric.cron.share;
  const every = ([60, 6 * 60, MINUTES_PER_DAY, MINUTES_PER_DAY] as const)[Math.floor(4 * next())] ?? MINUTES_PER_DAY;
  // A job must be shorter than its period and a slot must hold a row of its own.
  const period = Math.max(every, 6 * stepMinutes);
  const offset = between(next, [0, period]);
  const height = base * between(next, metric.cron.height);
  const lasts = Math.max(1, Math.round(between(next, [5, Math.min(40, period / 3)]) / stepMinutes));
  const slots: number[] = [];
  const heights = new Map<number, number>();
  for (let minute = withCron ? offset : Infinity; minute < rows * stepMinutes; minute += period) {
    const first = Math.floor((minute + between(next, [0, 2])) / stepMinutes);
    const strength = height * (1 + 0.1 * gaussian(next));
    slots.push(first);
    for (let row = first; row < first + lasts; row++) heights.set(row, strength);
  }

  const bursts = new Map<number, number>();
  const expected = (metric.bursts * rows * stepMinutes) / MINUTES_PER_DAY;
  for (let burst = 0; burst < expected; burst++) {
    const first = Math.floor(rows * next());
    const length = 1 + Math.floor(3 * next() * next());
    // Heavy-tailed, mostly 2 to 5 standard deviations of the noise.
    const tall = noise * Math.min(2 / Math.sqrt(1 - next()), 8);
    for (let row = first; row < first + length; row++) bursts.set(row, tall);
  }
  return { metric, stepMinutes, rows, level, cron: (row) => heights.get(row) ?? 0, slots, daily, noise, bursts, next };
}

import { between, type CloudSeries } from './cloud-series.ts';

/** What an incident does to the rows that it lasts; anything left out stays healthy. */
export interface Effect {
  /** On the level; `done` runs from 0 to 1 over the incident. */
  factor?: (done: number) => number;
  /** Reads the level this many rows away, as if the clock were wrong. */
  shift?: number;
  noise?: number;
  withoutCron?: boolean;
  frozen?: boolean;
}

export interface Incident {
  kind: string;
  first: number;
  /** Last row of the incident itself. */
  last: number;
  effect: Effect;
}

interface Kind {
  kind: string;
  /** Metrics in which it happens. */
  metrics: readonly string[];
  /** Bounds on its length, minutes (a row at least). */
  minutes: readonly [number, number];
  /** Left out: in every series of these metrics. */
  possible?: (series: CloudSeries) => boolean;
  effect: (series: CloudSeries) => Effect;
}

const either = (series: CloudSeries, up: number, down: number): number => (series.next() < 0.6 ? up : down);
/** A change must leave the noise: 4 to 8 of its standard deviations, and never less than the bound. */
const clear = (series: CloudSeries, least: number): number => Math.max(least, between(series.next, [4, 8]) * series.noise);

const KINDS: readonly Kind[] = [
  {
    kind: 'level shift',
    metrics: ['cpu', 'requests', 'latency-p95', 'errors', 'queue-depth', 'memory'],
    minutes: [120, 900],
    effect: (series) => {
      const size = clear(series, 0.4) * (series.metric.counted && series.metric.base < 5 ? 4 : 1);
      const factor = either(series, 1 + size, 1 / (1 + size));
      return { factor: () => (series.metric.base < 5 ? 1 + size : factor) };
    },
  },
  {
    kind: 'latency ramp',
    metrics: ['latency-p95', 'queue-depth'],
    minutes: [180, 600],
    effect: (series) => {
      const size = clear(series, 1);
      return { factor: (done) => 1 + size * done };
    },
  },
  {
    kind: 'spike',
    metrics: ['cpu', 'requests', 'latency-p95', 'errors', 'queue-depth'],
    minutes: [10, 60],
    effect: (series) => {
      const size = clear(series, 1) * (series.metric.base < 5 ? 8 : 1.5);
      return { factor: () => 1 + size };
    },
  },
  { kind: 'flatline', metrics: ['cpu', 'requests', 'latency-p95', 'memory'], minutes: [240, 900], effect: () => ({ frozen: true }) },
  {
    kind: 'outage',
    metrics: ['requests'],
    minutes: [15, 120],
    effect: () => ({ factor: () => 0, withoutCron: true }),
  },
  {
    kind: 'missing cron spike',
    metrics: ['cpu', 'queue-depth', 'requests', 'latency-p95'],
    // The longest period of a cron job, so that one slot at least is missed.
    minutes: [24 * 60, 24 * 60],
    possible: (series) => series.slots.length > 0,
    effect: () => ({ withoutCron: true }),
  },
  {
    kind: 'variance change',
    metrics: ['cpu', 'latency-p95', 'memory', 'requests'],
    minutes: [360, 1200],
    effect: (series) => ({ noise: between(series.next, [3, 6]) }),
  },
  {
    kind: 'slow leak',
    metrics: ['memory'],
    minutes: [720, 2160],
    effect: (series) => {
      const size = clear(series, 0.3);
      return { factor: (done) => 1 + size * done };
    },
  },
  {
    kind: 'seasonal break',
    metrics: ['requests', 'queue-depth', 'cpu'],
    minutes: [960, 1440],
    // Flatter days cannot be told from one another.
    possible: (series) => series.daily > 0.3,
    effect: (series) => ({ shift: Math.round((between(series.next, [6, 12]) * 60) / series.stepMinutes) }),
  },
];

/** Incidents of a series begin after this share of it, so that there is something to learn first. */
const HEALTHY_SHARE = 0.2;

/** Up to `count` incidents in order, each in a stretch of its own, with room after it to recover. */
export function drawIncidents(series: CloudSeries, count: number): Incident[] {
  const { rows, stepMinutes, next } = series;
  const kinds = KINDS.filter(({ metrics, possible }) => metrics.includes(series.metric.name) && (possible?.(series) ?? true));
  const stretch = Math.floor((rows * (1 - HEALTHY_SHARE)) / count);
  return Array.from({ length: count }, (_, index) => {
    const { kind, minutes, effect } = kinds[Math.floor(next() * kinds.length)] as Kind;
    const length = Math.min(Math.max(1, Math.round(between(next, minutes) / stepMinutes)), Math.floor(stretch / 3));
    let first = Math.floor(HEALTHY_SHARE * rows) + index * stretch + Math.floor(next() * stretch * 0.5);
    // A job that does not run is news only when it should have.
    if (kind === 'missing cron spike') first = series.slots.find((slot) => slot >= first) ?? first;
    return { kind, first, last: Math.min(first + length, rows) - 1, effect: effect(series) };
  });
}

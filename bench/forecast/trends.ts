import { createTrendHistory, type TrendToLimit } from '../../lambdas/shared/forecast/trend-to-limit.ts';
import { HOUR_MS, MINUTE_MS } from '../../lambdas/shared/time.ts';
import { normal, random, type Random } from './random.ts';
import { quantile, share } from './figures.ts';

/** A kind of series that the trend is asked about: history of `hours` with a point each `stepMinutes`, and a limit of 100. */
interface Scenario {
  name: string;
  hours: number;
  stepMinutes: number;
  /** When it truly crosses, in hours after the history; null: never, as far as anyone can know. */
  truth: number | null;
  value: (hour: number, noise: (correlation: number) => number) => number;
}

const LIMIT = 100;
const day = (hour: number): number => Math.sin((2 * Math.PI * hour) / 24);
/** From 50 at the start to the limit two thirds of the history after its end: slope 50 / (hours * 5/3). */
const leak = (hour: number, hours: number): number => 50 + (50 * hour) / (hours * (5 / 3));

const SCENARIOS: readonly Scenario[] = [
  { name: 'flat, white noise', hours: 3, stepMinutes: 1, truth: null, value: (_, noise) => 60 + 5 * noise(0) },
  { name: 'flat, neighbours correlated 0.9', hours: 3, stepMinutes: 1, truth: null, value: (_, noise) => 60 + 5 * noise(0.9) },
  { name: 'random walk', hours: 3, stepMinutes: 1, truth: null, value: (_, noise) => 60 + 20 * noise(0.999) },
  { name: 'one jump', hours: 3, stepMinutes: 1, truth: null, value: (hour, noise) => (hour < 1.7 ? 50 : 75) + 3 * noise(0) },
  { name: 'daily shape, 7 days', hours: 168, stepMinutes: 5, truth: null, value: (hour, noise) => 60 + 15 * day(hour) + 5 * noise(0.5) },
  {
    name: 'daily shape, its rising 6 hours',
    hours: 6,
    stepMinutes: 1,
    truth: null,
    value: (hour, noise) => 60 + 25 * day(hour - 3) + 3 * noise(0),
  },
  { name: 'leak, white noise', hours: 3, stepMinutes: 1, truth: 2, value: (hour, noise) => leak(hour, 3) + 5 * noise(0) },
  { name: 'leak, correlated 0.8', hours: 3, stepMinutes: 1, truth: 2, value: (hour, noise) => leak(hour, 3) + 5 * noise(0.8) },
  { name: 'leak, correlated 0.95', hours: 3, stepMinutes: 1, truth: 2, value: (hour, noise) => leak(hour, 3) + 5 * noise(0.95) },
  {
    name: 'leak that begins after two of three hours',
    hours: 3,
    stepMinutes: 1,
    truth: 1,
    value: (hour, noise) => 60 + 20 * Math.max(0, hour - 2) + 3 * noise(0),
  },
  {
    name: 'leak on a daily shape, 7 days',
    hours: 168,
    stepMinutes: 5,
    // 50 + 50 h / 280 + 10 sin(2 pi h / 24) = 100 first at h = 242.8.
    truth: 74.8,
    value: (hour, noise) => leak(hour, 168) + 10 * day(hour) + 5 * noise(0.5),
  },
];

export interface TrendFigures {
  name: string;
  /** Share of the runs that say crosses. */
  crosses: number;
  /** Of the leaks: share of the crossings whose range holds the truth, and the median error of the time left, as a share of it. */
  held: number | null;
  error: number | null;
}

/** Runs each scenario `runs` times. */
export function measureTrends(runs: number, seed: number): TrendFigures[] {
  return SCENARIOS.map((scenario, index) => {
    const found = Array.from({ length: runs }, (_, run) => once(scenario, random(seed + 7919 * run + 104_729 * index)));
    const crossing = found.flatMap((verdict) => (verdict.kind === 'crosses' ? [verdict] : []));
    const { truth, hours } = scenario;
    const at = (hours + (truth ?? 0)) * HOUR_MS;
    return {
      name: scenario.name,
      crosses: crossing.length / runs,
      held: truth === null ? null : share(crossing, ({ earliest, latest }) => earliest <= at && at <= latest),
      error:
        truth === null
          ? null
          : quantile(
              crossing.map((verdict) => Math.abs(verdict.at - at) / (truth * HOUR_MS)),
              0.5,
            ),
    };
  });
}

function once({ hours, stepMinutes, value }: Scenario, next: Random): TrendToLimit {
  const history = createTrendHistory({ windowMs: hours * HOUR_MS });
  let last = 0;
  // Unit variance at any correlation, from its own distribution on.
  let started = false;
  const noise = (correlation: number): number => {
    last = started ? correlation * last + Math.sqrt(1 - correlation ** 2) * normal(next) : normal(next);
    started = true;
    return last;
  };
  for (let minute = 0; minute < hours * 60; minute += stepMinutes) history.observe(minute * MINUTE_MS, value(minute / 60, noise));
  return history.toLimit({ value: LIMIT, reachedBy: 'rising' });
}

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lambdas/shared/time.ts';
import { poisson } from './poisson.ts';
import { unitHash } from './unit-hash.ts';

/**
 * How often functions are called: the shares of "Serverless in the Wild" (Shahrad et al., USENIX ATC 2020, figure 5): 45 % of the
 * applications are invoked at most once an hour on average, 81 % at most once a minute. Within a class the rates are spread evenly
 * on a logarithmic scale; the busiest class ends at 1,000 a minute.
 */
const CLASSES = [
  { share: 0.45, perMinute: [1 / 1440, 1 / 60] },
  { share: 0.36, perMinute: [1 / 60, 1] },
  { share: 0.19, perMinute: [1, 1000] },
] as const;

/** Functions whose owners gave them a high priority, so that they are polled every minute whatever they do. */
const HIGH_PRIORITY_SHARE = 0.01;

/** An incident (everything four times as slow) of half an hour comes to a function once in so many days, a rollout of an hour as often. */
const INCIDENT_EVERY_DAYS = 30;
const INCIDENT_MINUTES = 30;
const ROLLOUT_MINUTES = 60;

/** How far the day moves the rate up and down. */
const DAILY_AMPLITUDE = 0.6;

export interface ModelFunction {
  index: number;
  name: string;
  priority: 'normal' | 'high';
  perMinute: number;
  /** Median duration, ms. */
  typicalMs: number;
}

/** What one minute of one function looked like; null: nobody called. */
export interface ModelMinute {
  invocations: number;
  errors: number;
  concurrency: number;
  p50: number;
  p95: number;
  p99: number;
  mean: number;
  max: number;
}

/** A fleet of so many functions, the same one for the same seed; its minutes are computed when they are asked for. */
export function modelFleet(count: number, seed: number) {
  const functions = Array.from({ length: count }, (_, index) => modelFunction(index, count, seed));
  const byName = new Map(functions.map((each) => [each.name, each]));
  return {
    functions,
    get(name: string): ModelFunction {
      const found = byName.get(name);
      if (found === undefined) throw new Error(`the model has no function ${name}`);
      return found;
    },
    minute: (of: ModelFunction, at: number): ModelMinute | null => modelMinute(of, at, seed),
    inRollout: (of: ModelFunction, at: number): boolean => isWithin(of, at, seed, 'rollout', ROLLOUT_MINUTES),
  };
}
export type ModelFleet = ReturnType<typeof modelFleet>;

function modelFunction(index: number, count: number, seed: number): ModelFunction {
  // Even shares instead of drawn ones: a small fleet has the distribution of a large one.
  let place = (index + 0.5) / count;
  let perMinute = 0;
  for (const {
    share,
    perMinute: [low, high],
  } of CLASSES) {
    if (place < share) {
      perMinute = low * (high / low) ** (place / share);
      break;
    }
    place -= share;
  }
  return {
    index,
    name: `function-${String(index).padStart(5, '0')}`,
    priority: unitHash(seed, index, 0, 'priority') < HIGH_PRIORITY_SHARE ? 'high' : 'normal',
    perMinute,
    typicalMs: 10 * 100 ** unitHash(seed, index, 0, 'duration'),
  };
}

/** Whether the minute lies in the function's incident or rollout, of which there is one in each period of {@link INCIDENT_EVERY_DAYS}. */
function isWithin({ index }: ModelFunction, at: number, seed: number, what: string, minutes: number): boolean {
  const period = INCIDENT_EVERY_DAYS * DAY_MS;
  const start = unitHash(seed, index, Math.floor(at / period), what) * (period - minutes * MINUTE_MS);
  const into = (at % period) - start;
  return into >= 0 && into < minutes * MINUTE_MS;
}

function modelMinute(of: ModelFunction, at: number, seed: number): ModelMinute | null {
  const minute = at / MINUTE_MS;
  const phase = (2 * Math.PI * (at % DAY_MS)) / (24 * HOUR_MS);
  const expected = of.perMinute * (1 - DAILY_AMPLITUDE * Math.cos(phase));
  const draw = (what: string): number => unitHash(seed, of.index, minute, what);
  const invocations = poisson(expected, draw('calls'), draw('calls-2'));
  if (invocations === 0) return null;
  const slow = isWithin(of, at, seed, 'incident', INCIDENT_MINUTES) ? 4 : 1;
  // The percentiles of few calls scatter more.
  const noise = (what: string): number => Math.exp((0.05 + 0.4 / Math.sqrt(invocations)) * 2 * (draw(what) - 0.5));
  const p50 = slow * of.typicalMs * noise('p50');
  const p95 = p50 * (1 + 0.7 * noise('p95'));
  const p99 = p95 * (1 + 0.3 * noise('p99'));
  return {
    invocations,
    errors: poisson(invocations * 0.001, draw('errors'), draw('errors-2')),
    concurrency: Math.max(1, Math.ceil((invocations * p50) / MINUTE_MS)),
    p50,
    p95,
    p99,
    mean: 1.1 * p50,
    max: invocations < 20 ? p99 : 1.5 * p99,
  };
}

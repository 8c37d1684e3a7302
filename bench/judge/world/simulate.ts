import { poisson } from '../../cost/poisson.ts';
import type { Random } from '../../forecast/random.ts';
import { binomial } from './binomial.ts';
import { COLD, coldStarts } from './cold-starts.ts';
import { type ArmConditions, conditions } from './conditions.ts';
import { type Durations, heavyTailed, withSlowerTail } from './durations.ts';
import { addDuration, addRequests, addUp, emptyHistogram, type Histogram } from './histogram.ts';
import type { Scenario, World } from './scenario.ts';

/** One version in one minute, as its metrics will show it. */
export interface ArmMinute {
  requests: number;
  errors: number;
  durations: Histogram;
}

export interface RolloutMinute {
  weight: number;
  canary: ArmMinute;
  stable: ArmMinute;
}

export interface SimulatedRollout {
  /** The stable version alone, before the rollout. */
  baseline: ArmMinute[];
  minutes: RolloutMinute[];
}

/** The slow part of the requests that `Change.tail` slows down. */
const TAIL_SHARE = 0.1;
/** A request that fails at once, and one that fails by a time-out. */
const FAST_MS = 5;
const TIMEOUT_MS = 3000;

const known = new Map<number, Durations>();
/** Tables are made once a spread. */
function durationsOf(sigma: number): Durations {
  const found = known.get(sigma) ?? heavyTailed(sigma);
  known.set(sigma, found);
  return found;
}

export const IDLE: ArmMinute = { requests: 0, errors: 0, durations: emptyHistogram() };

/**
 * One rollout with its baseline. Arrivals are Poisson, routing and failures are coins, durations come as a histogram a minute: counts that
 * are distributed as those of single requests would be, at a cost that hardly grows with the traffic.
 *
 * @param requestsPerMinute of both versions together.
 * @param next the only source of chance: the same numbers give the same rollout.
 */
export function simulate({ world, change }: Scenario, requestsPerMinute: number, next: Random): SimulatedRollout {
  const weights = world.steps.flatMap(({ weight, minutes }) => Array.from({ length: minutes }, () => weight));
  const first = weights[0] as number;
  const healthy = durationsOf(world.sigma);
  const changed = change.tail === 1 ? healthy : withSlowerTail(healthy, TAIL_SHARE, change.tail);
  const cold = { canary: coldStarts(0, next), stable: coldStarts(requestsPerMinute, next) };
  const lag = world.skew > 0 ? 1 : 0;

  const drawn = conditions(world, change, weights.length + lag, next).map(({ traffic, canary, stable }, index): RolloutMinute => {
    const minute = index - world.baselineMinutes;
    const weight = minute < 0 ? 0 : (weights[minute] ?? first);
    const expected = requestsPerMinute * traffic;
    const differs = minute >= change.from;
    const { canary: toCanary, stable: toStable } = route(world, expected, weight, differs ? change.served : 1, { canary, stable }, next);
    const toldCold = {
      canary: weight === 0 ? 0 : cold.canary(toCanary.requests, expected * weight),
      stable: cold.stable(toStable.requests, expected * (1 - weight)),
    };
    return {
      weight,
      canary: draw(toCanary, toldCold.canary, canary.latency, differs ? changed : healthy, world.failures, next),
      stable: draw(toStable, toldCold.stable, stable.latency, healthy, world.failures, next),
    };
  });

  const baseline = drawn.slice(0, world.baselineMinutes).map(({ stable }) => stable);
  const rollout = lagging(drawn.slice(world.baselineMinutes), world.skew, next);
  return { baseline, minutes: rollout.map((minute) => lose(minute, world.lost, next)) };
}

type Counts = Pick<ArmMinute, 'requests' | 'errors'>;

/** Sends a minute's requests to the versions, and what fails and is retried once more. */
function route(
  world: World,
  expected: number,
  weight: number,
  served: number,
  arms: { canary: ArmConditions; stable: ArmConditions },
  next: Random,
): { canary: Counts; stable: Counts } {
  const sums = { canary: { requests: 0, errors: 0 }, stable: { requests: 0, errors: 0 } };
  let coming = expected === 0 ? 0 : poisson(expected, next(), next());
  for (let round = 0; coming > 0 && round <= (world.retries?.rounds ?? 0); round++) {
    const routed = binomial(coming, weight, next);
    const requests = { canary: served === 1 ? routed : binomial(routed, served, next), stable: coming - routed };
    const errors = {
      canary: binomial(requests.canary, arms.canary.errors, next),
      stable: binomial(requests.stable, arms.stable.errors, next),
    };
    for (const arm of ['canary', 'stable'] as const) {
      sums[arm].requests += requests[arm];
      sums[arm].errors += errors[arm];
    }
    coming = world.retries === null ? 0 : binomial(errors.canary + errors.stable, world.retries.chance, next);
  }
  return sums;
}

/** Draws the durations of one version's minute. */
function draw(
  { requests, errors }: Counts,
  cold: number,
  latency: number,
  durations: Durations,
  failures: World['failures'],
  next: Random,
): ArmMinute {
  const histogram = emptyHistogram();
  const apart = failures === 'as-others' ? 0 : errors;
  if (apart > 0) addDuration(histogram, failures === 'fast' ? FAST_MS : TIMEOUT_MS, apart);
  const slow = Math.min(cold, requests - apart);
  addRequests(histogram, slow, durations, latency + Math.log(COLD.factor), next);
  addRequests(histogram, requests - apart - slow, durations, latency, next);
  return { requests, errors, durations: histogram };
}

/** Figures of the canary by a clock that lags: the rest of each minute and the beginning of the next. */
function lagging(minutes: readonly RolloutMinute[], skew: number, next: Random): RolloutMinute[] {
  if (skew === 0) return [...minutes];
  const parts = minutes.map(({ canary }) => split(canary, skew, next));
  return minutes.slice(0, -1).map((minute, index) => {
    const rest = (parts[index] as [ArmMinute, ArmMinute])[1];
    const beginning = (parts[index + 1] as [ArmMinute, ArmMinute])[0];
    const requests = rest.requests + beginning.requests;
    return {
      ...minute,
      canary: {
        requests,
        errors: Math.min(requests, rest.errors + beginning.errors),
        durations: addUp([rest.durations, beginning.durations]),
      },
    };
  });
}

/** Deals the requests of a minute to its first `share` and the rest. */
function split({ errors, durations }: ArmMinute, share: number, next: Random): [ArmMinute, ArmMinute] {
  const first = durations.map((count) => binomial(count, share, next));
  const rest = durations.map((count, bin) => count - (first[bin] as number));
  const early = binomial(errors, share, next);
  const sum = (histogram: Histogram): number => histogram.reduce((all, count) => all + count, 0);
  return [
    { requests: sum(first), errors: early, durations: first },
    { requests: sum(rest), errors: errors - early, durations: rest },
  ];
}

/** A minute whose metrics didn't arrive reads as one without requests. */
function lose(minute: RolloutMinute, { both, canary }: World['lost'], next: Random): RolloutMinute {
  if (both > 0 && next() < both) return { ...minute, canary: IDLE, stable: IDLE };
  if (canary > 0 && next() < canary) return { ...minute, canary: IDLE };
  return minute;
}

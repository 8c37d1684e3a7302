import { normal, type Random } from '../../forecast/random.ts';
import type { Change, World } from './scenario.ts';

/** What one version meets in a minute. */
export interface ArmConditions {
  /** Shift of ln(duration). */
  latency: number;
  errors: number;
}

/** One minute, before a single request is drawn. */
export interface Conditions {
  /** Factor on the traffic. */
  traffic: number;
  canary: ArmConditions;
  stable: ArmConditions;
}

const MINUTES_OF_DAY = 24 * 60;

/** A stationary autoregressive series of standard deviation 1. */
function wandering(memory: number, next: Random): () => number {
  let value = normal(next);
  return () => {
    value = memory * value + Math.sqrt(1 - memory ** 2) * normal(next);
    return value;
  };
}

/** Error rate of the burst that a minute lies in, 0 outside of bursts. */
function bursting(bursts: World['bursts'], next: Random): () => number {
  let on = false;
  return () => {
    if (bursts === null) return 0;
    on = next() < (on ? 1 - 1 / bursts.minutes : bursts.begin);
    return on ? bursts.errors : 0;
  };
}

/**
 * The conditions of each minute, from `-world.baselineMinutes` on to `until` (exclusive): one stretch of the same process, so that the
 * baseline differs from the rollout only as an hour differs from the next.
 */
export function conditions(world: World, change: Change, until: number, next: Random): Conditions[] {
  const { load, daily, drift, shared, armNoise } = world;
  const wander = load === null ? () => 0 : wandering(load.memory, next);
  const burst = bursting(world.bursts, next);
  const drifts = { canary: drift && wandering(drift.memory, next), stable: drift && wandering(drift.memory, next) };
  const noon = next() * MINUTES_OF_DAY;
  const minutes: Conditions[] = [];
  for (let minute = -world.baselineMinutes; minute < until; minute++) {
    const busy = load === null ? 0 : load.spread * wander();
    const sine = daily === null ? 0 : Math.sin((2 * Math.PI * (minute - noon)) / MINUTES_OF_DAY);
    const both = shared !== null && minute >= shared.from && minute < shared.from + shared.minutes ? shared : null;
    const changed = minute >= Math.max(0, change.from);
    const latency = busy * (load?.latency ?? 0) + Math.log1p(sine * (daily?.latency ?? 0)) + Math.log(both?.latency ?? 1);
    const more = burst() + (both?.errors ?? 0);
    const arm = (version: 'canary' | 'stable'): ArmConditions => {
      const own =
        (armNoise === 0 ? 0 : armNoise * normal(next)) + (drift === null ? 0 : drift.spread * (drifts[version] as () => number)());
      const differs = version === 'canary' && changed;
      const rate = (differs ? change.errors : null) ?? world.errors;
      const shock = busy * (load?.errors ?? 0) + (armNoise === 0 ? 0 : armNoise * normal(next));
      return { latency: latency + own + (differs ? Math.log(change.latency) : 0), errors: Math.min(1, rate * Math.exp(shock) + more) };
    };
    minutes.push({
      // Mean 1: the expectation of e^busy is e^(spread^2 / 2).
      traffic:
        world.stopsAt !== null && minute >= world.stopsAt
          ? 0
          : Math.exp(busy - (load?.spread ?? 0) ** 2 / 2) * (1 + sine * (daily?.traffic ?? 0)),
      canary: arm('canary'),
      stable: arm('stable'),
    });
  }
  return minutes;
}

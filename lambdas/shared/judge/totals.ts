import type { Observation } from '../contract/records.ts';

export interface ArmTotals {
  requests: number;
  errors: number;
  above: number[];
}

/** Sums over the judged minutes. */
export interface Totals {
  minutes: number;
  canary: ArmTotals;
  stable: ArmTotals;
  /** Requests that the canary's weights gave it, of all that came. */
  expectedCanary: number;
}

/** Adds up the observations, both arms by themselves. */
export function totals(observations: readonly Observation[]): Totals {
  const sum = (arm: 'canary' | 'stable'): ArmTotals => {
    const levels = observations[0]?.[arm].above.length ?? 0;
    return {
      requests: observations.reduce((all, observation) => all + observation[arm].requests, 0),
      errors: observations.reduce((all, observation) => all + observation[arm].errors, 0),
      above: Array.from({ length: levels }, (_, level) =>
        observations.reduce((all, observation) => all + (observation[arm].above[level] as number), 0),
      ),
    };
  };
  const expectedCanary = observations.reduce((all, { weight, canary, stable }) => all + weight * (canary.requests + stable.requests), 0);
  return { minutes: observations.length, canary: sum('canary'), stable: sum('stable'), expectedCanary };
}

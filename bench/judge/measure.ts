import { PROFILE_SETTINGS } from '../../lambdas/shared/contract/settings.ts';
import { judgePolicy } from '../../lambdas/shared/judge/policy.ts';
import { wealthByMinute } from '../../lambdas/shared/judge/wealth-by-minute.ts';
import { random, type Scenario, simulate } from './simulate.ts';

export interface Measured {
  /** Share of the runs that are rolled back for harm. */
  harm: number;
  /** Median minute of the conviction among those; null: none. */
  harmMinute: number | null;
  /** Share of the runs that are promoted: passed and never convicted up to the end. */
  pass: number;
  passMinute: number | null;
}

const median = (values: readonly number[]): number | null => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;

/** Runs a scenario `runs` times and counts the verdicts; run i draws from `seed` + i. */
export function measure(scenario: Scenario, runs: number, seed: number): Measured {
  const harmed: number[] = [];
  const passed: number[] = [];
  for (let run = 0; run < runs; run++) {
    const { baseline, observations } = simulate(scenario, random(seed + run * 7919));
    const wealth = wealthByMinute(baseline, observations, {
      ...judgePolicy(PROFILE_SETTINGS.basic),
      margin: scenario.margin,
      horizonMinutes: observations.length,
    });
    const conviction = wealth.findIndex((minute) => minute.harmed);
    if (conviction >= 0) {
      harmed.push(conviction + 1);
      continue;
    }
    const pass = wealth.findIndex((minute) => minute.passed);
    if (pass >= 0) passed.push(pass + 1);
  }
  return { harm: harmed.length / runs, harmMinute: median(harmed), pass: passed.length / runs, passMinute: median(passed) };
}

import { QUIET, SAME, type Change, type Scenario, type World } from './world/scenario.ts';

const HORIZONS = [45, 60] as const;
const FIRST_STEPS = [5, 10] as const;
/** A sample fleet on one machine: a baseline of 30 minutes, no errors but the trap's, minutes a little noisy in both arms and in each. */
const FLEET: Partial<World> = {
  baselineMinutes: 30,
  errors: 0,
  armNoise: 0.03,
  load: { memory: 0, spread: 0.1, latency: 1, errors: 0 },
};

interface Case {
  name: string;
  title: string;
  world?: Partial<World>;
  change?: Partial<Change>;
  rates: readonly number[];
}

/** Larger gains pass no sooner than -50 %: what takes longest is to show that the canary serves its share of the requests. */
const CASES: readonly Case[] = [
  { name: 'gain', title: 'code gain: latency -50 %', change: { latency: 0.5 }, rates: [100, 120, 150, 200, 300] },
  { name: 'still-0.3', title: 'tuning that changes nothing, sigma .3', world: { sigma: 0.3 }, rates: [150, 200, 300] },
  { name: 'still-0.5', title: 'tuning that changes nothing, sigma .5', rates: [150, 200, 300] },
  { name: 'trap-20', title: 'trap: 20 % errors', change: { errors: 0.2 }, rates: [100, 300] },
  { name: 'trap-100', title: 'trap: all requests fail', change: { errors: 1 }, rates: [100, 300] },
];

/** Every case at each rate, horizon and length of the first step. */
export const EMBEDDED: readonly { scenario: Scenario; requestsPerMinute: number }[] = CASES.flatMap(
  ({ name, title, world, change, rates }) =>
    rates.flatMap((requestsPerMinute) =>
      HORIZONS.flatMap((horizon) =>
        FIRST_STEPS.map((first) => ({
          requestsPerMinute,
          scenario: {
            name: `embedded ${name} ${horizon}/${first}`,
            title,
            why: 'How many requests a telemetry minute the sample fleet needs for its verdicts.',
            kind: 'still' as const,
            world: {
              ...QUIET,
              ...FLEET,
              ...world,
              steps: [
                { weight: 0.1, minutes: first },
                { weight: 0.5, minutes: horizon - first },
              ],
            },
            change: { ...SAME, ...change },
          },
        })),
      ),
    ),
);

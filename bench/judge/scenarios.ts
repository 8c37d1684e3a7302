import { type Scenario, STILL } from './simulate.ts';

export interface Published {
  name: string;
  scenario: Scenario;
  /** Figures of the prototype, as published. */
  harm: string;
  pass: string | null;
}

const published = (name: string, change: Partial<Scenario>, harm: string, pass: string | null = null): Published => ({
  name,
  scenario: { ...STILL, ...change },
  harm,
  pass,
});
const errors = (stable: number, canary: number): Pick<Scenario, 'errors'> => ({ errors: { stable, canary } });

const STEPPED = [
  { weight: 0.1, minutes: 10 },
  { weight: 0.5, minutes: 50 },
];
const faster = (requestsPerMinute: number, stepped: boolean): Partial<Scenario> => ({
  requestsPerMinute,
  latency: 0.7,
  ...errors(0, 0),
  steps: stepped ? STEPPED : STILL.steps,
});

/** Weight 10 %, 60 minutes; 10 requests a second unless the name says otherwise. */
export const PUBLISHED: readonly Published[] = [
  published('no change', {}, '0'),
  published('no change, 1 rps', { requestsPerMinute: 60 }, '0'),
  published('no change, 0.1 rps', { requestsPerMinute: 6 }, '.4'),
  published('no change, both arms 20 % noisy together', { commonNoise: 0.2 }, '0'),
  published('no change, each arm 10 % noisy', { noise: 0.1 }, '0'),
  published('no change, each arm 20 % noisy', { noise: 0.2 }, '.4'),
  published('+5 % latency (inside the margin)', { latency: 1.05 }, '0'),
  published('+10 % (the margin)', { latency: 1.1 }, '.1'),
  published('latency +20 %', { latency: 1.2 }, '89 @24'),
  published('latency +50 %', { latency: 1.5 }, '100 @6'),
  published('latency +50 %, 1 rps', { latency: 1.5, requestsPerMinute: 60 }, '94 @22'),
  published('errors .1 to .5 %', errors(0.001, 0.005), '46 @37'),
  published('errors 0 to 1 %', errors(0, 0.01), '100 @9'),
  published('errors 1 to 2 %', errors(0.01, 0.02), '85 @32'),
  published('half of all requests fail', errors(0.001, 0.5), '100 @2'),
  published('half of all requests fail, 0.1 rps', { requestsPerMinute: 6, ...errors(0.001, 0.5) }, '100 @18'),
  published('throughput -20 %', { served: 0.8 }, '100 @21'),
  published('latency -30 % must pass', { latency: 0.7 }, '–', '98 @27'),
  published('latency -30 %, error-free, 60 a minute, 10 then 50 %', faster(60, true), '–', '67 (with the restart)'),
  published('latency -30 %, error-free, 120 a minute, 10 then 50 %', faster(120, true), '–', '97 (with the restart)'),
  published('latency -30 %, error-free, 300 a minute, 10 then 50 %', faster(300, true), '–', '100 (with the restart)'),
  published('latency -30 %, error-free, 300 a minute, 10 %', faster(300, false), '–', '91'),
];

const HORIZONS = [45, 60] as const;
const FIRST_STEPS = [5, 10] as const;
/** A sample fleet on one machine: a baseline of 30 minutes, no errors but the trap's, minutes a little noisy in both arms and in each. */
const FLEET: Partial<Scenario> = { baselineMinutes: 30, commonNoise: 0.1, noise: 0.03, ...errors(0, 0) };

interface Case {
  name: string;
  change: Partial<Scenario>;
  rates: readonly number[];
}

/** Larger gains pass no sooner than -50 %: what takes longest is to show that the canary serves its share of the requests. */
const CASES: readonly Case[] = [
  { name: 'code gain: latency -50 %', change: { latency: 0.5 }, rates: [100, 120, 150, 200, 300] },
  { name: 'tuning that changes nothing, sigma .3', change: { sigma: 0.3 }, rates: [150, 200, 300] },
  { name: 'tuning that changes nothing, sigma .5', change: { sigma: 0.5 }, rates: [150, 200, 300] },
  { name: 'trap: 20 % errors', change: errors(0, 0.2), rates: [100, 300] },
  { name: 'trap: all requests fail', change: errors(0, 1), rates: [100, 300] },
];

/** Every case at each rate, horizon and length of the first step. */
export const EMBEDDED: readonly { name: string; scenario: Scenario }[] = CASES.flatMap(({ name, change, rates }) =>
  rates.flatMap((requestsPerMinute) =>
    HORIZONS.flatMap((horizon) =>
      FIRST_STEPS.map((first) => ({
        name,
        scenario: {
          ...STILL,
          ...FLEET,
          ...change,
          requestsPerMinute,
          steps: [
            { weight: 0.1, minutes: first },
            { weight: 0.5, minutes: horizon - first },
          ],
        },
      })),
    ),
  ),
);

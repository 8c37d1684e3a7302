import { type Change, type Kind, QUIET, SAME, type Scenario, type World } from './world/scenario.ts';

const scenario = (name: string, title: string, kind: Kind, why: string, world: Partial<World>, change: Partial<Change> = {}): Scenario => ({
  name,
  title,
  why,
  kind,
  world: { ...QUIET, ...world },
  change: { ...SAME, ...change },
});

/** Load that comes and goes by a third; durations follow by its root (queues), errors in proportion. */
const wandering = (memory: number): World['load'] => ({ memory, spread: 0.3, latency: 0.5, errors: 1 });
/** Every 20 minutes on average, for two minutes: what a throttled dependency looks like. */
const BURSTS: World['bursts'] = { begin: 1 / 20, minutes: 2, errors: 0.05 };
/** Most clients try twice more; some give up. */
const RETRIES: World['retries'] = { chance: 0.8, rounds: 2 };
/** The first minutes are healthy: what is shared overloads as the rollout goes on. */
const SHARED_FROM = 5;

const STILL: readonly Scenario[] = [
  scenario('no-change', 'no change', 'still', 'The plainest null: whatever is rolled back here is chance.', {}),
  ...[0.5, 0.7, 0.9].map((memory) =>
    scenario(
      `load-${memory}`,
      `no change, autocorrelated load ${memory}`,
      'still',
      'Neighbouring minutes are alike, so that minutes are no independent observations.',
      { load: wandering(memory) },
    ),
  ),
  scenario('bursts', 'no change, error bursts in both', 'still', 'A dependency of both fails now and then.', { bursts: BURSTS }),
  scenario(
    'daily',
    'no change, daily shape',
    'still',
    'Traffic swings by a half and durations by 15 % over the day: the hour before is another hour.',
    {
      daily: { traffic: 0.5, latency: 0.15 },
    },
  ),
  scenario('retries', 'no change, error bursts with retries', 'still', 'Failed requests come back, so that arrivals follow errors.', {
    bursts: { ...(BURSTS as NonNullable<World['bursts']>), errors: 0.3 },
    retries: RETRIES,
  }),
  scenario('bursts-fast', 'no change, error bursts, errors are fast', 'still', 'What fails at once makes a bad minute look quick.', {
    bursts: { ...(BURSTS as NonNullable<World['bursts']>), errors: 0.3 },
    failures: 'fast',
  }),
  scenario(
    'bursts-timeout',
    'no change, error bursts, errors are time-outs',
    'still',
    'What fails by a time-out fills the tail with errors.',
    {
      bursts: BURSTS,
      failures: 'timeout',
    },
  ),
  scenario('stops', 'no change, traffic stops after 20 minutes', 'still', 'Silence is neither harm nor a proof of health.', {
    stopsAt: 20,
  }),
  scenario('skew', 'no change, clocks half a minute apart, bursts and load .7', 'still', "What hits both doesn't cancel to the minute.", {
    skew: 0.5,
    load: wandering(0.7),
    bursts: BURSTS,
  }),
  scenario('lost', 'no change, every fifth minute missing', 'still', 'Metrics arrive late or never.', { lost: { both: 0.2, canary: 0 } }),
  scenario(
    'lost-canary',
    "no change, every 30th minute of the canary's missing",
    'still',
    'Two lost minutes an hour look like refused traffic.',
    {
      lost: { both: 0, canary: 1 / 30 },
    },
  ),
  scenario(
    'outage',
    'no change, 5 minutes of outage in both',
    'still',
    'A dependency fails half of the requests for five minutes; the rollout has no part in it.',
    {
      shared: { from: 20, minutes: 5, latency: 1, errors: 0.5 },
    },
  ),
];

const NOISE: readonly Scenario[] = [
  ...[0.05, 0.1, 0.2].map((armNoise) =>
    scenario(
      `noise-${armNoise}`,
      `no change, each arm ${100 * armNoise} % noisy`,
      'noise',
      'Other hosts, other keys: each version has shocks of its own from minute to minute, in durations and errors.',
      { armNoise },
    ),
  ),
  ...[0.05, 0.1].map((spread) =>
    scenario(
      `drift-${spread}`,
      `no change, each arm drifts by ${100 * spread} %`,
      'noise',
      'An arm keeps its luck for half an hour (memory .97): in an hour that is a regression in all but its cause.',
      { drift: { memory: 0.97, spread } },
    ),
  ),
];

const MARGIN: readonly Scenario[] = [
  scenario('latency-1.05', '+5 % latency (inside the margin)', 'margin', 'Tolerated by the margin of 10 %.', {}, { latency: 1.05 }),
  scenario('latency-1.1', '+10 % (the margin)', 'margin', 'The edge of what is tolerated.', {}, { latency: 1.1 }),
];

const HARM: readonly Scenario[] = [
  scenario('latency-1.2', 'p95 +20 %', 'harm', 'All durations, so p95 too: twice the margin.', {}, { latency: 1.2 }),
  scenario('latency-1.5', 'p95 +50 %', 'harm', 'A lost index, a lost cache.', {}, { latency: 1.5 }),
  scenario('tail-1.2', 'tail only +20 %', 'harm', 'The slowest tenth takes longer, the median knows nothing.', {}, { tail: 1.2 }),
  scenario('tail-1.5', 'tail only +50 %', 'harm', 'The same, larger.', {}, { tail: 1.5 }),
  scenario('errors-0.5', 'errors .1 → .5 %', 'harm', 'Five times as many of few.', {}, { errors: 0.005 }),
  scenario('errors-1', 'errors 0 → 1 %', 'harm', 'An input in a hundred that the new code rejects.', { errors: 0 }, { errors: 0.01 }),
  scenario('errors-1-2', 'errors 1 → 2 %', 'harm', 'Twice as many of many.', { errors: 0.01 }, { errors: 0.02 }),
  scenario('half-fails', 'half of all requests fail', 'harm', 'An outage.', {}, { errors: 0.5 }),
  scenario('served-0.8', 'throughput -20 %', 'harm', 'One request in five of its share never arrives.', {}, { served: 0.8 }),
  scenario(
    'errors-1-fast',
    'errors 0 → 1 %, errors are fast',
    'harm',
    'Harm that makes the canary quicker.',
    { errors: 0, failures: 'fast' },
    { errors: 0.01 },
  ),
  scenario(
    'errors-1-timeout',
    'errors 0 → 1 %, errors are time-outs',
    'harm',
    'Harm that shows twice.',
    { errors: 0, failures: 'timeout' },
    { errors: 0.01 },
  ),
  scenario(
    'half-fails-fast',
    'half fails, at once',
    'harm',
    'The canary looks twice as quick as it is.',
    { failures: 'fast' },
    { errors: 0.5 },
  ),
  scenario(
    'half-fails-retries',
    'half fails, with retries',
    'harm',
    'The stable version serves what the canary failed.',
    { retries: RETRIES },
    { errors: 0.5 },
  ),
  scenario(
    'late-latency',
    'p95 +50 % after 40 minutes',
    'harm',
    'A leak, a cache that fills: harm that was not there at first.',
    {},
    { latency: 1.5, from: 40 },
  ),
  scenario('late-errors', 'errors 0 → 5 % after 40 minutes', 'harm', 'A token that runs out.', { errors: 0 }, { errors: 0.05, from: 40 }),
  scenario('late-half', 'half fails after 40 minutes', 'harm', 'An outage, late.', {}, { errors: 0.5, from: 40 }),
  scenario(
    'latency-1.5-lost',
    'p95 +50 %, every fifth minute missing',
    'harm',
    'Harm is found in what arrives.',
    { lost: { both: 0.2, canary: 0 } },
    { latency: 1.5 },
  ),
  scenario('latency-1.5-noise', 'p95 +50 %, each arm 10 % noisy', 'harm', 'Harm in a noisy world.', { armNoise: 0.1 }, { latency: 1.5 }),
];

const SHARED: readonly Scenario[] = [
  scenario(
    'shared-latency',
    'both arms × 2 slower after 5 minutes',
    'shared-harm',
    'The canary overloads what both use; side by side nothing differs.',
    {
      shared: { from: SHARED_FROM, minutes: Infinity, latency: 2, errors: 0 },
    },
  ),
  scenario('shared-errors', 'errors 10 % in both arms after 5 minutes', 'shared-harm', 'The same, by errors.', {
    shared: { from: SHARED_FROM, minutes: Infinity, latency: 1, errors: 0.1 },
  }),
];

const GAIN: readonly Scenario[] = [
  scenario('latency-0.7', 'latency -30 % must pass', 'gain', 'An improvement as it should be.', {}, { latency: 0.7 }),
];

export const SCENARIOS: readonly Scenario[] = [...STILL, ...NOISE, ...MARGIN, ...HARM, ...SHARED, ...GAIN];

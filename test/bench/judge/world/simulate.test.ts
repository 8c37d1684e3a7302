import { describe, expect, it } from 'vitest';
import { countsAbove, edgeOf, type Histogram } from '../../../../bench/judge/world/histogram.ts';
import { QUIET, SAME, type Change, type Scenario, type World } from '../../../../bench/judge/world/scenario.ts';
import { type ArmMinute, type SimulatedRollout, simulate } from '../../../../bench/judge/world/simulate.ts';
import { seededRandom } from '../../../../localstack/embedded/load/random.ts';

const scenario = (world: Partial<World>, change: Partial<Change> = {}): Scenario => ({
  name: 'test',
  title: 'test',
  why: 'a test',
  kind: 'still',
  world: { ...QUIET, ...world },
  change: { ...SAME, ...change },
});
const run = (world: Partial<World>, change: Partial<Change> = {}, perMinute = 600, seed = 1): SimulatedRollout =>
  simulate(scenario(world, change), perMinute, seededRandom(seed, 'simulate'));
const held = (durations: Histogram): number => durations.reduce((sum, count) => sum + count, 0);
const sum = (minutes: readonly ArmMinute[], of: (minute: ArmMinute) => number): number =>
  minutes.reduce((all, minute) => all + of(minute), 0);
const canaries = ({ minutes }: SimulatedRollout): ArmMinute[] => minutes.map(({ canary }) => canary);
const stables = ({ minutes }: SimulatedRollout): ArmMinute[] => minutes.map(({ stable }) => stable);
const near = (found: number, expected: number): void => expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt(expected));

describe('a simulated rollout', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(run({ armNoise: 0.1 })).toEqual(run({ armNoise: 0.1 }));
    expect(run({}, {}, 600, 2)).not.toEqual(run({}));
  });

  it('has its baseline, its minutes, and a duration for each request', () => {
    const rollout = run({ failures: 'timeout', errors: 0.1, retries: { chance: 0.5, rounds: 2 } });
    expect(rollout.baseline).toHaveLength(60);
    expect(rollout.minutes).toHaveLength(60);
    for (const arm of [...rollout.baseline, ...canaries(rollout), ...stables(rollout)]) {
      expect(held(arm.durations)).toBe(arm.requests);
      expect(arm.errors).toBeLessThanOrEqual(arm.requests);
    }
  });

  it('sends each version its share, with its error rate', () => {
    const rollout = run({ errors: 0.02 }, { errors: 0.1 });
    near(
      sum(canaries(rollout), ({ requests }) => requests),
      3600,
    );
    near(
      sum(stables(rollout), ({ requests }) => requests),
      32_400,
    );
    near(
      sum(canaries(rollout), ({ errors }) => errors),
      360,
    );
    near(
      sum(stables(rollout), ({ errors }) => errors),
      648,
    );
    near(
      sum(rollout.baseline, ({ errors }) => errors),
      720,
    );
  });

  it('follows the steps of the weight', () => {
    const rollout = run({
      steps: [
        { weight: 0.1, minutes: 10 },
        { weight: 0.5, minutes: 20 },
      ],
    });
    expect(rollout.minutes.map(({ weight }) => weight)).toEqual([...Array<number>(10).fill(0.1), ...Array<number>(20).fill(0.5)]);
    near(
      sum(canaries(rollout).slice(10), ({ requests }) => requests),
      6000,
    );
  });

  it('slows down the canary, and its cold requests at first', () => {
    const above = (minutes: readonly ArmMinute[]): number =>
      sum(minutes, ({ durations }) => countsAbove(durations, [edgeOf(200)])[0] as number);
    const still = canaries(run({}));
    const slow = canaries(run({}, { latency: 2 }));
    expect(above(slow) / 3600).toBeGreaterThan(0.45);
    expect(above(still) / 3600).toBeLessThan(0.15);
    expect(above(still.slice(0, 1))).toBeGreaterThanOrEqual(3);
  });

  it('keeps away what the canary refuses, and brings back what is retried', () => {
    const refused = run({}, { served: 0.5 });
    near(
      sum(canaries(refused), ({ requests }) => requests),
      1800,
    );
    near(
      sum(stables(refused), ({ requests }) => requests),
      32_400,
    );
    // Half of all fail, half of those come again, once more at most: 1 + 1/4 requests for one.
    const again = run({ errors: 0.5, retries: { chance: 0.5, rounds: 1 } });
    near(
      sum([...canaries(again), ...stables(again)], ({ requests }) => requests),
      36_000 * 1.25,
    );
  });

  it('marks failures as fast or slow when they are', () => {
    const beyond = (failures: World['failures'], ms: number): number =>
      sum(stables(run({ errors: 0.5, failures })), ({ durations }) => countsAbove(durations, [edgeOf(ms)])[0] as number) / 32_400;
    expect(beyond('as-others', 2000)).toBeLessThan(0.01);
    expect(beyond('timeout', 2000)).toBeGreaterThan(0.45);
    expect(beyond('fast', 40)).toBeLessThan(0.55);
  });

  it('falls silent when traffic stops or metrics are lost', () => {
    const stopped = run({ stopsAt: 20 }).minutes;
    expect(stopped.filter(({ stable }) => stable.requests === 0)).toEqual(stopped.slice(20));
    const lost = run({ lost: { both: 0.2, canary: 0.2 } }).minutes;
    const silent = (arm: 'canary' | 'stable'): number => lost.filter((minute) => minute[arm].requests === 0).length;
    expect(silent('stable')).toBeGreaterThan(4);
    expect(silent('canary')).toBeGreaterThan(silent('stable'));
    expect(silent('canary')).toBeLessThan(40);
  });

  it('deals a lagging clock the beginning of the next minute', () => {
    const world = { shared: { from: 30, minutes: 1, latency: 1, errors: 1 }, errors: 0, skew: 0.25 };
    const rates = canaries(run(world, {}, 60_000)).map(({ errors, requests }) => errors / requests);
    expect(rates[28]).toBe(0);
    expect(rates[29]).toBeCloseTo(0.25, 1);
    expect(rates[30]).toBeCloseTo(0.75, 1);
    expect(rates[31]).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { conditions } from '../../../../bench/judge/world/conditions.ts';
import { QUIET, SAME, type World } from '../../../../bench/judge/world/scenario.ts';
import { seededRandom } from '../../../../localstack/embedded/load/random.ts';

const MINUTES = 20_000;
const long = (world: Partial<World>): ReturnType<typeof conditions> =>
  conditions({ ...QUIET, baselineMinutes: 0, ...world }, SAME, MINUTES, seededRandom(1, 'conditions'));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]): number => mean(values.map((value) => value ** 2)) - mean(values) ** 2;

describe('the conditions of the minutes', () => {
  it('are the same for both versions in a quiet world', () => {
    for (const { traffic, canary, stable } of long({}).slice(0, 50)) {
      expect({ traffic, canary }).toEqual({ traffic: 1, canary: { latency: 0, errors: 0.001 } });
      expect(stable).toEqual(canary);
    }
  });

  it('let load wander around 1 with its memory, in both versions alike', () => {
    const minutes = long({ load: { memory: 0.7, spread: 0.3, latency: 0.5, errors: 1 } });
    const latency = minutes.map(({ stable }) => stable.latency);
    expect(mean(minutes.map(({ traffic }) => traffic))).toBeCloseTo(1, 1);
    expect(Math.sqrt(variance(latency))).toBeCloseTo(0.15, 1.7);
    const product = mean(latency.slice(1).map((value, index) => value * (latency[index] as number))) - mean(latency) ** 2;
    expect(product / variance(latency)).toBeCloseTo(0.7, 1);
    expect(minutes.every(({ canary, stable }) => canary.latency === stable.latency && canary.errors === stable.errors)).toBe(true);
  });

  it('begin bursts at their rate and hold them for their length', () => {
    const burst = long({ bursts: { begin: 1 / 20, minutes: 2, errors: 0.05 } }).map(({ stable }) => stable.errors > 0.05);
    const begins = burst.filter((on, index) => on && burst[index - 1] !== true).length;
    const on = burst.filter(Boolean).length;
    expect(on / begins).toBeCloseTo(2, 0.5);
    expect(begins / (MINUTES - on)).toBeCloseTo(1 / 20, 2);
  });

  it('shock each version by itself when arms are noisy', () => {
    const minutes = long({ armNoise: 0.1 });
    expect(Math.sqrt(variance(minutes.map(({ canary, stable }) => canary.latency - stable.latency)))).toBeCloseTo(0.1 * Math.SQRT2, 2);
  });

  it('change the canary alone and from its onset on', () => {
    const change = { ...SAME, from: 3, latency: 1.5, errors: 0.2 };
    const minutes = conditions({ ...QUIET, baselineMinutes: 2 }, change, 5, seededRandom(1, 'change'));
    expect(minutes.map(({ canary }) => canary.errors)).toEqual([0.001, 0.001, 0.001, 0.001, 0.001, 0.2, 0.2]);
    expect(minutes.map(({ canary }) => canary.latency)).toEqual([0, 0, 0, 0, 0, Math.log(1.5), Math.log(1.5)]);
    expect(minutes.every(({ stable }) => stable.latency === 0 && stable.errors === 0.001)).toBe(true);
  });

  it('hit both in a shared outage, and stop the traffic when it stops', () => {
    const world = { ...QUIET, baselineMinutes: 1, shared: { from: 1, minutes: 1, latency: 2, errors: 0.5 }, stopsAt: 2 };
    const minutes = conditions(world, SAME, 3, seededRandom(1, 'shared'));
    expect(minutes.map(({ canary }) => canary.errors)).toEqual([0.001, 0.001, 0.501, 0.001]);
    expect(minutes.map(({ stable }) => stable.latency)).toEqual([0, 0, Math.LN2, 0]);
    expect(minutes.map(({ traffic }) => traffic)).toEqual([1, 1, 1, 0]);
  });
});

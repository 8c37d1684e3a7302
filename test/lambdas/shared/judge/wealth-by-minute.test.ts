import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wealthByMinute } from '../../../../lambdas/shared/judge/wealth-by-minute.ts';
import { logSumExp } from '../../../../lambdas/shared/stats/log-sum-exp.ts';
import { type Rollout, wealthVectors } from './vectors.ts';

const named = (name: string): Rollout => {
  const found = wealthVectors.find((rollout) => rollout.name === name);
  if (found === undefined) throw new Error(`no vector is named ${name}`);
  return found;
};

/** An arm whose durations are those of the baseline. */
const served = (requests: number) => ({
  requests,
  errors: 0,
  above: [0.5, 0.25, 0.1, 0.05, 0.01].map((p) => Math.round(requests * p)),
});

describe('wealth by minute', () => {
  for (const { name, baseline, observations, policy, expected } of wealthVectors) {
    it(`equals the prototype's log-wealth to 1e-9: ${name}`, () => {
      const wealth = wealthByMinute(baseline, observations, policy);
      expect(wealth).toHaveLength(expected.harm.length);
      for (const [minute, found] of wealth.entries()) {
        // The prototype's latency is the mixture over the levels; the shift of all durations came in beside it.
        const { errors, throughput } = found.harmBy;
        const like = { errors, latency: found.latencyBy.levels, throughput };
        for (const family of ['errors', 'latency', 'throughput'] as const) {
          const wanted = expected[family][minute] as number;
          expect(Math.abs(like[family] - wanted), `${family}, minute ${minute + 1}`).toBeLessThan(1e-9);
        }
        const harm = logSumExp([Math.log(0.4) + like.errors, Math.log(0.4) + like.latency, Math.log(0.2) + like.throughput]);
        expect(Math.abs(harm - (expected.harm[minute] as number)), `harm, minute ${minute + 1}`).toBeLessThan(1e-9);
        expect(found.passed, `passed, minute ${minute + 1}`).toBe(expected.passed[minute]);
      }
    });
  }

  it('says the same about the first minutes, whatever comes later', () => {
    const { baseline, observations, policy } = named('clusters of errors in both, noisy minutes');
    const whole = wealthByMinute(baseline, observations, policy);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: observations.length }), (length) => {
        expect(wealthByMinute(baseline, observations.slice(0, length), policy)).toEqual(whole.slice(0, length));
      }),
      { numRuns: 12 },
    );
  });

  it('starts with a wealth of one, whatever the counts', () => {
    // In expectation; here the part that waits: a silent minute changes nothing.
    const { baseline, policy } = named('no change, 600 a minute');
    const silent = { requests: 0, errors: 0, above: [0, 0, 0, 0, 0] };
    const quiet = Array.from({ length: 60 }, (_, minute) => ({ minute: minute * 60_000, weight: 0.1, canary: silent, stable: silent }));
    for (const { harm, passed } of wealthByMinute(baseline, quiet, policy)) {
      expect(harm).toBeCloseTo(0, 12);
      expect(passed).toBe(false);
    }
  });

  it('does not take a step of the weight for noise in the routing', () => {
    const { baseline, policy } = named('no change, 600 a minute');
    // Exactly the share that the weight gives, 10 minutes at a tenth, 50 at a half.
    const observations = Array.from({ length: 60 }, (_, minute) => {
      const weight = minute < 10 ? 0.1 : 0.5;
      return { minute: minute * 60_000, weight, canary: served(300 * weight), stable: served(300 * (1 - weight)) };
    });
    const throughput = wealthByMinute(baseline, observations, policy).map((minute) => minute.passBy.throughput);
    expect(throughput[19]).toBeGreaterThan((throughput[9] as number) + 2);
    expect(Math.max(...throughput)).toBeGreaterThan(Math.log(20));
  });

  it.each([
    ['too many minutes', { horizonMinutes: 59 }, /found 60 observations, expected at most the horizon's 59/],
    ['a horizon of one', { horizonMinutes: 1 }, /policy\.horizonMinutes is 1/],
    ['no margin', { margin: 0 }, /policy\.margin is 0/],
  ])('refuses %s', (_, change, message) => {
    const { baseline, observations, policy } = named('no change, 600 a minute');
    expect(() => wealthByMinute(baseline, observations, { ...policy, ...change })).toThrow(message);
  });

  it('refuses counts that do not fit', () => {
    const { baseline, policy } = named('no change, 600 a minute');
    const good = { requests: 5, errors: 0, above: [2, 1, 0, 0, 0] };
    const minute = (canary: typeof good) => [{ minute: 0, weight: 0.1, canary, stable: good }];
    expect(() => wealthByMinute(baseline, minute({ ...good, errors: 6 }), policy)).toThrow(
      /canary\.errors is 6, expected at most its 5 requests/,
    );
    expect(() => wealthByMinute(baseline, minute({ ...good, above: [2] }), policy)).toThrow(
      /above has 1 counts, expected one for each of the 5/,
    );
    expect(() => wealthByMinute(baseline, minute({ ...good, above: [6, 0, 0, 0, 0] }), policy)).toThrow(/above holds 6/);
    const { quantiles } = baseline;
    const without = {
      ...baseline,
      quantiles: quantiles.map(({ level, durationMs }) => ({ level: level === 0.95 ? 0.94 : level, durationMs })),
    };
    expect(() => wealthByMinute(without, minute(good), policy)).toThrow(/levels are 0\.5, 0\.75, 0\.9, 0\.94, 0\.99, expected 0\.95/);
  });
});

import { describe, expect, it } from 'vitest';
import { measureImpact } from '../../../lambdas/rollout/measure-impact.ts';
import { INTERVAL_LEVEL } from '../../../lambdas/rollout/impact-intervals.ts';
import type { Impact, Interval } from '../../../lambdas/shared/contract/records.ts';
import type { LogSource, MetricSource } from '../../../lambdas/shared/ports.ts';
import { target } from '../fakes/world.ts';
import { BASE_CONFIGURATION } from './fakes/service.ts';
import { type Scenario, simulatedRollout } from './fakes/simulated-rollout.ts';

const LOGS: LogSource = { reports: async () => [], errors: async (_target, { from }) => ({ errors: [], from }) };
const QUIET: Scenario = {
  minutes: 60,
  requestsPerMinute: 60,
  weight: 0.5,
  factor: 1,
  errorRates: { stable: 0.02, canary: 0.02 },
  shock: { both: 0, each: 0, lasting: 0 },
};
const measured = async (scenario: Scenario, seed: number): Promise<Impact> => {
  const { rollout, metrics } = simulatedRollout(scenario, seed);
  const impact = await measureImpact({ metrics, logs: LOGS }, target('orders'), rollout, BASE_CONFIGURATION);
  if (impact === null) throw new Error('nothing was measured');
  return impact;
};
const bounds = (interval: Interval | undefined): { low: number; high: number } => {
  if (interval?.known !== true) throw new Error(`expected an interval, found ${JSON.stringify(interval)}`);
  return interval;
};
/** Mean of exp(0.5 Z) times 100 ms, at half a gigabyte, for a million requests. */
const COST = 1e6 * 0.1 * Math.exp(0.125) * 0.5 * 0.0000133334;

describe('the intervals of an impact', () => {
  const RUNS = 300;
  // Nominal 90 %. The floor of the design effect adds to it where the minutes differ by chance only.
  it.each<[string, Partial<Scenario>]>([
    ['nothing changed', {}],
    [
      'faster and failing less, a tenth of the traffic',
      { weight: 0.1, requestsPerMinute: 200, factor: 0.7, errorRates: { stable: 0.03, canary: 0.01 } },
    ],
    ['slow spells that hit both', { factor: 0.7, shock: { both: 0.3, each: 0, lasting: 0.7 } }],
    ['noise of each version by itself', { factor: 1.2, shock: { both: 0, each: 0.1, lasting: 0 } }],
    ['a drift of one version alone', { shock: { both: 0, each: 0.1, lasting: 0.7 } }],
    ['ten minutes', { minutes: 10, requestsPerMinute: 200, errorRates: { stable: 0.02, canary: 0.05 } }],
    ['three minutes of an outage', { minutes: 3, requestsPerMinute: 300, weight: 0.1, errorRates: { stable: 0, canary: 0.5 } }],
  ])('hold the truth as often as they say: %s', async (_, change) => {
    const scenario = { ...QUIET, ...change };
    const truth = {
      p95Gain: 1 - scenario.factor,
      errorRateGain: scenario.errorRates.stable - scenario.errorRates.canary,
    };
    const held = { p95Gain: [] as boolean[], errorRateGain: [] as boolean[], savingPerMillion: [] as boolean[] };
    for (let seed = 0; seed < RUNS; seed++) {
      const { intervals } = await measured(scenario, seed);
      const holds = (interval: Interval | undefined, value: number, into: boolean[]): void => {
        if (interval?.known) into.push(interval.low <= value && value <= interval.high);
      };
      holds(intervals?.p95Gain, truth.p95Gain, held.p95Gain);
      holds(intervals?.errorRateGain, truth.errorRateGain, held.errorRateGain);
      // A common shock changes what is saved itself: only without one it has one true value.
      if (scenario.shock.both === 0 && scenario.shock.each === 0)
        holds(intervals?.savingPerMillion, COST * (1 - scenario.factor), held.savingPerMillion);
    }
    for (const found of Object.values(held).filter((each) => each.length > 0)) {
      const share = found.filter(Boolean).length / found.length;
      expect(share).toBeGreaterThanOrEqual(0.85);
      expect(share).toBeLessThanOrEqual(0.97);
    }
  });

  it('see the same as the figures, with bounds that agree with one another', async () => {
    const { p95Gain, p95GainMs, intervals } = await measured({ ...QUIET, factor: 0.7 }, 1);
    expect(intervals?.level).toBe(INTERVAL_LEVEL);
    const share = bounds(intervals?.p95Gain);
    const ms = bounds(intervals?.p95GainMs);
    expect(share.low).toBeLessThan(p95Gain as number);
    expect(share.high).toBeGreaterThan(p95Gain as number);
    expect(ms.low).toBeLessThan(p95GainMs as number);
    expect(ms.high).toBeGreaterThan(p95GainMs as number);
    expect(Math.sign(ms.low)).toBe(Math.sign(share.low));
  });

  it('are unknown after a single minute', async () => {
    const { intervals } = await measured({ ...QUIET, minutes: 1 }, 1);
    const unknown = { known: false, reason: '1 minute was judged, at least 2 are needed' };
    expect(intervals).toEqual({ level: 0.9, p95Gain: unknown, p95GainMs: unknown, errorRateGain: unknown, savingPerMillion: unknown });
  });

  it('are unknown where a version served nothing, and bound the error rate before the p95 when it served little', async () => {
    const none = (await measured({ ...QUIET, weight: 1e-9 }, 1)).intervals;
    expect(none?.p95Gain).toEqual({ known: false, reason: 'version 2 has no durations' });
    expect(none?.errorRateGain).toEqual({ known: false, reason: 'version 2 served nothing' });
    expect(none?.savingPerMillion).toEqual({ known: false, reason: 'version 2 has no durations' });
    const few = (await measured({ ...QUIET, requestsPerMinute: 4, weight: 0.1 }, 1)).intervals;
    expect(few?.p95Gain).toMatchObject({
      known: false,
      reason: expect.stringMatching(/^version 2 served \d+ requests, too few to bound its p95$/),
    });
    expect(few?.errorRateGain).toMatchObject({ known: true });
  });

  it('are unknown where nothing varies, never of no width', async () => {
    const { rollout, metrics } = simulatedRollout(QUIET, 1);
    const even: MetricSource = {
      ...metrics,
      versionMinutes: async (...asked) =>
        (await metrics.versionMinutes(...asked)).map((minute) => ({ ...minute, duration: { p50: 5, p95: 5, p99: 5, mean: 5, max: 5 } })),
      exceedances: async (...asked) => (await metrics.exceedances(...asked)).map((minute) => ({ ...minute, above: [0] })),
      quantiles: async (_target, _version, levels) => levels.map(() => 5),
    };
    const impact = await measureImpact({ metrics: even, logs: LOGS }, target('orders'), rollout, BASE_CONFIGURATION);
    expect(impact).toMatchObject({ p95Gain: 0, savingPerMillion: 0 });
    expect(impact?.intervals?.p95Gain).toMatchObject({ known: false });
    expect(impact?.intervals?.savingPerMillion).toEqual({
      known: false,
      reason: 'the minutes do not differ, so their spread is not known',
    });
  });
});

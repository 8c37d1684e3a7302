import { describe, expect, it } from 'vitest';
import { detectable, observedPlan, plannedTraffic, requestsForPass } from '../../../../lambdas/shared/judge/forecast.ts';
import { PROFILE_SETTINGS } from '../../../../lambdas/shared/contract/settings.ts';
import { judgePolicy, LEVELS } from '../../../../lambdas/shared/judge/policy.ts';
import { probit } from '../../../../lambdas/shared/stats/probit.ts';
import type { JudgeBaseline } from '../../../../lambdas/shared/contract/records.ts';
import { forecastVectors } from './vectors.ts';

const BASIC = judgePolicy(PROFILE_SETTINGS.basic);
const baseline = (sigma: number, errorRate: number): JudgeBaseline => ({
  quantiles: LEVELS.map((level) => ({ level, durationMs: 100 * Math.exp(sigma * probit(level)) })),
  minutes: [{ requests: 1000, errors: 1000 * errorRate, above: [500, 250, 100, 50, 10] }],
});

const arm = (requests: number) => ({ requests, errors: 0, above: [0, 0, 0, 0, 0] });
const minute = (weight: number, requests: number) => ({
  minute: 0,
  weight,
  canary: arm(requests * weight),
  stable: arm(requests * (1 - weight)),
});

describe('forecast of what a rollout can find', () => {
  for (const { sigma, requestsPerMinute, errorRate, weight, horizonMinutes, expected, passRequests } of forecastVectors) {
    it(`equals the prototype's in errors, and finds no larger slowdown than it: ${requestsPerMinute} a minute, weight ${weight}, sigma ${sigma}`, () => {
      const plan = { requestsPerMinute, steps: [{ weight, minutes: horizonMinutes }] };
      const found = detectable(plan, baseline(sigma, errorRate), { ...BASIC, horizonMinutes });
      expect(found.errorRate).toBeCloseTo(expected.errorRate as number, 7);
      // It had the levels alone; the bet on a shift of all durations finds less of a slowdown, or at huge traffic the same.
      expect(found.latencyRatio).toBeLessThan((expected.latencyRatio as number) + 0.002);
      expect(found.latencyRatio).toBeGreaterThan(1.1);
      expect(requestsForPass(BASIC)).toBe(passRequests);
    });
  }

  it('finds smaller harm when the weight steps up', () => {
    const policy = BASIC;
    const flat = detectable({ requestsPerMinute: 150, steps: [{ weight: 0.1, minutes: 60 }] }, baseline(0.5, 0), policy);
    const stepped = detectable(
      {
        requestsPerMinute: 150,
        steps: [
          { weight: 0.1, minutes: 10 },
          { weight: 0.5, minutes: 50 },
        ],
      },
      baseline(0.5, 0),
      policy,
    );
    expect(stepped.latencyRatio).toBeLessThan(flat.latencyRatio as number);
    expect(stepped.errorRate).toBeLessThan(flat.errorRate as number);
  });

  it.each([0.05, 0.15, 0.25, 0.35, 0.5, 1])('finds a slowdown however narrow the distribution is: sigma %d', (sigma) => {
    const found = (rate: number) =>
      detectable({ requestsPerMinute: rate, steps: [{ weight: 0.1, minutes: 60 }] }, baseline(sigma, 0), BASIC).latencyRatio ?? Infinity;
    expect(found(60)).toBeLessThan(Math.exp(2 * sigma) + 0.2);
    expect(found(600)).toBeLessThan(found(60));
    expect(found(6000)).toBeLessThan(found(600));
    expect(found(6000)).toBeGreaterThan(1.1);
  });

  it('assumes the usual spread where no duration is known', () => {
    const plan = { requestsPerMinute: 600, steps: [{ weight: 0.1, minutes: 60 }] };
    const known = baseline(0.5, 0.001);
    const unknown = { ...known, quantiles: known.quantiles.map(({ level }) => ({ level, durationMs: null })) };
    const [a, b] = [detectable(plan, unknown, BASIC), detectable(plan, known, BASIC)];
    expect(a.latencyRatio).toBeCloseTo(b.latencyRatio as number, 9);
    expect(a.errorRate).toBe(b.errorRate);
  });

  it('finds nothing without traffic', () => {
    const none = { latencyRatio: null, errorRate: null };
    expect(detectable({ requestsPerMinute: 0, steps: [{ weight: 0.1, minutes: 60 }] }, baseline(0.5, 0), BASIC)).toEqual(none);
    expect(detectable({ requestsPerMinute: 0.01, steps: [{ weight: 0.1, minutes: 60 }] }, baseline(0.5, 0), BASIC)).toEqual(none);
  });

  it('carries the traffic before over the steps, the last one to the horizon', () => {
    const steps = [
      { weight: 0.1, minutes: 10 },
      { weight: 0.5, minutes: 5 },
    ];
    expect(plannedTraffic(baseline(0.5, 0), steps, { ...BASIC, horizonMinutes: 45 })).toEqual({
      requestsPerMinute: 1000,
      steps: [
        { weight: 0.1, minutes: 10 },
        { weight: 0.5, minutes: 35 },
      ],
    });
    expect(plannedTraffic(baseline(0.5, 0), steps, { ...BASIC, horizonMinutes: 8 }).steps).toEqual([{ weight: 0.1, minutes: 8 }]);
  });

  it('reads the plan off the observations', () => {
    expect(observedPlan([minute(0.1, 100), minute(0.1, 200), minute(0.5, 300)])).toEqual({
      requestsPerMinute: 200,
      steps: [
        { weight: 0.1, minutes: 2 },
        { weight: 0.5, minutes: 1 },
      ],
    });
    expect(observedPlan([])).toEqual({ requestsPerMinute: 0, steps: [] });
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRollout as planOf } from '../../../lambdas/rollout/plan-rollout.ts';
import { RolloutPlan } from '../../../lambdas/shared/contract/records.ts';
import { PROFILE_SETTINGS, type TenantSettings } from '../../../lambdas/shared/contract/settings.ts';
import { before } from '../shared/judge/samples.ts';

const tenant = (changes: Partial<TenantSettings> = {}): TenantSettings => ({
  ...PROFILE_SETTINGS.basic,
  steps: [{ weight: 0.1, minutes: 60 }],
  ...changes,
});
const planRollout = (baseline: Parameters<typeof planOf>[0], settings: TenantSettings, kind: 'code' | 'tuning' = 'code') =>
  planOf(baseline, settings, kind);
const thin = (answers: TenantSettings['lowTraffic']['answers']): Partial<TenantSettings> => ({
  lowTraffic: { ...PROFILE_SETTINGS.basic.lowTraffic, answers },
});

describe('the plan of a rollout', () => {
  it('is the tenant’s own where the traffic shows what matters', () => {
    const planned = planRollout(before(60, 6000), tenant());
    expect(planned).toMatchObject({
      word: 'go',
      plan: { steps: [{ weight: 0.1, minutes: 60 }], monitoringMinutes: 60, horizonMinutes: 60 },
    });
    expect(planned.word === 'go' && planned.plan.words).toMatch(
      /^6000 requests a minute, 10 % for 60 minutes, judged for 60 minutes: at this traffic a slowdown by × 1\.\d\d/,
    );
    expect(planned.word === 'go' && planned.plan.words).not.toMatch(/for want of traffic/);
  });

  it('raises the share after the first minutes when a tenth shows too little', () => {
    const planned = planRollout(before(60, 60), tenant());
    expect(planned).toMatchObject({
      word: 'go',
      plan: {
        steps: [
          { weight: 0.1, minutes: 5 },
          { weight: 0.5, minutes: 55 },
        ],
        monitoringMinutes: 60,
      },
    });
    expect(planned.word === 'go' && planned.plan.words).toMatch(/the share was raised for want of traffic$/);
  });

  it('extends the monitoring no longer than it must, with the horizon fixed by it', () => {
    const planned = planRollout(before(60, 30), tenant());
    expect(planned).toMatchObject({ word: 'go', plan: { monitoringMinutes: 120, horizonMinutes: 120 } });
    expect(planned.word === 'go' && planned.plan.words).toMatch(
      /the share was raised and the monitoring was extended for want of traffic$/,
    );
  });

  it('wants more requests for a tuning, which has to be proven in the middle of the margin', () => {
    expect(planRollout(before(60, 300), tenant(), 'code')).toMatchObject({ plan: { steps: [{ weight: 0.1 }] } });
    expect(planRollout(before(60, 300), tenant(), 'tuning')).toMatchObject({ plan: { steps: [{ weight: 0.1 }, { weight: 0.5 }] } });
  });

  it('asks, goes on or leaves it when nothing is enough', () => {
    const hardly = before(60, 2);
    expect(planRollout(hardly, tenant())).toMatchObject({
      word: 'ask',
      why: expect.stringMatching(/^too little traffic to find a slowdown by × 2 and an error rate of 5 %/),
    });
    expect(planRollout(hardly, tenant(thin(['raise-weight', 'skip'])))).toMatchObject({ word: 'skip' });
    expect(planRollout(hardly, tenant(thin(['go'])))).toMatchObject({
      word: 'go',
      plan: { words: expect.stringMatching(/goes on all the same$/) },
    });
  });

  it('keeps the longest monitoring as the horizon where an inconclusive end may be extended', () => {
    const planned = planRollout(before(60, 6000), tenant({ whenInconclusive: 'extend' }));
    expect(planned).toMatchObject({ plan: { monitoringMinutes: 60, horizonMinutes: 240, whenInconclusive: 'extend' } });
  });

  it('splits nothing where it may not', () => {
    expect(planRollout(before(60, 600), tenant({ split: false }))).toMatchObject({
      word: 'go',
      plan: { split: false, words: expect.stringMatching(/compared with the time before for 60 minutes$/) },
    });
  });

  it('always fits its own schema and its horizon, whatever the traffic', () => {
    const rates = fc.integer({ min: 0, max: 20_000 });
    const policies = fc.constantFrom('roll-back' as const, 'extend' as const, 'ask' as const);
    fc.assert(
      fc.property(rates, policies, fc.constantFrom('basic', 'conservative', 'aggressive'), (requests, whenInconclusive, profile) => {
        const planned = planRollout(before(30, requests), { ...PROFILE_SETTINGS[profile as 'basic'], whenInconclusive });
        if (planned.word === 'skip') return;
        const plan = RolloutPlan.parse(planned.plan);
        expect(plan.monitoringMinutes).toBeLessThanOrEqual(plan.horizonMinutes);
        for (const { weight, minutes } of plan.steps) expect(weight > 0 && weight < 1 && minutes >= 1).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

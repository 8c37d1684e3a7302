import { describe, expect, it } from 'vitest';
import { baselineOf, observationsOf } from '../../../../bench/judge/read-simulated.ts';
import { SCENARIOS } from '../../../../bench/judge/scenarios.ts';
import { judgeWay } from '../../../../bench/judge/ways/judge-way.ts';
import type { Scenario } from '../../../../bench/judge/world/scenario.ts';
import { simulate } from '../../../../bench/judge/world/simulate.ts';
import { PROFILE_SETTINGS } from '../../../../lambdas/shared/contract/settings.ts';
import { judgePolicy } from '../../../../lambdas/shared/judge/policy.ts';
import { wealthByMinute } from '../../../../lambdas/shared/judge/wealth-by-minute.ts';
import { seededRandom } from '../../../../localstack/embedded/load/random.ts';

const policy = judgePolicy(PROFILE_SETTINGS.basic);

async function judged(name: string) {
  const scenario = SCENARIOS.find((each) => each.name === name) as Scenario;
  const rollout = simulate(scenario, 600, seededRandom(1, 'judge'));
  const baseline = await baselineOf(rollout.baseline, 'calm');
  const observations = observationsOf(rollout.minutes, baseline, policy.margin);
  return { outcome: judgeWay(baseline, observations, policy), wealth: wealthByMinute(baseline, observations, policy) };
}

describe('this judge', () => {
  it.each(['half-fails', 'latency-1.2', 'late-half', 'no-change', 'latency-0.7'])(
    'says of %s what its wealth over all minutes says',
    async (name) => {
      const { outcome, wealth } = await judged(name);
      const harm = wealth.findIndex(({ harmed }) => harmed) + 1 || null;
      const pass = wealth.findIndex(({ passed }) => passed) + 1 || null;
      expect(outcome).toEqual({ harm, pass: harm === null ? pass : null });
    },
  );

  it('rolls back an outage at once, and passes a gain', async () => {
    expect((await judged('half-fails')).outcome.harm).toBeLessThanOrEqual(3);
    expect((await judged('latency-0.7')).outcome).toEqual({ harm: null, pass: expect.any(Number) });
  });
});

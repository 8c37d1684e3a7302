import type { Improvement } from '../../lambdas/shared/contract/records.ts';
import { PROFILE_SETTINGS, type TenantSettings } from '../../lambdas/shared/contract/settings.ts';
import type { Behaviour } from '../lambdas/rollout/fakes/service.ts';

/** A rollout without faults: what is rolled out, how it behaves, and what becomes of it. */
export interface Scenario {
  name: string;
  kind: Improvement['kind'];
  canary: Partial<Behaviour>;
  requestsPerMinute: number;
  tenant: TenantSettings;
  /** How it ends when nothing goes wrong. */
  ends: Improvement['status'];
}

/** Short rollouts, since a history repeats the same minutes: a pass needs ten of them (shared/judge). */
const tenant = (minutes: number): TenantSettings => ({
  ...PROFILE_SETTINGS.basic,
  autonomy: 'improve',
  monitoringSeconds: minutes * 60,
  steps: [
    { weight: 0.1, minutes: 2 },
    { weight: 0.5, minutes: minutes - 2 },
  ],
});

const scenario = (name: string, ends: Scenario['ends'], change: Partial<Scenario> & { minutes: number }): Scenario => {
  const { minutes, ...rest } = change;
  return { name, kind: 'code', canary: { slower: 0.5 }, requestsPerMinute: 600, tenant: tenant(minutes), ends, ...rest };
};

export const SCENARIOS: readonly Scenario[] = [
  scenario('promoted', 'promoted', { minutes: 12 }),
  scenario('harmed', 'rolled-back', { minutes: 12, canary: { errorRate: 0.7 } }),
  // Nothing passes before its tenth minute: a shorter rollout proves neither.
  scenario('inconclusive', 'rolled-back', { minutes: 5, canary: {} }),
  scenario('tuned', 'promoted', { minutes: 12, kind: 'tuning' }),
];

/** @throws RangeError when there is none of this name. */
export function scenarioNamed(name: string): Scenario {
  const found = SCENARIOS.find((each) => each.name === name);
  if (found === undefined)
    throw new RangeError(`scenario: found ${name}, expected one of ${SCENARIOS.map((each) => each.name).join(', ')}`);
  return found;
}

import type { Improvement } from '../../lambdas/shared/contract/records.ts';
import { PROFILE_SETTINGS, type TenantSettings } from '../../lambdas/shared/contract/settings.ts';
import type { Behaviour } from '../lambdas/rollout/fakes/service.ts';
import type { ActName } from './plan/act-names.ts';

/** A rollout without faults: what is rolled out, how it behaves, and what becomes of it. */
export interface Scenario {
  name: string;
  kind: Improvement['kind'];
  canary: Partial<Behaviour>;
  /** How the canary behaves from so many minutes after the start on; null: as before. */
  later: { minute: number; behaviour: Partial<Behaviour> } | null;
  /** What people do, by the minute. */
  people: { minute: number; act: ActName }[];
  requestsPerMinute: number;
  tenant: TenantSettings;
  /** How it ends when nothing goes wrong. */
  ends: Improvement['status'];
}

/** Short rollouts, since a history repeats the same minutes: a pass needs ten of them (shared/judge). */
const tenant = (minutes: number, change: Partial<TenantSettings> = {}): TenantSettings => ({
  ...PROFILE_SETTINGS.basic,
  autonomy: 'improve',
  monitoringSeconds: minutes * 60,
  longestMonitoringSeconds: minutes * 60,
  lowTraffic: { ...PROFILE_SETTINGS.basic.lowTraffic, answers: ['go'] },
  watchMinutes: 2,
  steps: [
    { weight: 0.1, minutes: 2 },
    { weight: 0.5, minutes: minutes - 2 },
  ],
  ...change,
});

const scenario = (name: string, ends: Scenario['ends'], settings: TenantSettings, change: Partial<Scenario> = {}): Scenario => ({
  name,
  kind: 'code',
  canary: { slower: 0.5 },
  later: null,
  people: [],
  requestsPerMinute: 600,
  tenant: settings,
  ends,
  ...change,
});

export const SCENARIOS: readonly Scenario[] = [
  scenario('promoted', 'promoted', tenant(12)),
  scenario('harmed', 'rolled-back', tenant(12), { canary: { errorRate: 0.7 } }),
  // Nothing passes before its tenth minute: a shorter rollout proves neither.
  scenario('inconclusive', 'rolled-back', tenant(5), { canary: {} }),
  scenario('harmed-after-promotion', 'rolled-back', tenant(12, { watchMinutes: 8 }), {
    later: { minute: 17, behaviour: { errorRate: 0.7 } },
  }),
  scenario('tuned-without-split', 'promoted', tenant(14, { split: false }), { kind: 'tuning' }),
  scenario('approved', 'rolled-back', tenant(5, { approval: { needed: 'all', hours: 1 } }), {
    canary: {},
    people: [{ minute: 3, act: 'approve' }],
  }),
  scenario('decided', 'promoted', tenant(5, { whenInconclusive: 'ask', longestMonitoringSeconds: 20 * 60 }), {
    canary: {},
    people: [{ minute: 10, act: 'approve' }],
  }),
];

/** @throws RangeError when there is none of this name. */
export function scenarioNamed(name: string): Scenario {
  const found = SCENARIOS.find((each) => each.name === name);
  if (found === undefined)
    throw new RangeError(`scenario: found ${name}, expected one of ${SCENARIOS.map((each) => each.name).join(', ')}`);
  return found;
}

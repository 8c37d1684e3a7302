import type { Cycle, Improvement } from '../../../lambdas/shared/contract/records.ts';
import { HOUR_MS, timePrefix } from '../../../lambdas/shared/time.ts';
import { BASE_CONFIGURATION } from '../../lambdas/rollout/fakes/service.ts';
import { IMPROVEMENT } from '../../lambdas/rollout/fakes/world.ts';
import { TARGET } from './lambda-side.ts';

/** When every history begins. */
export const START = Date.UTC(2026, 10, 20, 9, 0, 20);
export const CYCLE_ID = `${timePrefix(START)}-cycle`;
export const FIRST = `${timePrefix(START)}-first`;
export const RIVAL = `${timePrefix(START)}-rival`;

/** An improvement of the target that all gates let through. */
export function validated(id: string, kind: Improvement['kind'], now: number): Improvement {
  return {
    ...IMPROVEMENT,
    id,
    cycleId: CYCLE_ID,
    opportunityId: id,
    target: TARGET,
    kind,
    baseVersion: '1',
    files: kind === 'code' ? [{ path: 'index.mjs', content: `export const handler = async () => '${id}';` }] : [],
    configuration: kind === 'tuning' ? { ...BASE_CONFIGURATION, memoryMb: BASE_CONFIGURATION.memoryMb * 2 } : null,
    createdAt: now,
    updatedAt: now,
  };
}

/** The cycle that they belong to; its own part is over. */
export const CYCLE: Cycle = {
  id: CYCLE_ID,
  tenant: 'default',
  trigger: 'manual',
  cause: null,
  targets: null,
  maxImprovements: null,
  windowStart: START - HOUR_MS,
  windowEnd: START,
  status: 'rolling-out',
  reason: 'its rollouts are under way',
  telemetry: { targets: 1, metrics: 0, logs: 0, events: 0 },
  anomalies: 0,
  opportunities: 1,
  executionEnded: true,
  startedAt: START,
  endedAt: null,
  revision: 0,
};

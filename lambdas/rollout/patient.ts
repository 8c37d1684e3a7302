import type { Improvement, Rollout, Target } from '../shared/contract/records.ts';
import { canaryConfiguration } from './publish-canary.ts';

/** The target with the longer timeout of both versions: a minute is complete when the invocations of both have ended. */
export function patient(target: Target, improvement: Improvement, rollout: Rollout): Target {
  const timeoutSeconds = Math.max(target.configuration.timeoutSeconds, canaryConfiguration(improvement, rollout).timeoutSeconds);
  return { ...target, configuration: { ...target.configuration, timeoutSeconds } };
}

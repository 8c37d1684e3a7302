import type { Settings } from '../shared/contract/environment.ts';
import type { Target } from '../shared/contract/records.ts';
import { tenantSettings } from '../shared/policy/autonomy.ts';

/**
 * The targets that telemetry looks at: all managed ones but those whose tenant has switched it off. A target of a tenant that
 * the configuration does not list is observed all the same, and neither the kill switch nor `enabled` stops observing: it
 * has no effect on anything, and what was not seen can't be made up for.
 */
export function observedTargets(targets: readonly Target[], settings: Settings): Target[] {
  return targets.filter((target) => {
    const flags = tenantSettings(settings, target.tenant)?.flags;
    return flags === undefined || (flags.cycle && flags.telemetry);
  });
}

import type { Settings } from '../shared/contract/environment.ts';
import { tenantSettings } from '../shared/policy/autonomy.ts';

/**
 * Whether telemetry looks at a target: at all managed ones but those whose tenant has switched it off. A target of a tenant that
 * the configuration does not list is observed all the same, and neither the kill switch nor `enabled` stops observing: it
 * has no effect on anything, and what was not seen can't be made up for.
 */
export function isObserved({ tenant }: { tenant: string }, settings: Settings): boolean {
  const flags = tenantSettings(settings, tenant)?.flags;
  return flags === undefined || (flags.cycle && flags.telemetry);
}

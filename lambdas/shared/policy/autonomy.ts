import type { Settings } from '../contract/environment.ts';
import type { Improvement, Target } from '../contract/records.ts';
import { AUTONOMY_LEVELS, type Autonomy, type TenantSettings } from '../contract/settings.ts';

/** Level that a change of each kind needs to be applied without a person (DESIGN: autonomy is earned). */
export const NEEDED_AUTONOMY: Readonly<Record<Improvement['kind'], Autonomy>> = { code: 'improve', tuning: 'tune' };

/** Settings of a tenant, or null when the stage's configuration does not list it: such targets are only observed. */
export function tenantSettings(settings: Settings, tenant: string): TenantSettings | null {
  return settings.tenants[tenant] ?? null;
}

/** Whether `level` reaches as far as `needed`. */
export function reaches(level: Autonomy, needed: Autonomy): boolean {
  return AUTONOMY_LEVELS.indexOf(level) >= AUTONOMY_LEVELS.indexOf(needed);
}

/** How far Kaizen may go with this target: its own tag, else its tenant's level, never above the stage's ceiling. */
export function effectiveAutonomy(target: Pick<Target, 'tenant' | 'autonomy'>, settings: Settings): Autonomy {
  const tenant = tenantSettings(settings, target.tenant);
  if (tenant === null) return 'observe';
  const wanted = target.autonomy ?? tenant.autonomy;
  return reaches(settings.autonomyCeiling, wanted) ? wanted : settings.autonomyCeiling;
}

import { PROFILE_SETTINGS, type TenantSettings } from '../../lambdas/shared/contract/settings.ts';
import type { StageConfig, TenantConfig } from './stage-config.ts';

/** What is defined in `overrides`; a key that is there but undefined does not hide the profile's value. */
function defined<T extends object>(overrides: T): Partial<T> {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** The tenant's profile with its overrides laid over it; flags are merged one by one. */
export function tenantSettings({ profile, overrides }: TenantConfig): TenantSettings {
  const base = PROFILE_SETTINGS[profile];
  const { flags, ...rest } = overrides;
  return { ...base, ...defined(rest), flags: { ...base.flags, ...defined(flags ?? {}) } } as TenantSettings;
}

/** Effective settings of all tenants of a stage. */
export function allTenantSettings(config: StageConfig): Record<string, TenantSettings> {
  return Object.fromEntries(Object.entries(config.tenants).map(([tenant, wanted]) => [tenant, tenantSettings(wanted)]));
}

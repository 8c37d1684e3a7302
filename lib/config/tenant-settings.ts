import type { TenantSettings } from '../../lambdas/shared/contract/settings.ts';
import { tenantSettings } from '../../lambdas/shared/contract/tenant-config.ts';
import type { StageConfig } from './stage-config.ts';

/** Effective settings of all tenants of a stage. */
export function allTenantSettings(config: StageConfig): Record<string, TenantSettings> {
  return Object.fromEntries(Object.entries(config.tenants).map(([tenant, wanted]) => [tenant, tenantSettings(wanted)]));
}

import * as z from 'zod';
import { Approval, FeatureFlags, JudgeSettings, LowTraffic, Profile, PROFILE_SETTINGS, TenantSettings } from './settings.ts';

/** Groups of settings of which an override may name single ones. */
const GROUPS = { flags: FeatureFlags, judge: JudgeSettings, lowTraffic: LowTraffic, approval: Approval } as const;
type Group = keyof typeof GROUPS;

/**
 * A profile, and what this tenant wants otherwise. The handlers' environment carries this and not the settings that come of it: Lambda
 * allows 4 KB for all tenants.
 */
export const TenantConfig = z.strictObject({
  profile: Profile,
  /** Any part of the settings; of a group (flags, judge, lowTraffic, approval) any part of it. */
  overrides: TenantSettings.partial()
    .extend({
      flags: FeatureFlags.partial().optional(),
      judge: JudgeSettings.partial().optional(),
      lowTraffic: LowTraffic.partial().optional(),
      approval: Approval.partial().optional(),
    })
    .strict(),
});
export type TenantConfig = z.infer<typeof TenantConfig>;

/** What is defined in `overrides`; a key that is there but undefined does not hide the profile's value. */
function defined<T extends object>(overrides: T): Partial<T> {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** The tenant's profile with its overrides laid over it; the groups are merged one setting at a time. */
export function tenantSettings({ profile, overrides }: TenantConfig): TenantSettings {
  const base = PROFILE_SETTINGS[profile];
  const groups = Object.fromEntries(
    (Object.keys(GROUPS) as Group[]).map((group) => [group, { ...base[group], ...defined(overrides[group] ?? {}) }]),
  );
  return { ...base, ...defined(overrides), ...groups } as TenantSettings;
}

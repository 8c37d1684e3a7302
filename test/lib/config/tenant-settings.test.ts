import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AUTONOMY_LEVELS,
  PROFILE_SETTINGS,
  PROFILES,
  TenantSettings,
  type FeatureFlags,
} from '../../../lambdas/shared/contract/settings.ts';
import { tenantSettings } from '../../../lambdas/shared/contract/tenant-config.ts';
import { TenantConfig } from '../../../lambdas/shared/contract/tenant-config.ts';

const flagNames = Object.keys(PROFILE_SETTINGS.basic.flags) as (keyof FeatureFlags)[];
const flags = fc.record(
  Object.fromEntries(flagNames.map((name) => [name, fc.boolean()])) as Record<keyof FeatureFlags, fc.Arbitrary<boolean>>,
  { requiredKeys: [] },
);
const overrides = fc.record(
  {
    enabled: fc.boolean(),
    autonomy: fc.constantFrom(...AUTONOMY_LEVELS),
    intervalHours: fc.integer({ min: 1, max: 744 }),
    windowMinutes: fc.integer({ min: 5, max: 20_160 }),
    maxConcurrent: fc.integer({ min: 1, max: 20 }),
    riskTolerance: fc.double({ min: 0, max: 1, noNaN: true }),
    monitoringSeconds: fc.integer({ min: 300, max: 86_400 }),
    steps: fc.array(fc.record({ weight: fc.double({ min: 0.01, max: 0.99, noNaN: true }), minutes: fc.integer({ min: 1, max: 1440 }) }), {
      minLength: 1,
      maxLength: 5,
    }),
    flags,
  },
  { requiredKeys: [] },
);
const config = fc.record({ profile: fc.constantFrom(...PROFILES), overrides }) as fc.Arbitrary<TenantConfig>;

describe('tenantSettings', () => {
  it('always gives whole and valid settings', () => {
    fc.assert(
      fc.property(config, (given) => {
        expect(TenantConfig.safeParse(given).success).toBe(true);
        expect(TenantSettings.safeParse(tenantSettings(given)).error).toBeUndefined();
      }),
    );
  });

  it('takes what is overridden from the tenant and everything else from the profile', () => {
    fc.assert(
      fc.property(config, (given) => {
        const settings = tenantSettings(given);
        const base = PROFILE_SETTINGS[given.profile];
        for (const key of Object.keys(base) as (keyof TenantSettings)[]) {
          if (key === 'flags') continue;
          expect(settings[key]).toEqual(given.overrides[key] ?? base[key]);
        }
        for (const name of flagNames) expect(settings.flags[name]).toBe(given.overrides.flags?.[name] ?? base.flags[name]);
      }),
    );
  });

  it('leaves the profiles as they are, and merging what was merged changes nothing', () => {
    fc.assert(
      fc.property(config, (given) => {
        const before = structuredClone(PROFILE_SETTINGS);
        const settings = tenantSettings(given);
        expect(PROFILE_SETTINGS).toEqual(before);
        expect(tenantSettings({ profile: given.profile, overrides: settings })).toEqual(settings);
      }),
    );
  });
});

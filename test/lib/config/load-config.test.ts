import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { PROFILE_SETTINGS } from '../../../lambdas/shared/contract/settings.ts';
import { ConfigError, describeIssue } from '../../../lib/config/config-error.ts';
import { loadConfig, parseConfig } from '../../../lib/config/load-config.ts';
import { allTenantSettings } from '../../../lib/config/tenant-settings.ts';

const tenant = (overrides: Record<string, unknown>, profile = 'basic') => ({ tenants: { shop: { profile, overrides } } });

function issuesOf(config: unknown) {
  try {
    parseConfig(config);
  } catch (error) {
    if (error instanceof ConfigError) return error.issues;
    throw error;
  }
  return expect.fail('the config was accepted');
}

describe('default config', () => {
  it('only observes one tenant by the basic profile', () => {
    const config = parseConfig({});
    expect(config).toMatchObject({ stage: 'dev', retainData: false });
    expect(allTenantSettings(config)).toEqual({ default: PROFILE_SETTINGS.basic });
    expect(PROFILE_SETTINGS.basic.autonomy).toBe('observe');
  });

  it('retains the data of production', () => {
    expect(parseConfig({ stage: 'prod' }).retainData).toBe(true);
    expect(parseConfig({}, 'prod').retainData).toBe(true);
    expect(parseConfig({ stage: 'prod', retainData: false }).retainData).toBe(false);
  });

  it('fills telemetry field by field', () => {
    expect(parseConfig({ telemetry: { intervalSeconds: 120, logSubscriptions: false } }).telemetry).toEqual({
      intervalSeconds: 120,
      normalSeconds: 360,
      quietSeconds: 900,
      idleSeconds: 3600,
      latenessSeconds: 900,
      pollConcurrency: 10,
      logSubscriptions: false,
      logSamplingRate: 1,
      eventDedupSeconds: 300,
    });
  });

  it('allows one interval for all', () => {
    const telemetry = { intervalSeconds: 60, normalSeconds: 60, quietSeconds: 60, idleSeconds: 60 };
    expect(parseConfig({ telemetry }).telemetry).toMatchObject(telemetry);
  });

  it.each(['basic', 'conservative', 'aggressive'] as const)('lets the profile %s through as it is', (profile) => {
    expect(allTenantSettings(parseConfig(tenant({}, profile)))).toEqual({ shop: PROFILE_SETTINGS[profile] });
  });
});

const BUCKETS = Array.from({ length: 11 }, (_, index) => `sources-${index}`);

describe('a bad config', () => {
  it.each([
    ['stage', { stage: 'Dev!' }, 'Dev!', /1 to 20 of a-z/],
    ['retainData', { retainData: 'yes' }, 'yes', /boolean/],
    ['encryption', { encryption: 'none' }, 'none', /"aws"\|"customer"/],
    ['autonomyCeiling', { autonomyCeiling: 'all' }, 'all', /"observe"/],
    ['telemetry', { telemetry: 5 }, 5, /object/],
    ['telemetry.intervalSeconds', { telemetry: { intervalSeconds: 90 } }, 90, /multiple of 60/],
    ['telemetry.logSamplingRate', { telemetry: { logSamplingRate: 2 } }, 2, /<=1/],
    ['telemetry.logSubscriptions', { telemetry: { logSubscriptions: 'yes' } }, 'yes', /boolean/],
    ['telemetry.pollConcurrency', { telemetry: { pollConcurrency: 1 } }, 1, />=2/],
    ['telemetry.latenessSeconds', { telemetry: { latenessSeconds: 3660 } }, 3660, /<=3600/],
    ['telemetry.quietSeconds', { telemetry: { quietSeconds: 930 } }, 930, /multiple of 60/],
    ['telemetry.idleSeconds', { telemetry: { idleSeconds: 25_200 } }, 25_200, /<=21600/],
    ['telemetry.normalSeconds', { telemetry: { intervalSeconds: 420 } }, 360, /at least 420, as telemetry.intervalSeconds/],
    ['telemetry.quietSeconds', { telemetry: { quietSeconds: 240 } }, 240, /at least 360, as telemetry.normalSeconds/],
    ['telemetry.idleSeconds', { telemetry: { idleSeconds: 600 } }, 600, /at least 900, as telemetry.quietSeconds/],
    ['sourceBuckets.0', { sourceBuckets: ['*'] }, '*', /name of a bucket/],
    ['sourceBuckets.0', { sourceBuckets: ['sources/orders'] }, 'sources/orders', /name of a bucket/],
    ['sourceBuckets', { sourceBuckets: BUCKETS }, BUCKETS, /<=10/],
    ['notificationEmail', { notificationEmail: 'nobody' }, 'nobody', /email/i],
    ['retainDate', { retainDate: true }, true, /no such field/],
    ['tenants.shop.profile', tenant({}, 'bold'), 'bold', /"basic"/],
    ['tenants.shop.overrides.maxConcurrent', tenant({ maxConcurrent: 0 }), 0, />=1/],
    ['tenants.shop.overrides.steps.0.weight', tenant({ steps: [{ weight: 1.5, minutes: 5 }] }), 1.5, /<1/],
    ['tenants.shop.overrides.monitoring', tenant({ monitoring: 5 }), 5, /no such field/],
    ['tenants.shop.overrides.flags.cylce', tenant({ flags: { cylce: true } }), true, /no such field/],
    ['tenants', { tenants: {} }, {}, /at least one tenant/],
    ['tenants.shop.intervalHours', tenant({ intervalHours: 36 }), 36, /1, 2, 3, 4, 6, 8, 12, 24 or 168/],
    ['tenants.shop.autonomy', { autonomyCeiling: 'tune', ...tenant({ autonomy: 'improve' }) }, 'improve', /at most tune/],
    ['(root)', [], [], /a JSON object/],
  ])('names %s, what was found and what was expected', (field, config, value, expectation) => {
    const issue =
      issuesOf(config).find((candidate) => candidate.field === field) ??
      expect.fail(`no issue at ${field}: ${issuesOf(config).map(describeIssue).join('; ')}`);
    expect(issue.value).toEqual(value);
    expect(issue.expectation).toMatch(expectation);
    expect(issue.reason).not.toBe('');
  });

  it('says why steps that last longer than the monitoring are wrong', () => {
    const [issue] = issuesOf(tenant({ monitoringSeconds: 1800, steps: [{ weight: 0.1, minutes: 31 }] }));
    expect(issue).toMatchObject({
      field: 'tenants.shop.steps',
      expectation: 'steps of together at most 30 minutes',
      reason: 'they last 31 minutes, but the rollout is monitored for 1800 s only',
    });
  });

  it('says which weight does not rise', () => {
    const steps = [0.1, 0.5, 0.5].map((weight) => ({ weight, minutes: 5 }));
    expect(issuesOf(tenant({ steps }))).toMatchObject([{ field: 'tenants.shop.steps.2.weight', value: 0.5, expectation: 'more than 0.5' }]);
  });

  it('names all that is wrong at once', () => {
    expect(issuesOf({ retainData: 1, encryption: 2 }).map(({ field }) => field)).toEqual(['retainData', 'encryption']);
  });

  it('is shown in one line an issue', () => {
    expect(describeIssue({ field: 'a.b', value: undefined, expectation: 'a number', reason: 'because' })).toBe(
      'a.b: found nothing; expected a number (because)',
    );
  });
});

describe('config file', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });
  function file(text: string): string {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'kaizen-config-'));
    folders.push(folder);
    writeFileSync(path.join(folder, 'stage.json'), text);
    return path.join(folder, 'stage.json');
  }

  it('is read over the default of its stage', () => {
    expect(loadConfig({ path: file('{"stage":"prod","encryption":"customer"}') })).toMatchObject({
      stage: 'prod',
      retainData: true,
      encryption: 'customer',
    });
    expect(loadConfig({ stage: 'test' }).stage).toBe('test');
  });

  it.each([
    ['is not there', () => '/nowhere/stage.json', /config: found "\/nowhere\/stage.json"; expected a readable JSON file/],
    ['is no JSON', () => file('{'), /expected a JSON file/],
  ])('that %s is named', (_case, given, message) => {
    expect(() => loadConfig({ path: given() })).toThrow(message);
  });

  it('of another stage than the one asked for is refused', () => {
    expect(() => loadConfig({ stage: 'dev', path: file('{"stage":"prod"}') })).toThrow(/^stage: found "prod"; expected "dev"/);
  });
});

import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { BaseEnvironment, NotifyingEnvironment, StartingEnvironment } from '../../lambdas/shared/contract/environment.ts';
import { HANDLERS, type HandlerName } from '../../lambdas/shared/contract/names.ts';
import { PROFILE_SETTINGS } from '../../lambdas/shared/contract/settings.ts';
import { ConfigError } from '../../lib/config/config-error.ts';
import { checkEnvironmentSize, ENVIRONMENT_LIMIT_BYTES, environmentBytes } from '../../lib/constructs/environment.ts';
import { readAssembly } from '../../lib/assembly.ts';
import { synthesizeTemplate } from '../../lib/synthesize-template.ts';
import { synthesized } from './synthesized.ts';

const { handlers } = readAssembly(synthesized({ stage: 'dev' }));
const NOTIFYING: ReadonlySet<HandlerName> = new Set([
  'rollout/deploy',
  'rollout/promote',
  'rollout/roll-back',
  'reporting/report',
  'reporting/alert',
] as const);

/** An environment of so many bytes. */
const environmentOf = (bytes: number) => ({ X: 'x'.repeat(bytes - 1) });

/** What each handler parses its environment with. */
function schemaOf(handler: HandlerName): z.ZodType {
  if (handler === 'remediation/emergency') return z.intersection(NotifyingEnvironment, StartingEnvironment);
  return NOTIFYING.has(handler) ? NotifyingEnvironment : BaseEnvironment;
}

describe('environment', () => {
  it.each(HANDLERS)('of %s is complete', (handler) => {
    const parsed = schemaOf(handler).safeParse(handlers[handler].environment);
    expect(parsed.error).toBeUndefined();
    expect(parsed.data).toMatchObject({ KAIZEN_STAGE: 'dev', KAIZEN_TENANTS: { default: PROFILE_SETTINGS.basic } });
  });

  it('gives the topic and the cycle to nobody else', () => {
    for (const handler of HANDLERS) {
      const names = Object.keys(handlers[handler].environment);
      expect(names.includes('KAIZEN_TOPIC_ARN'), handler).toBe(NOTIFYING.has(handler) || handler === 'remediation/emergency');
      expect(names.includes('KAIZEN_IMPROVEMENT_CYCLE_ARN'), handler).toBe(handler === 'remediation/emergency');
    }
  });
});

describe('size of the environment', () => {
  it('counts names and values in bytes', () => {
    expect(environmentBytes({ A: 'é', BC: 'xyz' })).toBe(1 + 2 + 2 + 3);
  });

  it('is allowed up to the limit, and not beyond', () => {
    expect(() => checkEnvironmentSize('rollout/judge', environmentOf(ENVIRONMENT_LIMIT_BYTES), 1)).not.toThrow();
    expect(() => checkEnvironmentSize('rollout/judge', environmentOf(ENVIRONMENT_LIMIT_BYTES + 1), 1)).toThrow(ConfigError);
  });

  it('fails synth with the field and the reason when the tenants are too many', () => {
    const tenants = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`tenant-${index}`, { profile: 'basic' as const, overrides: {} }]),
    );
    expect(() => synthesizeTemplate({ tenants }, { bundle: false })).toThrow(
      /^tenants: found "12 tenants"; expected settings that fit: .+ \(Lambda allows 4096 bytes/,
    );
  });
});

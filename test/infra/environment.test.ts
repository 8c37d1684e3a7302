import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  BaseEnvironment,
  DecidingEnvironment,
  DispatchEnvironment,
  NotifyingEnvironment,
  PollEnvironment,
  ReportingEnvironment,
  settingsOf,
  StartingEnvironment,
  SourcingEnvironment,
  ValidatingEnvironment,
} from '../../lambdas/shared/contract/environment.ts';
import { HANDLERS, type HandlerName } from '../../lambdas/shared/contract/names.ts';
import { PROFILE_SETTINGS } from '../../lambdas/shared/contract/settings.ts';
import { parseConfig } from '../../lib/config/load-config.ts';
import { ConfigError } from '../../lib/config/config-error.ts';
import { checkEnvironmentSize, ENVIRONMENT_LIMIT_BYTES, environmentBytes } from '../../lib/constructs/environment.ts';
import { embeddedFunctionArn, readAssembly } from '../../lib/assembly.ts';
import { synthesizeTemplate } from '../../lib/synthesize-template.ts';
import { synthesized } from './synthesized.ts';

const { handlers } = readAssembly(synthesized({ stage: 'dev' }));
const NOTIFYING: ReadonlySet<HandlerName> = new Set([
  'rollout/decide',
  'rollout/judge',
  'rollout/deploy',
  'rollout/promote',
  'rollout/roll-back',
  'reporting/report',
  'reporting/alert',
  'analysis/detect',
] as const);
const SOURCING: ReadonlySet<HandlerName> = new Set(['analysis/analyse', 'generation/generate', 'validation/validate'] as const);
const FINDING: ReadonlySet<HandlerName> = new Set(['telemetry/poll', 'telemetry/collect'] as const);

/** An environment of so many bytes. */
const environmentOf = (bytes: number) => ({ X: 'x'.repeat(bytes - 1) });

/** What each handler parses its environment with. */
function schemaOf(handler: HandlerName): z.ZodType {
  if (handler === 'remediation/emergency') return z.intersection(NotifyingEnvironment, StartingEnvironment);
  if (handler === 'rollout/decide') return DecidingEnvironment;
  if (handler === 'telemetry/dispatch') return DispatchEnvironment.required({ KAIZEN_LOG_RECEIVER_ARN: true });
  if (handler === 'reporting/report') return ReportingEnvironment;
  if (handler === 'validation/validate') return ValidatingEnvironment;
  if (handler === 'analysis/analyse' || handler === 'generation/generate') return SourcingEnvironment;
  if (FINDING.has(handler)) return PollEnvironment;
  return NOTIFYING.has(handler) ? NotifyingEnvironment : BaseEnvironment;
}

describe('environment', () => {
  it.each(HANDLERS)('of %s is complete', (handler) => {
    const parsed = schemaOf(handler).safeParse(handlers[handler].environment);
    expect(parsed.error).toBeUndefined();
    expect(parsed.data).toMatchObject({ KAIZEN_STAGE: 'dev', KAIZEN_TENANTS: { default: PROFILE_SETTINGS.basic } });
  });

  it('says how often is polled, how late points may be, and where queues and the receiver of logs are', () => {
    const environment = handlers['telemetry/dispatch'].environment;
    expect(settingsOf(BaseEnvironment.parse(environment))).toMatchObject({
      pollSeconds: { fast: 60, normal: 360, quiet: 900, idle: 3600 },
      latenessMs: 900_000,
      eventDedupSeconds: 300,
    });
    expect(environment['KAIZEN_LOG_RECEIVER_ARN']).toBe(embeddedFunctionArn('telemetry/receive-logs'));
    const findings = handlers['telemetry/poll'].environment['KAIZEN_FINDINGS_QUEUE_URL'];
    expect(findings).toMatch(/^https:\/\//);
    expect(handlers['telemetry/collect'].environment['KAIZEN_FINDINGS_QUEUE_URL']).toBe(findings);
    expect(environment['KAIZEN_POLL_QUEUE_URL']).not.toBe(findings);
  });

  it('says where untrusted code runs, and which buckets tags may name', () => {
    const { environment } = readAssembly(synthesized({ sourceBuckets: ['sources'] })).handlers['validation/validate'];
    expect(ValidatingEnvironment.parse(environment)).toMatchObject({
      KAIZEN_SANDBOX_FUNCTION: embeddedFunctionArn('validation/sandbox'),
      KAIZEN_SOURCE_BUCKETS: ['sources'],
    });
    expect(handlers['validation/validate'].environment['KAIZEN_SOURCE_BUCKETS']).toBe('[]');
  });

  it('names no receiver of logs where the stage polls them', () => {
    const { environment } = readAssembly(synthesized({ telemetry: { logSubscriptions: false } })).handlers['telemetry/dispatch'];
    expect(environment).not.toHaveProperty('KAIZEN_LOG_RECEIVER_ARN');
    expect(DispatchEnvironment.safeParse(environment).success).toBe(true);
  });

  it('tells of the configured model whoever chooses, writes and checks what it is for, and nobody else', () => {
    const model = { provider: 'bedrock', models: [{ id: 'amazon.nova-2-lite-v1:0', inputPrice: 1, outputPrice: 5, structured: false }] };
    const config = parseConfig({ model });
    const told = readAssembly(synthesized(config)).handlers;
    const known = HANDLERS.filter((handler) => 'KAIZEN_MODEL' in told[handler].environment);
    expect(known).toEqual(['analysis/analyse', 'generation/generate', 'validation/validate']);
    for (const handler of known) expect(settingsOf(BaseEnvironment.parse(told[handler].environment)).model).toEqual(config.model);
    expect(settingsOf(BaseEnvironment.parse(handlers['generation/generate'].environment)).model).toBeNull();
  });

  it('gives queues, topic, bucket and cycle to nobody else', () => {
    for (const handler of HANDLERS) {
      const names = Object.keys(handlers[handler].environment);
      expect(names.includes('KAIZEN_TOPIC_ARN'), handler).toBe(NOTIFYING.has(handler) || handler === 'remediation/emergency');
      expect(names.includes('KAIZEN_IMPROVEMENT_CYCLE_ARN'), handler).toBe(handler === 'remediation/emergency');
      expect(names.includes('KAIZEN_REPORTS_BUCKET'), handler).toBe(handler === 'reporting/report');
      expect(names.includes('KAIZEN_SANDBOX_FUNCTION'), handler).toBe(handler === 'validation/validate');
      expect(names.includes('KAIZEN_SOURCE_BUCKETS'), handler).toBe(SOURCING.has(handler));
      expect(names.includes('KAIZEN_ROLLOUT_ARN'), handler).toBe(handler === 'rollout/decide');
      expect(names.includes('KAIZEN_POLL_QUEUE_URL'), handler).toBe(handler === 'telemetry/dispatch');
      expect(names.includes('KAIZEN_LOG_RECEIVER_ARN'), handler).toBe(handler === 'telemetry/dispatch');
      expect(names.includes('KAIZEN_FINDINGS_QUEUE_URL'), handler).toBe(FINDING.has(handler));
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
      Array.from({ length: 60 }, (_, index) => [`tenant-${index}`, { profile: 'basic' as const, overrides: {} }]),
    );
    expect(() => synthesizeTemplate({ tenants }, { bundle: false })).toThrow(
      /^tenants: found "60 tenants"; expected settings that fit: .+ \(Lambda allows 4096 bytes/,
    );
  });
});

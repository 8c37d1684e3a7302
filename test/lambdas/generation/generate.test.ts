import { applyPatch } from 'diff';
import { describe, expect, test } from 'vitest';
import { generate, type GeneratePorts } from '../../../lambdas/generation/generate.ts';
import { packageSource } from '../../../lambdas/shared/adapters/package-source.ts';
import type { Opportunity } from '../../../lambdas/shared/contract/records.ts';
import { Improvement } from '../../../lambdas/shared/contract/records.ts';
import type { TenantSettings } from '../../../lambdas/shared/contract/settings.ts';
import type { CodeModel } from '../../../lambdas/shared/ports.ts';
import { fleetOf, LOOP, memoryAudit, memoryWork, opportunityOf, settingsWith, switchOf, TARGET, type Deployed } from './fakes.ts';

const FILES = [{ path: 'handler.js', content: LOOP }];

interface Given {
  opportunity?: Partial<Opportunity>;
  deployed?: Partial<Deployed>;
  tenant?: Partial<TenantSettings>;
  stopped?: boolean;
  model?: CodeModel | null;
}

function setUp({ opportunity, deployed, tenant, stopped = false, model = null }: Given = {}) {
  const stored = opportunityOf(opportunity);
  const audit = memoryAudit();
  const fleet = fleetOf({ target: TARGET, files: FILES, ...deployed });
  const ports: GeneratePorts = {
    work: memoryWork([stored]),
    fleet,
    source: packageSource(fleet),
    audit,
    control: switchOf({ stopped, by: 'ada', reason: 'freeze' }),
    clock: () => 5000,
    model,
  };
  const run = () => generate(ports, settingsWith(tenant), { tenant: 'default', cycleId: 'cycle-1', opportunityId: stored.id });
  const record = () => ports.work.improvements.get('default', stored.id);
  return { ports, audit, run, record };
}

test('writes a code improvement whose diff turns the live files into its own', async () => {
  const { run, record, audit } = setUp();
  expect(await run()).toEqual({ tenant: 'default', cycleId: 'cycle-1', improvementId: '1-orders-sequential-awaits', proceed: true });
  const improvement = Improvement.parse(await record());
  expect(improvement).toMatchObject({
    status: 'generated',
    kind: 'code',
    strategy: 'codemod:bounded-concurrency',
    baseVersion: '3',
    confidence: 0.9,
    createdAt: 5000,
    differences: ['order'],
    benefit: 'duration',
  });
  expect(improvement.files[0]?.content).toContain('mapBounded');
  expect(applyPatch(LOOP, improvement.diff)).toBe(improvement.files[0]?.content);
  expect(audit.entries).toMatchObject([{ action: 'generate', subject: 'orders', at: 5000 }]);
});

test('a second run changes nothing', async () => {
  const { run, record, audit } = setUp();
  const first = await run();
  const stored = await record();
  expect(await run()).toEqual(first);
  expect(await record()).toEqual(stored);
  expect(audit.entries).toHaveLength(1);
});

test('a run that was cut off before its audit entry is completed by the next', async () => {
  const { run, ports, audit } = setUp();
  const append = ports.audit.append.bind(ports.audit);
  ports.audit.append = async () => {
    throw new Error('cut off');
  };
  await expect(run()).rejects.toThrow('cut off');
  ports.audit.append = append;
  expect(await run()).toMatchObject({ proceed: true });
  expect(audit.entries).toHaveLength(1);
});

test('turns a tuning into the whole configuration', async () => {
  const { run, record } = setUp({ opportunity: { kind: 'over-provisioned', wanted: { memoryMb: 256, timeoutSeconds: 30 } } });
  expect(await run()).toMatchObject({ proceed: true });
  expect(await record()).toMatchObject({
    kind: 'tuning',
    strategy: 'tuning:memory',
    files: [],
    configuration: { memoryMb: 256, timeoutSeconds: 30 },
    diff: expect.stringContaining('+memoryMb: 256') as unknown,
  });
});

const refusals: [string, Given, string][] = [
  ['the kill switch is on', { stopped: true }, 'stopped by ada: freeze'],
  ['generation is off', { tenant: { flags: { ...settingsWith().tenants['default']!.flags, generation: false } } }, 'switched off'],
  ['the tenant is off', { tenant: { enabled: false } }, 'not enabled'],
  ['the level is observe', { tenant: { autonomy: 'observe' } }, 'autonomy level observe'],
  ['the target is gone', { deployed: { target: null } }, 'not there or not managed'],
  ['a rollout is under way', { deployed: { canary: { version: '4', weight: 0.1 } } }, 'version 4 of orders is being rolled out'],
  [
    'the place is gone',
    { opportunity: { evidence: [{ source: 'source', summary: 's', location: 'handler.js:99' }] } },
    'no such place any more',
  ],
  [
    'the file is gone',
    { opportunity: { evidence: [{ source: 'source', summary: 's', location: 'other.js:3' }] } },
    'the live version has no other.js:3',
  ],
  ['no place is named', { opportunity: { evidence: [{ source: 'telemetry', summary: 's' }] } }, 'names no place'],
  ['only people can do it', { opportunity: { kind: 'errors' } }, 'no model is configured'],
  ['the setting is so already', { opportunity: { kind: 'over-provisioned', wanted: { memoryMb: 1024, timeoutSeconds: 1 } } }, 'already'],
  [
    'the patch is too large',
    { deployed: { files: [{ path: 'handler.js', content: `${LOOP}// ${'x'.repeat(210_000)}\n` }] } },
    'more than the 200 KB',
  ],
];

describe('refuses, with the reason, when', () => {
  test.each(refusals)('%s', async (_name, given, reason) => {
    const { run, record, audit } = setUp(given);
    expect(await run()).toMatchObject({ proceed: false });
    const improvement = Improvement.parse(await record());
    expect(improvement).toMatchObject({ status: 'refused', files: [], diff: '' });
    expect(improvement.reason).toContain(reason);
    expect(audit.entries).toMatchObject([{ action: 'refuse', summary: expect.stringContaining(reason) as unknown }]);
    expect(await run()).toMatchObject({ proceed: false });
    expect(audit.entries).toHaveLength(1);
  });
});

test('an opportunity that is not stored is an error', async () => {
  const { ports } = setUp();
  const missing = generate(ports, settingsWith(), { tenant: 'default', cycleId: 'c', opportunityId: 'none' });
  await expect(missing).rejects.toMatchObject({ name: 'RecordNotFound' });
});

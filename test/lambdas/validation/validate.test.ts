import { describe, expect, test } from 'vitest';
import type { Improvement } from '../../../lambdas/shared/contract/records.ts';
import type { TenantSettings } from '../../../lambdas/shared/contract/settings.ts';
import type { TestRun } from '../../../lambdas/shared/source/tools.ts';
import { CHECKS } from '../../../lambdas/validation/checks.ts';
import { validate, type ValidatePorts } from '../../../lambdas/validation/validate.ts';
import { fleetOf, LOOP, memoryAudit, memoryWork, settingsWith, switchOf, TARGET, type Deployed } from '../generation/fakes.ts';

const IMPROVEMENT: Improvement = {
  id: '1-orders-sequential-awaits',
  tenant: 'default',
  cycleId: 'cycle-1',
  opportunityId: '1-orders-sequential-awaits',
  target: 'orders',
  kind: 'code',
  strategy: 'codemod:bounded-concurrency',
  title: 'waits for one item after the other',
  explanation: '',
  status: 'generated',
  reason: 'written',
  baseVersion: '3',
  files: [{ path: 'handler.js', content: LOOP.replace('await load(id)', 'await load(id, 1)') }],
  diff: '',
  configuration: null,
  confidence: 0.9,
  risk: 0.05,
  gain: 0.5,
  checks: [],
  approval: null,
  rollout: null,
  impact: null,
  createdAt: 1000,
  updatedAt: 1000,
  revision: 0,
};

interface Given {
  improvement?: Partial<Improvement>;
  deployed?: Partial<Deployed>;
  tenant?: Partial<TenantSettings>;
  stopped?: boolean;
  run?: TestRun | { none: string };
}

function setUp({
  improvement,
  deployed,
  tenant,
  stopped = false,
  run = {
    passed: 2,
    failed: 0,
    coverage: 1,
    lines: { 'handler.js': { ran: LOOP.split('\n').map((_, index) => index + 1), missed: [] } },
    output: '',
  },
}: Given = {}) {
  const audit = memoryAudit();
  let runs = 0;
  let now = 7000;
  const ports: ValidatePorts = {
    work: memoryWork([], [{ ...IMPROVEMENT, ...improvement }]),
    fleet: fleetOf({ target: TARGET, files: [{ path: 'handler.js', content: LOOP }], ...deployed }),
    audit,
    control: switchOf({ stopped, by: 'ada', reason: 'freeze' }),
    clock: () => (now += 1),
    runner: {
      async run(files) {
        runs += 1;
        // The base's own tests pass: what a case is about is the change.
        const isBase = files.some((file) => file.content === LOOP);
        return isBase && !('none' in run) ? { ...run, passed: run.passed, failed: 0 } : run;
      },
    },
    types: { check: async () => [] },
  };
  const act = () => validate(ports, settingsWith(tenant), { tenant: 'default', cycleId: 'cycle-1', improvementId: IMPROVEMENT.id });
  return { audit, act, ports, record: () => ports.work.improvements.get('default', IMPROVEMENT.id), runs: () => runs };
}

test('sends what holds every check to its rollout', async () => {
  const { act, record, audit } = setUp();
  expect(await act()).toEqual({ tenant: 'default', cycleId: 'cycle-1', improvementId: IMPROVEMENT.id, next: 'rollout' });
  expect(await record()).toMatchObject({ status: 'validated', revision: 1, updatedAt: 7001 });
  expect((await record())?.checks.map((check) => check.check)).toEqual(CHECKS.map((check) => check.name));
  expect(audit.entries).toMatchObject([{ action: 'validated', subject: 'orders', at: 7001 }]);
});

test('a second run changes nothing and runs nothing', async () => {
  const { act, record, audit, runs } = setUp();
  const first = await act();
  const stored = await record();
  expect(await act()).toEqual(first);
  expect(await record()).toEqual(stored);
  expect(audit.entries).toHaveLength(1);
  // Before the change and after it.
  expect(runs()).toBe(2);
});

test('a run that was cut off before its audit entry is completed by the next', async () => {
  const { act, ports, audit } = setUp();
  const append = ports.audit.append.bind(ports.audit);
  ports.audit.append = async () => {
    throw new Error('cut off');
  };
  await expect(act()).rejects.toThrow('cut off');
  ports.audit.append = append;
  expect(await act()).toMatchObject({ next: 'rollout' });
  expect(audit.entries).toMatchObject([{ action: 'validated' }]);
});

test('a tuning runs no code', async () => {
  const { act, record, runs } = setUp({
    improvement: { kind: 'tuning', files: [], configuration: { memoryMb: 256, timeoutSeconds: 30 } },
    tenant: { autonomy: 'tune' },
  });
  expect(await act()).toMatchObject({ next: 'rollout' });
  expect(runs()).toBe(0);
  expect((await record())?.checks.every((check) => check.status === 'not-applicable')).toBe(true);
});

const endings: [string, Given, Improvement['status'], string][] = [
  ['the tests fail', { run: { passed: 1, failed: 1, coverage: 1, lines: {}, output: 'boom' } }, 'rejected', '1 of 2 tests fail'],
  ['the target has no tests', { run: { none: 'the target has no tests' } }, 'proposed', 'no tests'],
  ['the level of autonomy ends here', { tenant: { autonomy: 'recommend' } }, 'proposed', 'autonomy level is recommend'],
  ['the target\u2019s own tag says less', { deployed: { target: { ...TARGET, autonomy: 'tune' } } }, 'proposed', 'autonomy level is tune'],
  ['the kill switch is on', { stopped: true }, 'not-deployed', 'stopped by ada: freeze'],
  [
    'validation is off',
    { tenant: { flags: { ...settingsWith().tenants['default']!.flags, validation: false } } },
    'not-deployed',
    'switched off',
  ],
  ['the tenant is off', { tenant: { enabled: false } }, 'not-deployed', 'not enabled'],
  ['the target is gone', { deployed: { target: null } }, 'not-deployed', 'not there'],
  ['somebody deployed in between', { deployed: { liveVersion: '4' } }, 'not-deployed', 'version 4 is live now'],
];

describe('no rollout follows when', () => {
  test.each(endings)('%s', async (_name, given, status, reason) => {
    const { act, record, audit } = setUp(given);
    expect(await act()).toMatchObject({ next: 'none' });
    expect(await record()).toMatchObject({ status, reason: expect.stringContaining(reason) as unknown });
    expect(audit.entries).toMatchObject([{ action: status }]);
  });
});

test('what a rollout has taken over is left alone', async () => {
  const snapshot = { stableVersion: '3', codeSha256: 's', configuration: { memoryMb: 1, timeoutSeconds: 1 }, at: 1 };
  const rollout = {
    snapshot,
    canaryVersion: null,
    canarySha256: null,
    phase: 'preparing' as const,
    weights: [],
    baseline: null,
    observations: [],
    verdict: null,
    promotedAt: null,
    watched: [],
    watchVerdict: null,
    askedAt: null,
    answer: null,
    startedAt: 1,
    endedAt: null,
    endedBecause: null,
  };
  const { act, audit } = setUp({ improvement: { status: 'rolling-out', rollout } });
  expect(await act()).toMatchObject({ next: 'rollout' });
  expect(audit.entries).toEqual([]);
});

test('an improvement that is not stored is an error', async () => {
  const { ports } = setUp();
  await expect(validate(ports, settingsWith(), { tenant: 'default', cycleId: 'c', improvementId: 'none' })).rejects.toMatchObject({
    name: 'RecordNotFound',
  });
});

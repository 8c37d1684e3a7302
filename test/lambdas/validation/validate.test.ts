import { describe, expect, test } from 'vitest';
import { packageSource } from '../../../lambdas/shared/adapters/package-source.ts';
import type { Improvement, SampleSet, SourceFile } from '../../../lambdas/shared/contract/records.ts';
import type { TenantSettings } from '../../../lambdas/shared/contract/settings.ts';
import type { TargetSource } from '../../../lambdas/shared/ports.ts';
import type { TestRun } from '../../../lambdas/shared/source/tools.ts';
import { CHECKS } from '../../../lambdas/validation/checks.ts';
import { validate, type ValidatePorts } from '../../../lambdas/validation/validate.ts';
import { changedInputs } from '../../../lambdas/shared/audit/check-inputs.ts';
import { modelSettings } from '../generation/model-settings.ts';
import { fleetOf, LOOP, memoryAudit, memoryWork, settingsWith, switchOf, TARGET, type Deployed } from '../generation/fakes.ts';
import { steadyReplayer, USE } from './replays.ts';

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
  repairRounds?: number;
  samples?: SampleSet | { none: string };
  source?: TargetSource;
}

function setUp({
  improvement,
  deployed,
  tenant,
  stopped = false,
  samples = USE.samples,
  run = {
    passed: 2,
    failed: 0,
    coverage: 1,
    lines: { 'handler.js': { ran: LOOP.split('\n').map((_, index) => index + 1), missed: [] } },
    output: '',
  },
  repairRounds = 0,
  source,
}: Given = {}) {
  const audit = memoryAudit();
  let runs = 0;
  let tested: readonly SourceFile[] = [];
  let now = 7000;
  const fleet = fleetOf({ target: TARGET, files: [{ path: 'handler.js', content: LOOP }], ...deployed });
  const ports: ValidatePorts = {
    work: memoryWork([], [{ ...IMPROVEMENT, ...improvement }]),
    fleet,
    source: source === undefined ? packageSource(fleet) : { source: async () => source },
    audit,
    control: switchOf({ stopped, by: 'ada', reason: 'freeze' }),
    clock: () => (now += 1),
    runner: {
      async run(files) {
        runs += 1;
        if (!files.some((file) => file.content === LOOP)) tested = files;
        // The base's own tests pass: what a case is about is the change.
        const isBase = files.some((file) => file.content === LOOP);
        return isBase && !('none' in run) ? { ...run, passed: run.passed, failed: 0 } : run;
      },
    },
    types: { check: async () => [] },
    replayer: steadyReplayer,
    samples: { samples: async () => samples },
  };
  const settings = { ...settingsWith(tenant), model: modelSettings({ repairRounds }) };
  const act = () => validate(ports, settings, { tenant: 'default', cycleId: 'cycle-1', improvementId: IMPROVEMENT.id });
  return {
    audit,
    act,
    ports,
    record: () => ports.work.improvements.get('default', IMPROVEMENT.id),
    runs: () => runs,
    tested: () => tested,
  };
}

test('sends what holds every check to its rollout', async () => {
  const { act, record, audit } = setUp();
  expect(await act()).toEqual({
    tenant: 'default',
    cycleId: 'cycle-1',
    improvementId: IMPROVEMENT.id,
    opportunityId: IMPROVEMENT.id,
    next: 'rollout',
  });
  expect(await record()).toMatchObject({ status: 'validated', revision: 1, updatedAt: 7001 });
  expect((await record())?.checks.map((check) => check.check)).toEqual(CHECKS.map((check) => check.name));
  expect(audit.entries).toMatchObject([{ action: 'validated', subject: 'orders', at: 7001 }]);
});

test('runs the tests that the source has, on the changed source', async () => {
  const files = [
    { path: 'handler.js', content: LOOP },
    { path: 'test/handler.test.js', content: '// a test' },
  ];
  const { act, tested } = setUp({ source: { ok: true, origin: 'package', place: 'an archive', handler: 'handler.handler', files } });
  expect(await act()).toMatchObject({ next: 'rollout' });
  expect(
    tested()
      .map(({ path }) => path)
      .toSorted(),
  ).toEqual(['handler.js', 'test/handler.test.js']);
  expect(tested().find(({ path }) => path === 'handler.js')?.content).toBe(IMPROVEMENT.files[0]?.content);
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
  ['nobody recorded an invocation', { samples: { none: 'nobody did' } }, 'proposed', 'no recorded invocations to replay: nobody did'],
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
  [
    'its source is gone',
    { source: { ok: false, problem: 'stale-source', reason: 'the archive is older' } },
    'not-deployed',
    'no source to hold the change against (stale-source): the archive is older',
  ],
  [
    'people build what it changes',
    {
      source: {
        ok: true,
        origin: 'named',
        place: 's3://a/b.zip',
        handler: 'handler.handler',
        files: [{ path: 'handler.js', content: LOOP }],
      },
    },
    'proposed',
    'it changes s3://a/b.zip, which is theirs to build and deploy',
  ],
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

describe('what a model wrote', () => {
  const round = { model: 'm', inputTokens: 1, outputTokens: 1, dollars: 0, problem: null, answer: 'a', diff: 'd', at: 1 };
  const failing = { passed: 1, failed: 1, coverage: 1, lines: {}, output: 'boom' };
  const improvement = { strategy: 'model:m', rounds: [round] };

  test('goes back to it when a gate fails, once, with the decision on the audit', async () => {
    const { act, record, audit, runs } = setUp({ improvement, run: failing, repairRounds: 1 });
    expect(await act()).toMatchObject({ opportunityId: IMPROVEMENT.opportunityId, next: 'repair' });
    const sent = await record();
    expect(sent).toMatchObject({
      status: 'generated',
      checks: [],
      reviews: [{ round: 1 }],
      reason: expect.stringContaining('sent back') as unknown,
    });
    expect(await act()).toMatchObject({ next: 'repair' });
    expect(await record()).toEqual(sent);
    // Before the change and after it.
    expect(runs()).toBe(2);
    expect(audit.entries).toMatchObject([{ key: `${IMPROVEMENT.id}/review/1`, action: 'send-back' }]);
  });

  test('is rejected when its repairs are used up, and no earlier decision changes by it', async () => {
    const { act, ports, record, audit } = setUp({ improvement, run: failing, repairRounds: 1 });
    await act();
    const files = [{ path: 'handler.js', content: LOOP.replace('await load(id)', 'await load(id, 2)') }];
    await ports.work.improvements.update({ ...(await record())!, files, rounds: [round, { ...round, answer: 'b' }] });
    expect(await act()).toMatchObject({ next: 'none' });
    const ended = await record();
    expect(ended).toMatchObject({ status: 'rejected', reviews: [{ round: 1 }] });
    expect(audit.entries.map(({ action }) => action)).toEqual(['send-back', 'rejected']);
    const kept = new Map([[`improvement/${IMPROVEMENT.id}`, ended]]);
    for (const { inputs = [] } of audit.entries) expect(changedInputs(inputs, kept)).toEqual([]);
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

import { describe, expect, it } from 'vitest';
import { findOpportunities } from '../../../lambdas/analysis/finders.ts';
import { memoryNeed } from '../../../lambdas/analysis/finders/memory-need.ts';
import { timeoutNeed } from '../../../lambdas/analysis/finders/timeout-need.ts';
import type { TargetContext } from '../../../lambdas/analysis/target-context.ts';
import type { AnomalyDraft } from '../../../lambdas/shared/contract/records.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { logErrors, minutesUntil, reportsOf } from '../fakes/samples.ts';
import { NOW, target } from '../fakes/world.ts';
import { context, site } from './views.ts';

const kinds = (view: TargetContext) => findOpportunities(view).map((finding) => finding.kind);
const anomaly = (series: AnomalyDraft['series'], actual: number, expected: number, changes: Partial<AnomalyDraft> = {}): AnomalyDraft => ({
  type: 'deviation',
  series,
  severity: 'critical',
  title: '',
  description: 'It was different.',
  expected,
  actual,
  deviationPercent: null,
  since: NOW - 10 * MINUTE_MS,
  lastSeen: NOW - MINUTE_MS,
  discriminator: '',
  ...changes,
});

describe('findOpportunities', () => {
  it('finds nothing on a slow but healthy target', () => {
    expect(kinds(context({ reports: reportsOf('orders', 600, () => ({ durationMs: 2500 })) }))).toEqual([]);
  });

  it.each([
    'n-plus-one',
    'sequential-awaits',
    'client-per-invocation',
    'uncached-read',
    'duplicate-call',
    'connection-not-reused',
    'linear-membership',
    'inefficient-algorithm',
    'repeated-construction',
    'quadratic-accumulation',
  ] as const)('finds %s where source and telemetry agree', (kind) => {
    const [finding, ...others] = findOpportunities(context({ sites: [site(kind), site(kind, { line: 40 })] }));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind, severity: 'medium', usersPerHour: 6000, samples: 6000, wanted: null });
    expect(finding?.evidence.map((each) => each.location ?? each.source)).toEqual(['telemetry', 'src/handler.ts:12', 'src/handler.ts:40']);
  });

  it('takes a refused site for nothing, and a pattern that no slow call runs through', () => {
    expect(kinds(context({ sites: [site('sequential-awaits', { status: 'refused' })] }))).toEqual([]);
    expect(kinds(context({ sites: [site('sequential-awaits')], reports: reportsOf('orders', 600, () => ({ durationMs: 15 })) }))).toEqual(
      [],
    );
    expect(kinds(context({ sites: [site('sequential-awaits')], reports: reportsOf('orders', 99) }))).toEqual([]);
  });

  it('finds a package that is loaded whole by what its cold starts cost, and not where there is none', () => {
    const sites = [site('whole-sdk-import')];
    const starts = reportsOf('orders', 600, (index) => ({ durationMs: 30, initMs: index < 60 ? 600 : null }));
    // 60 starts of 600 ms over 600 calls of 30 ms: 36 s of 54 s, of which a third is saved.
    const found = findOpportunities(context({ sites, reports: starts })).find(({ kind }) => kind === 'whole-sdk-import');
    expect(found).toMatchObject({ gain: 36 / 54 / 3 });
    const warm = reportsOf('orders', 600, () => ({ durationMs: 30, initMs: null }));
    expect(kinds(context({ sites, reports: warm }))).toEqual([]);
  });

  it('finds a wait without an end where invocations were cut off or requests got no answer', () => {
    const sites = [site('unbounded-wait', { needs: { longestMs: 1500 } })];
    const cut = reportsOf('orders', 600, (index) => (index < 6 ? { durationMs: 5000, status: 'timeout' } : {}));
    expect(findOpportunities(context({ sites, reports: cut })).find(({ kind }) => kind === 'unbounded-wait')).toMatchObject({
      severity: 'high',
      gain: 0.01,
    });
    const errors = logErrors('orders', 3, () => ({ type: 'TypeError', message: 'fetch failed' }));
    expect(findOpportunities(context({ sites, errors })).find(({ kind }) => kind === 'unbounded-wait')).toMatchObject({
      severity: 'medium',
      gain: 3 / 600,
      usersPerHour: 6000,
    });
  });

  it('leaves a wait alone that nothing has hung in, that would end what succeeds, or that the timeout ends before', () => {
    const sites = [site('unbounded-wait', { needs: { longestMs: 1500 } })];
    const errors = logErrors('orders', 3, () => ({ type: 'TypeError', message: 'fetch failed' }));
    const found = (changes: Parameters<typeof context>[0]) => kinds(context({ sites, errors, ...changes })).includes('unbounded-wait');
    expect(found({})).toBe(true);
    expect(found({ errors: logErrors('orders', 3) })).toBe(false);
    expect(found({ sites: [site('unbounded-wait', { status: 'refused' })] })).toBe(false);
    expect(found({ reports: reportsOf('orders', 600, () => ({ durationMs: 1600 })) })).toBe(false);
    expect(found({ target: target('orders', { configuration: { memoryMb: 512, timeoutSeconds: 2 } }) })).toBe(false);
  });

  it('finds a promise that nobody waits for where invocations run, and loses with each environment what its last one left', () => {
    const sites = [site('floating-promise')];
    const cold = reportsOf('orders', 600, (index) => ({ durationMs: 5, initMs: index % 100 === 0 ? 200 : null }));
    const [finding] = findOpportunities(context({ sites, reports: cold }));
    expect(finding).toMatchObject({ kind: 'floating-promise', gain: 6 / 600, severity: 'medium', usersPerHour: 6000 });
    expect(kinds(context({ sites, reports: reportsOf('orders', 600, () => ({ initMs: null })) }))).toEqual(['floating-promise']);
    expect(kinds(context({ sites, reports: reportsOf('orders', 99) }))).toEqual([]);
    expect(kinds(context({ sites: [site('floating-promise', { status: 'refused' })], reports: cold }))).not.toContain('floating-promise');
  });

  it('finds synchronous work of the processor where there are two of them, and a file that is read again anywhere', () => {
    const large = target('orders', { configuration: { memoryMb: 3538, timeoutSeconds: 5 } });
    const work = site('blocking-io', { needs: { vcpus: 2 } });
    const found = (changes: Partial<TargetContext>) =>
      findOpportunities(context(changes))
        .filter(({ kind }) => kind === 'blocking-io')
        .map(({ gain }) => gain);
    expect(found({ sites: [work], target: large })).toEqual([0.3]);
    expect(found({ sites: [work] })).toEqual([]);
    expect(found({ sites: [work, site('blocking-io')] })).toEqual([0.02]);
    expect(found({ sites: [site('blocking-io', { status: 'refused' })], target: large })).toEqual([]);
  });

  it('finds too much memory, and halves it where nothing else was tried, down to what the use fills to 70 %', () => {
    const [finding] = findOpportunities(context({ reports: reportsOf('orders', 600, () => ({ maxMemoryMb: 100 })) }));
    // One size was tried: half of it, whose canary measures how the time depends on the CPU that goes with it.
    expect(finding).toMatchObject({ kind: 'over-provisioned', wanted: { memoryMb: 256, timeoutSeconds: 5 } });
    // Between half of the compute and none of it, so a quarter, of the 81 % of the bill that is no request.
    expect(finding?.gain).toBeCloseTo(0.193, 3);
    expect([89, 90, 134, 135].map(memoryNeed)).toEqual([128, 192, 192, 256]);
    expect(memoryNeed(9000)).toBe(10_240);
  });

  it('leaves memory alone that is half used, or grows, or may grow unseen', () => {
    expect(kinds(context({ reports: reportsOf('orders', 600, () => ({ maxMemoryMb: 256 })) }))).toEqual([]);
    // Newest first: the memory falls with the index.
    expect(kinds(context({ reports: reportsOf('orders', 600, (index) => ({ maxMemoryMb: 200 - index / 6 })) }))).toEqual([]);
    expect(kinds(context({ reports: reportsOf('orders', 600, (index) => ({ maxMemoryMb: 500 - index / 6 })) }))).toEqual([
      'resource-exhaustion',
    ]);
    const spare = reportsOf('orders', 600, () => ({ maxMemoryMb: 90 }));
    expect(kinds(context({ reports: spare }))).toEqual(['over-provisioned']);
    const unusable = { kind: 'unusable', problem: 'unreadable', reason: 'orders: is a container image' } as const;
    const alone = (view: Partial<TargetContext>) =>
      kinds(context({ ...view, source: unusable })).filter((kind) => kind !== 'unusable-source');
    expect(alone({ reports: spare })).toEqual(['over-provisioned']);
    expect(alone({ reports: reportsOf('orders', 600, (index) => ({ maxMemoryMb: 90 - index / 30 })) })).toEqual([]);
  });

  it('finds too little memory, and doubles what was exceeded', () => {
    const near = findOpportunities(context({ reports: reportsOf('orders', 600, () => ({ maxMemoryMb: 470 })) }));
    expect(near).toMatchObject([{ kind: 'under-provisioned', severity: 'high', wanted: { memoryMb: 704 } }]);
    const killed = reportsOf('orders', 600, (index) => (index < 6 ? { maxMemoryMb: 512, status: 'out-of-memory' } : { maxMemoryMb: 500 }));
    expect(findOpportunities(context({ reports: killed }))).toMatchObject([
      { severity: 'critical', gain: 0.01, wanted: { memoryMb: 1024 } },
    ]);
  });

  it('finds a timeout of twice the need, never below the longest success', () => {
    const long = target('orders', { configuration: { memoryMb: 512, timeoutSeconds: 60 } });
    const [finding] = findOpportunities(context({ target: long, reports: reportsOf('orders', 600, () => ({ durationMs: 3000 })) }));
    expect(finding).toMatchObject({ kind: 'timeout-too-long', gain: 1 - 5 / 60, wanted: { memoryMb: 512, timeoutSeconds: 5 } });
    expect(timeoutNeed({ p99: 100, longestOk: 200 })).toBe(3);
    expect(timeoutNeed({ p99: 100, longestOk: 20_000 })).toBe(22);
    const five = target('orders', { configuration: { memoryMb: 512, timeoutSeconds: 5 } });
    expect(kinds(context({ target: five }))).toEqual([]);
  });

  it('finds a timeout that cuts off, or is about to', () => {
    const near = reportsOf('orders', 600, () => ({ durationMs: 3500 }));
    expect(findOpportunities(context({ reports: near }))).toMatchObject([{ kind: 'timeout-too-short', wanted: { timeoutSeconds: 6 } }]);
    const cut = reportsOf('orders', 600, (index) => (index < 6 ? { durationMs: 5000, status: 'timeout' } : {}));
    expect(findOpportunities(context({ reports: cut }))).toMatchObject([
      { kind: 'timeout-too-short', severity: 'high', gain: 0.01, wanted: { timeoutSeconds: 10 } },
    ]);
  });

  it('finds memory that grows only where the source says why', () => {
    const grows = reportsOf('orders', 600, (index) => ({ maxMemoryMb: 400 - index / 6 }));
    const leak = site('memory-growth', { status: 'refused', reason: 'It has no codemod.' });
    expect(kinds(context({ reports: grows, sites: [leak] }))).toEqual(['memory-growth']);
    expect(kinds(context({ reports: grows }))).toEqual([]);
    expect(kinds(context({ sites: [leak] }))).toEqual([]);
  });

  it('gives the place of what grows only where it is proven safe to bound', () => {
    const reports = reportsOf('orders', 600, (index) => ({ maxMemoryMb: 400 - index / 6 }));
    const sites = [site('memory-growth'), site('memory-growth', { line: 40, status: 'refused', reason: 'It is a state.' })];
    const [finding] = findOpportunities(context({ reports, sites }));
    expect(finding?.evidence.map(({ location }) => location)).toEqual([undefined, 'src/handler.ts:12', undefined]);
    expect(finding?.evidence[2]?.summary).toContain('src/handler.ts:40');
  });

  it('finds a recurring exception rather than plain errors', () => {
    const view = context({ errors: logErrors('orders', 60), anomalies: [anomaly('error-rate', 0.2, 0)] });
    expect(findOpportunities(view)).toMatchObject([{ kind: 'recurring-exception', gain: 0.01, severity: 'high' }]);
    expect(findOpportunities(context({ anomalies: [anomaly('error-rate', 0.2, 0)] }))).toMatchObject([
      { kind: 'errors', gain: 0.2, severity: 'critical' },
    ]);
  });

  it('leaves latency to people only where no remedy is known', () => {
    const slower = [anomaly('duration-p95', 400, 200)];
    expect(findOpportunities(context({ anomalies: slower }))).toMatchObject([{ kind: 'latency', gain: 0.5 }]);
    expect(findOpportunities(context({ anomalies: slower, sites: [site('uncached-read')] }))).toMatchObject([
      { kind: 'uncached-read', severity: 'high' },
    ]);
  });

  it('makes nothing of what is over, of good news, or of what a canary alone showed', () => {
    const over = anomaly('duration-p95', 400, 200, { lastSeen: NOW - 2 * HOUR_MS });
    const info = anomaly('duration-p95', 100, 200, { severity: 'info' });
    expect(kinds(context({ anomalies: [over, info] }))).toEqual([]);
    expect(findOpportunities(context({ anomalies: [over, info], sites: [site('uncached-read')] }))).toMatchObject([{ severity: 'medium' }]);
  });

  it('calls a flaky target flaky', () => {
    expect(
      findOpportunities(context({ anomalies: [anomaly('error-rate', 0.1, 0, { type: 'flaky', severity: 'warning' })] })),
    ).toMatchObject([{ kind: 'errors', title: 'orders is flaky', gain: 0.1 }]);
  });

  it('finds what was idle for a day', () => {
    const span = { from: NOW - DAY_MS, to: NOW };
    expect(kinds(context({ span, minutes: [], reports: [] }))).toEqual(['idle']);
    expect(kinds(context({ span: { from: NOW - DAY_MS / 2, to: NOW }, minutes: [], reports: [] }))).toEqual([]);
    expect(kinds(context({ span, minutes: minutesUntil(NOW, 1) }))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { CycleReport } from '../../../lambdas/reporting/cycle-report.ts';
import { report } from '../../../lambdas/reporting/report.ts';
import { START_GRACE_MS } from '../../../lambdas/reporting/dead-end.ts';
import type { Settings } from '../../../lambdas/shared/contract/environment.ts';
import type { ReportIn } from '../../../lambdas/shared/contract/workflow.ts';
import { DependencyUnavailable, RecordNotFound } from '../../../lambdas/shared/errors.ts';
import { world } from './fakes.ts';
import { cycle, improvement, minutes, rollout, START, TENANT } from './fixtures.ts';

const SETTINGS: Settings = {
  stage: 'test',
  tenants: {},
  autonomyCeiling: 'improve',
  pollSeconds: { fast: 60, normal: 300, quiet: 900, idle: 3600 },
  latenessMs: 900_000,
  logSamplingRate: 1,
  eventDedupSeconds: 300,
  model: null,
};
const ended = (over: Partial<ReportIn> = {}): ReportIn => ({ tenant: TENANT, cycleId: 'cycle-1', ended: 'cycle', ...over });
const promoted = (target: string) => improvement(target, 'sequential-awaits', { status: 'promoted', rollout: rollout() });
const statusOf = async ({ ports }: ReturnType<typeof world>, id: string) => (await ports.work.improvements.get(TENANT, id))?.status;

describe('the end of a cycle', () => {
  it('completes a cycle that has nothing under way, tells people, and measures it without the monitoring', async () => {
    const units = {
      'cloudwatch:GetMetricData': 7,
      'cloudwatch:GetMetricData:metric': 500,
      'logs:FilterLogEvents': 4,
      'lambda:GetAlias': 2,
      'model:input-token': 1200,
      'model:output-token': 300,
    };
    const w = world({ cycles: [cycle()], improvements: [promoted('orders')], targets: ['orders', 'health'], units });
    expect(await report(w.ports, SETTINGS, ended())).toEqual({ tenant: TENANT, cycleId: 'cycle-1', completed: true });
    const after = await w.ports.work.cycles.get(TENANT, 'cycle-1');
    expect(after).toMatchObject({
      status: 'completed',
      executionEnded: true,
      endedAt: minutes(40),
      closing: { watched: ['health', 'orders'], report: 'published' },
    });
    expect(w.told).toHaveLength(1);
    expect(w.told[0]?.body).toContain('LEFT ALONE');
    const [{ sequence, hash } = { sequence: 0, hash: '' }] = w.audit.records;
    expect(w.told[0]?.body).toMatch(new RegExp(`kaizen audit verify --anchor default:${sequence}:${hash}\n$`));
    // 40 minutes in all, watched from minute 2 to 26.
    expect(w.metrics).toEqual([
      { name: 'improvement_cycles_completed', value: 1 },
      { name: 'cloudwatch_api_calls', value: 11 },
      { name: 'llm_tokens_used', value: 1500 },
      { name: 'cycle_duration_seconds', value: 16 * 60 },
    ]);
    expect(w.audit.records.map(({ action }) => action)).toEqual(['complete-cycle']);
  });

  it('changes nothing when it is run again', async () => {
    const w = world({ cycles: [cycle()] });
    await report(w.ports, SETTINGS, ended());
    const before = await w.ports.work.cycles.get(TENANT, 'cycle-1');
    expect((await report(w.ports, SETTINGS, ended())).completed).toBe(true);
    expect(await w.ports.work.cycles.get(TENANT, 'cycle-1')).toEqual(before);
    expect([w.told.length, w.metrics.length, w.audit.records.length]).toEqual([1, 4, 1]);
  });

  it('closes what was written and never validated, and audits that', async () => {
    const lost = improvement('orders', 'sequential-awaits');
    const w = world({ cycles: [cycle()], improvements: [lost] });
    expect((await report(w.ports, SETTINGS, ended())).completed).toBe(true);
    expect(await w.ports.work.improvements.get(TENANT, lost.id)).toMatchObject({
      status: 'failed',
      reason: "The cycle's execution ended before this was validated.",
    });
    expect(w.audit.records.map(({ action }) => action)).toEqual(['close-improvement', 'complete-cycle']);
  });

  it('leaves a validated one open: its rollout may have been started a moment ago and not have run Deploy', async () => {
    const racing = improvement('orders', 'sequential-awaits', { status: 'validated', updatedAt: minutes(39) });
    const w = world({ cycles: [cycle()], improvements: [racing] });
    expect((await report(w.ports, SETTINGS, ended())).completed).toBe(false);
    expect(await statusOf(w, racing.id)).toBe('validated');
    expect(await w.ports.work.cycles.get(TENANT, 'cycle-1')).toMatchObject({ status: 'rolling-out', executionEnded: true });
    expect(w.told).toEqual([]);

    // Deploy runs, the rollout ends, and its report completes the cycle.
    const current = await w.ports.work.improvements.get(TENANT, racing.id);
    await w.ports.work.improvements.update({ ...current!, status: 'promoted', rollout: rollout() });
    expect((await report(w.ports, SETTINGS, ended({ ended: 'rollout', improvementId: racing.id }))).completed).toBe(true);
    expect(w.told).toHaveLength(1);
  });

  it('closes a validated one whose rollout can no longer have been started', async () => {
    const stuck = improvement('orders', 'sequential-awaits', { status: 'validated', updatedAt: START });
    const w = world({ cycles: [cycle()], improvements: [stuck], now: START + START_GRACE_MS });
    expect((await report(w.ports, SETTINGS, ended())).completed).toBe(false);
    w.state.now += 1;
    expect((await report(w.ports, SETTINGS, ended())).completed).toBe(true);
    expect(await statusOf(w, stuck.id)).toBe('failed');
  });

  it('throws RecordNotFound for a cycle that does not exist', async () => {
    await expect(report(world({}).ports, SETTINGS, ended())).rejects.toThrow(RecordNotFound);
  });

  it('leaves a skipped cycle as it is', async () => {
    const w = world({ cycles: [cycle({ status: 'skipped', executionEnded: true, endedAt: START })] });
    expect((await report(w.ports, SETTINGS, ended())).completed).toBe(true);
    expect([w.told, w.metrics]).toEqual([[], []]);
  });
});

describe('the end of a rollout', () => {
  it('waits for the cycle itself', async () => {
    const w = world({ cycles: [cycle()], improvements: [promoted('orders')] });
    expect((await report(w.ports, SETTINGS, ended({ ended: 'rollout', improvementId: promoted('orders').id }))).completed).toBe(false);
    expect(await w.ports.work.cycles.get(TENANT, 'cycle-1')).toEqual(cycle());
  });

  it.each([
    { error: undefined, status: 'not-deployed' },
    { error: { Error: 'Interrupted', Cause: 'the process was killed' }, status: 'failed' },
  ])('closes one that it left validated as $status', async ({ error, status }) => {
    const left = improvement('orders', 'sequential-awaits', { status: 'validated', updatedAt: minutes(39) });
    const w = world({ cycles: [cycle({ executionEnded: true, status: 'rolling-out' })], improvements: [left] });
    const input = ended({ ended: 'rollout', improvementId: left.id, ...(error === undefined ? {} : { error }) });
    expect((await report(w.ports, SETTINGS, input)).completed).toBe(true);
    expect(await statusOf(w, left.id)).toBe(status);
  });

  it('never closes one that is rolling out: only its rollback knows where the alias stands', async () => {
    const live = improvement('orders', 'sequential-awaits', {
      status: 'rolling-out',
      rollout: rollout({ endedAt: null }),
      updatedAt: START,
    });
    const w = world({
      cycles: [cycle({ executionEnded: true, status: 'rolling-out' })],
      improvements: [live],
      now: START + 10 * START_GRACE_MS,
    });
    expect((await report(w.ports, SETTINGS, ended({ ended: 'rollout', improvementId: live.id }))).completed).toBe(false);
    expect(await statusOf(w, live.id)).toBe('rolling-out');
  });

  it('is completed and published by exactly one of many that end together', async () => {
    const all = ['a', 'b', 'c', 'd', 'e'].map(promoted);
    const w = world({ cycles: [cycle()], improvements: all });
    const calls = [
      ended(),
      ended(),
      ...all.flatMap(({ id }) => [ended({ ended: 'rollout', improvementId: id }), ended({ ended: 'rollout', improvementId: id })]),
    ];
    await Promise.all(calls.map((input) => report(w.ports, SETTINGS, input)));
    expect(await w.ports.work.cycles.get(TENANT, 'cycle-1')).toMatchObject({ status: 'completed', closing: { report: 'published' } });
    expect(w.told).toHaveLength(1);
    expect(w.metrics.filter(({ name }) => name === 'improvement_cycles_completed')).toHaveLength(1);
  });

  it('misses no end, whichever order the closing of improvements and the reports interleave in', async () => {
    const all = ['a', 'b', 'c'].map((target) =>
      improvement(target, 'sequential-awaits', { status: 'rolling-out', rollout: rollout({ endedAt: null }) }),
    );
    for (let delay = 0; delay < 24; delay += 1) {
      const w = world({ cycles: [cycle()], improvements: all });
      const end = async (id: string, ticks: number) => {
        for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
        const current = await w.ports.work.improvements.get(TENANT, id);
        await w.ports.work.improvements.update({ ...current!, status: 'promoted', rollout: rollout() });
        await report(w.ports, SETTINGS, ended({ ended: 'rollout', improvementId: id }));
      };
      await Promise.all([report(w.ports, SETTINGS, ended()), ...all.map(({ id }, index) => end(id, delay * (index + 1)))]);
      expect(await w.ports.work.cycles.get(TENANT, 'cycle-1')).toMatchObject({ status: 'completed' });
      expect(w.told).toHaveLength(1);
    }
  });
});

describe('a notifier that fails', () => {
  it('does not undo the completion; the repeat of the call publishes, once', async () => {
    const w = world({ cycles: [cycle()] });
    w.state.failNotifier = new DependencyUnavailable('SNS is away');
    await expect(report(w.ports, SETTINGS, ended())).rejects.toThrow('SNS is away');
    expect(await w.ports.work.cycles.get(TENANT, 'cycle-1')).toMatchObject({ status: 'completed', closing: { report: 'unpublished' } });
    w.state.failNotifier = null;
    await Promise.all([report(w.ports, SETTINGS, ended()), report(w.ports, SETTINGS, ended())]);
    expect(w.told).toHaveLength(1);
    expect(w.metrics.filter(({ name }) => name === 'improvement_cycles_completed')).toHaveLength(1);
    expect(w.audit.records).toHaveLength(1);
  });
});

describe('the kept report', () => {
  const closingOf = async (w: ReturnType<typeof world>) => (await w.ports.work.cycles.get(TENANT, 'cycle-1'))?.closing;

  it('is kept in every form before people are told where it is', async () => {
    const w = world({ cycles: [cycle()], improvements: [promoted('orders')] });
    await report(w.ports, SETTINGS, ended());
    const forms = w.kept.get('cycle-1');
    expect(CycleReport.parse(JSON.parse(forms?.json ?? ''))).toMatchObject({ id: 'cycle-1', status: 'completed' });
    expect(forms?.markdown).toMatch(/^# Kaizen cycle cycle-1/);
    expect(forms?.html).toMatch(/^<!doctype html>/);
    expect(w.told[0]?.body).toContain('Kept as a page, with pictures: archive/default/cycle-1.html');
    expect(await closingOf(w)).toMatchObject({ report: 'published', kept: 'archive/default/cycle-1.html', told: true });
  });

  it('that could not be kept does not keep people from being told, and the repeat keeps it and tells nobody again', async () => {
    const w = world({ cycles: [cycle()] });
    w.state.failArchive = new DependencyUnavailable('S3 is away');
    await expect(report(w.ports, SETTINGS, ended())).rejects.toThrow('S3 is away');
    expect(w.told).toHaveLength(1);
    expect(w.told[0]?.body).toContain('could not be kept as a page yet');
    expect(await closingOf(w)).toEqual({ watched: [], report: 'unpublished', told: true });
    w.state.failArchive = null;
    await Promise.all([report(w.ports, SETTINGS, ended()), report(w.ports, SETTINGS, ended())]);
    expect(w.told).toHaveLength(1);
    expect(w.kept.size).toBe(1);
    expect(await closingOf(w)).toMatchObject({ report: 'published', kept: 'archive/default/cycle-1.html', told: true });
    expect(w.audit.records).toHaveLength(1);
  });

  it('that nobody could be told of is kept once, and the message of the repeat names it', async () => {
    const w = world({ cycles: [cycle()] });
    w.state.failNotifier = new DependencyUnavailable('SNS is away');
    await expect(report(w.ports, SETTINGS, ended())).rejects.toThrow('SNS is away');
    expect(await closingOf(w)).toEqual({ watched: [], report: 'unpublished', kept: 'archive/default/cycle-1.html' });
    const first = w.kept.get('cycle-1');
    w.state.failNotifier = null;
    await report(w.ports, SETTINGS, ended());
    expect(w.kept.get('cycle-1')).toBe(first);
    expect(w.told[0]?.body).toContain('archive/default/cycle-1.html');
  });

  it('and message that both fail give the error that a repeat can mend, in whichever order', async () => {
    const w = world({ cycles: [cycle()] });
    w.state.failArchive = new Error('AccessDenied');
    w.state.failNotifier = new DependencyUnavailable('SNS is away');
    await expect(report(w.ports, SETTINGS, ended())).rejects.toThrow(DependencyUnavailable);
    expect(await closingOf(w)).toEqual({ watched: [], report: 'unpublished' });
    w.state.failNotifier = null;
    await expect(report(w.ports, SETTINGS, ended())).rejects.toThrow('AccessDenied');
    expect(w.told).toHaveLength(1);
  });
});

describe('a failed cycle', () => {
  const failed = ended({ ended: 'failed', error: { Error: 'InvalidEvent', Cause: '{"errorMessage":"targets: found 3"}' } });

  it('is recorded, counted and told, with what Lambda said', async () => {
    const lost = improvement('orders', 'sequential-awaits');
    const w = world({ cycles: [cycle()], improvements: [lost] });
    await report(w.ports, SETTINGS, failed);
    await report(w.ports, SETTINGS, failed);
    expect(await w.ports.work.cycles.get(TENANT, 'cycle-1')).toMatchObject({
      status: 'failed',
      reason: 'Its execution failed: InvalidEvent: targets: found 3',
      executionEnded: true,
    });
    expect(await statusOf(w, lost.id)).toBe('failed');
    expect(w.metrics).toEqual([
      { name: 'improvement_cycles_failed', value: 1 },
      { name: 'cloudwatch_api_calls', value: 0 },
      { name: 'llm_tokens_used', value: 0 },
    ]);
    expect(w.told.map(({ severity }) => severity)).toEqual(['warning']);
  });

  it('is told even when it failed before it had a record, once', async () => {
    const w = world({});
    await report(w.ports, SETTINGS, failed);
    await report(w.ports, SETTINGS, failed);
    expect(w.told).toHaveLength(1);
    expect(w.metrics).toEqual([{ name: 'improvement_cycles_failed', value: 1 }]);
  });

  it('does not overrule a completed one', async () => {
    const w = world({ cycles: [cycle()] });
    await report(w.ports, SETTINGS, ended());
    await report(w.ports, SETTINGS, failed);
    expect((await w.ports.work.cycles.get(TENANT, 'cycle-1'))?.status).toBe('completed');
    expect(w.metrics.map(({ name }) => name)).not.toContain('improvement_cycles_failed');
  });
});

describe('what earlier cycles left open', () => {
  const earlier = cycle({ id: 'cycle-0', executionEnded: true, status: 'rolling-out' });

  it('is closed by a later cycle: a rollout that was taken back from outside', async () => {
    const back = improvement('orders', 'sequential-awaits', { cycleId: 'cycle-0', status: 'rolled-back', rollout: rollout() });
    const w = world({ cycles: [earlier, cycle()], improvements: [back] });
    await report(w.ports, SETTINGS, ended());
    expect(await w.ports.work.cycles.get(TENANT, 'cycle-0')).toMatchObject({ status: 'completed' });
    expect(w.told).toHaveLength(2);
    expect(w.metrics.filter(({ name }) => name === 'cycle_duration_seconds')).toHaveLength(1);
  });

  it('stays as it is while a rollout of it is under way', async () => {
    const live = improvement('orders', 'sequential-awaits', {
      cycleId: 'cycle-0',
      status: 'rolling-out',
      rollout: rollout({ endedAt: null }),
    });
    const w = world({ cycles: [earlier, cycle()], improvements: [live] });
    await report(w.ports, SETTINGS, ended());
    expect(await w.ports.work.cycles.get(TENANT, 'cycle-0')).toEqual(earlier);
  });
});

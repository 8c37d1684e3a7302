import { describe, expect, it } from 'vitest';
import { changedInputs } from '../../../lambdas/shared/audit/check-inputs.ts';
import { METRICS } from '../../../lambdas/shared/contract/names.ts';
import type { CollectIn } from '../../../lambdas/shared/contract/workflow.ts';
import { DependencyUnavailable } from '../../../lambdas/shared/errors.ts';
import { HOUR_MS, MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { collect, MOST_COLLECTED } from '../../../lambdas/telemetry/collect.ts';
import { minutesUntil, reportsOf } from '../fakes/samples.ts';
import { baselineKey, NOW, registered, target, tenantSettings, world, type World } from '../fakes/world.ts';

const input = (request: Partial<CollectIn['request']> = {}): CollectIn => ({
  executionName: 'cycle-1',
  request: { tenant: 'default', trigger: 'manual', ...request },
});

const run = (cloud: World, of: CollectIn) => collect(cloud.ports, cloud.settings, of, () => undefined);

describe('collect', () => {
  it('opens the cycle, catches telemetry up, and changes nothing the second time', async () => {
    const cloud = world();
    cloud.minutes.set('orders', minutesUntil(NOW, 5));
    cloud.reports = reportsOf('orders', 10);
    cloud.events.push({ tenant: 'default', at: NOW - 1000 }, { tenant: 'default', at: NOW - 2 * HOUR_MS });
    expect(await run(cloud, input())).toEqual({ tenant: 'default', cycleId: 'cycle-1', proceed: true });
    const cycle = await cloud.ports.work.cycles.get('default', 'cycle-1');
    expect(cycle).toMatchObject({
      status: 'running',
      windowStart: NOW - HOUR_MS,
      windowEnd: NOW,
      telemetry: { targets: 1, logs: 10, events: 1 },
    });
    expect(cycle?.telemetry.metrics).toBe(5 * 9 + 2);
    expect(cloud.registry.get('orders')?.polledUntil).toBe(NOW);

    cloud.now += 5000;
    expect(await run(cloud, input())).toMatchObject({ proceed: true });
    expect(await cloud.ports.work.cycles.get('default', 'cycle-1')).toEqual(cycle);
    expect(cloud.metrics.filter(({ name }) => name === METRICS.cyclesStarted)).toEqual([
      { name: METRICS.cyclesStarted, value: 1, tenant: 'default' },
    ]);
    expect(cloud.calls['metrics.minutes']).toBe(1);
    expect(cloud.audit).toMatchObject([{ action: 'cycle-started', about: ['cycle/cycle-1'] }]);
    expect(changedInputs(cloud.audit[0]?.inputs ?? [], new Map([['cycle/cycle-1', cycle]]))).toEqual([]);
    expect(cloud.audit[0]?.inputs).toHaveLength(1);
  });

  it('says so when a baseline that it counts could not be read', async () => {
    const cloud = world();
    const said: string[] = [];
    cloud.registry.set('orders', registered(target('orders'), { polledUntil: NOW, storedUntil: NOW }));
    cloud.poisoned.set(baselineKey({ kind: 'target', target: 'orders' }, 'duration-p95'), 'mean: found NaN');
    await collect(cloud.ports, cloud.settings, input(), (line) => void said.push(line));
    expect(cloud.calls['metrics.minutes']).toBeUndefined();
    expect(cloud.metrics).toContainEqual({ name: METRICS.quarantined, value: 1, tenant: 'default' });
    expect(said.join()).toContain('mean: found NaN');
  });

  it.each<[string, () => World, Partial<CollectIn['request']>, RegExp]>([
    ['the tenant is not configured', () => world(), { tenant: 'nobody' }, /not in the configuration of stage test/],
    ['the tenant is disabled', () => world({ tenant: { enabled: false } }), {}, /disabled/],
    ['the cycle is switched off', () => world({ tenant: { flags: { ...tenantSettings().flags, cycle: false } } }), {}, /flag cycle is off/],
    ['nothing is managed', () => world({ targets: [] }), {}, /no function is managed/],
    ['the named target is not managed', () => world(), { targets: ['ghost'] }, /none of ghost is managed/],
    [
      'the named target is another tenant’s',
      () => world({ targets: [target('orders', { tenant: 'shop' })] }),
      { targets: ['orders'] },
      /none of orders/,
    ],
  ])('records a skipped cycle when %s', async (_, make, request, reason) => {
    const cloud = make();
    expect(await run(cloud, input(request))).toMatchObject({ proceed: false });
    const cycle = await cloud.ports.work.cycles.get(request.tenant ?? 'default', 'cycle-1');
    expect(cycle).toMatchObject({ status: 'skipped', executionEnded: true, endedAt: NOW });
    expect(cycle?.reason).toMatch(reason);
    expect(cloud.metrics).toEqual([]);
    expect(await run(cloud, input(request))).toMatchObject({ proceed: false });
  });

  it('does not begin under the kill switch, and says who pulled it', async () => {
    const cloud = world();
    cloud.killSwitch = { stopped: true, by: 'ops', reason: 'release freeze', at: NOW };
    await run(cloud, input());
    expect(await cloud.ports.work.cycles.get('default', 'cycle-1')).toMatchObject({
      status: 'skipped',
      reason: 'Stopped by ops: release freeze',
    });
  });

  it('goes on without a target that can not be read for good, and says so; tries again what may pass', async () => {
    const cloud = world();
    cloud.brokenMetrics = new Error('GetMetricData orders: forbidden');
    expect(await run(cloud, input())).toMatchObject({ proceed: true });
    expect((await cloud.ports.work.cycles.get('default', 'cycle-1'))?.reason).toMatch(/Not all telemetry could be read: .*forbidden/);
    const throttled = world();
    throttled.brokenMetrics = new DependencyUnavailable('Rate exceeded');
    await expect(run(throttled, input())).rejects.toThrow(DependencyUnavailable);
  });

  it('takes the request’s window and cause', async () => {
    const cloud = world();
    await run(cloud, input({ trigger: 'emergency', windowMinutes: 15, cause: 'Alarm x', targets: ['orders'] }));
    expect(await cloud.ports.work.cycles.get('default', 'cycle-1')).toMatchObject({
      windowStart: NOW - HOUR_MS / 4,
      cause: 'Alarm x',
      targets: ['orders'],
    });
  });

  it('discovers the fleet when it knows nothing of the tenant', async () => {
    const cloud = world();
    cloud.registry.clear();
    cloud.minutes.set('orders', minutesUntil(NOW, 5));
    expect(await run(cloud, input())).toMatchObject({ proceed: true });
    expect(cloud.registry.get('orders')).toMatchObject({ polledUntil: NOW, target: { liveVersion: '1' } });
  });

  it('polls what is not due but was not polled within five minutes, and only that', async () => {
    const cloud = world({ targets: [target('old'), target('new')] });
    const later = { nextPollAt: NOW + HOUR_MS };
    cloud.registry.set('old', registered(target('old'), { ...later, polledUntil: NOW - 6 * MINUTE_MS }));
    cloud.registry.set('new', registered(target('new'), { ...later, polledUntil: NOW - 5 * MINUTE_MS }));
    await run(cloud, input());
    expect(cloud.asked.map(({ targets }) => targets)).toEqual([['old']]);
  });

  it('leaves a large fleet to the dispatcher, and says so', async () => {
    const targets = Array.from({ length: MOST_COLLECTED + 1 }, (_, index) => target(`t-${index}`));
    const cloud = world({ targets });
    expect(await run(cloud, input())).toMatchObject({ proceed: true });
    expect(cloud.calls['metrics.minutes']).toBeUndefined();
    const cycle = await cloud.ports.work.cycles.get('default', 'cycle-1');
    expect(cycle).toMatchObject({ telemetry: { targets: MOST_COLLECTED + 1, metrics: 0 } });
    expect(cycle?.reason).toBe('Started by a person. 201 targets: telemetry is up to the dispatcher.');
  });

  it('counts the lines that were delivered in the window', async () => {
    const cloud = world();
    cloud.registry.set('orders', registered(target('orders'), { subscription: { state: 'active', reason: '' } }));
    const part = { maxMemoryMb: 1, coldStarts: 0, initMs: 0, timeouts: 0, outOfMemory: 0, errors: 0, operations: [] };
    const minutes = [NOW - 2 * HOUR_MS, NOW - 2 * MINUTE_MS, NOW - MINUTE_MS].map((minute) => ({ minute, reports: 7, ...part }));
    await cloud.ports.logBatches.keep({ id: 'b', target: 'orders', minutes, errors: [] }, NOW);
    await run(cloud, input());
    expect((await cloud.ports.work.cycles.get('default', 'cycle-1'))?.telemetry.logs).toBe(14);
  });
});

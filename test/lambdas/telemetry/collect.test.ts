import { describe, expect, it } from 'vitest';
import { METRICS } from '../../../lambdas/shared/contract/names.ts';
import type { CollectIn } from '../../../lambdas/shared/contract/workflow.ts';
import { HOUR_MS } from '../../../lambdas/shared/time.ts';
import { collect } from '../../../lambdas/telemetry/collect.ts';
import { minutesUntil, reportsOf } from '../fakes/samples.ts';
import { NOW, target, tenantSettings, world, type World } from '../fakes/world.ts';

const input = (request: Partial<CollectIn['request']> = {}): CollectIn => ({
  executionName: 'cycle-1',
  request: { tenant: 'default', trigger: 'manual', ...request },
});

describe('collect', () => {
  it('opens the cycle, catches telemetry up, and changes nothing the second time', async () => {
    const cloud = world();
    cloud.minutes.set('orders', minutesUntil(NOW, 5));
    cloud.reports = reportsOf('orders', 10);
    cloud.events.push({ tenant: 'default', at: NOW - 1000 }, { tenant: 'default', at: NOW - 2 * HOUR_MS });
    expect(await collect(cloud.ports, cloud.settings, input())).toEqual({ tenant: 'default', cycleId: 'cycle-1', proceed: true });
    const cycle = await cloud.ports.work.cycles.get('default', 'cycle-1');
    expect(cycle).toMatchObject({
      status: 'running',
      windowStart: NOW - HOUR_MS,
      windowEnd: NOW,
      telemetry: { targets: 1, logs: 10, events: 1 },
    });
    expect(cycle?.telemetry.metrics).toBeGreaterThan(5 * 9);
    expect(cloud.baselines.get('orders')?.watermark).toBe(NOW);

    cloud.now += 5000;
    expect(await collect(cloud.ports, cloud.settings, input())).toMatchObject({ proceed: true });
    expect(await cloud.ports.work.cycles.get('default', 'cycle-1')).toEqual(cycle);
    expect(cloud.metrics).toEqual([{ name: METRICS.cyclesStarted, value: 1, tenant: 'default' }]);
    expect(cloud.audit.map((record) => record.action)).toEqual(['cycle-started']);
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
    expect(await collect(cloud.ports, cloud.settings, input(request))).toMatchObject({ proceed: false });
    const cycle = await cloud.ports.work.cycles.get(request.tenant ?? 'default', 'cycle-1');
    expect(cycle).toMatchObject({ status: 'skipped', executionEnded: true, endedAt: NOW });
    expect(cycle?.reason).toMatch(reason);
    expect(cloud.metrics).toEqual([]);
    expect(await collect(cloud.ports, cloud.settings, input(request))).toMatchObject({ proceed: false });
  });

  it('does not begin under the kill switch, and says who pulled it', async () => {
    const cloud = world();
    cloud.killSwitch = { stopped: true, by: 'ops', reason: 'release freeze', at: NOW };
    await collect(cloud.ports, cloud.settings, input());
    expect(await cloud.ports.work.cycles.get('default', 'cycle-1')).toMatchObject({
      status: 'skipped',
      reason: 'Stopped by ops: release freeze',
    });
  });

  it('takes the request’s window and cause', async () => {
    const cloud = world();
    await collect(cloud.ports, cloud.settings, input({ trigger: 'emergency', windowMinutes: 15, cause: 'Alarm x', targets: ['orders'] }));
    expect(await cloud.ports.work.cycles.get('default', 'cycle-1')).toMatchObject({
      windowStart: NOW - HOUR_MS / 4,
      cause: 'Alarm x',
      targets: ['orders'],
    });
  });
});

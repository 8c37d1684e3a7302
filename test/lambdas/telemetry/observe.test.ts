import { describe, expect, it } from 'vitest';
import { DependencyUnavailable } from '../../../lambdas/shared/errors.ts';
import { HOUR_MS, MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { CATCH_UP_MS, CATCH_UPS_AT_ONCE, observe } from '../../../lambdas/telemetry/observe.ts';
import { minute, minutesUntil, reportsOf } from '../fakes/samples.ts';
import { NOW, target, world } from '../fakes/world.ts';

describe('observe', () => {
  it('learns the complete minutes of all targets with one metrics call, and a second run changes nothing', async () => {
    const cloud = world({ targets: [target('orders'), target('prices')] });
    cloud.minutes.set('orders', minutesUntil(NOW, 30));
    cloud.minutes.set('prices', minutesUntil(NOW, 20));
    cloud.reports = reportsOf('orders', 60);
    const first = await observe(cloud.ports, cloud.targets);
    expect(first).toMatchObject({ targets: 2, minutes: 50, lines: 60, leftOut: [] });
    expect(cloud.calls['metrics.minutes']).toBe(1);
    const learned = cloud.baselines.get('orders');
    expect(learned).toMatchObject({ watermark: NOW, successRate: 1, discarded: {} });
    expect(learned?.series['duration-p95']).toMatchObject({ count: 30, mean: 200 });
    expect(learned?.series['memory-used']).toMatchObject({ mean: 300, max: 300 });

    const before = structuredClone(cloud.baselines);
    expect(await observe(cloud.ports, cloud.targets)).toMatchObject({ minutes: 0, learned: 0 });
    expect(cloud.baselines).toEqual(before);
  });

  it('goes on at the watermark, counts the minutes without data, and never asks further back than the catch-up', async () => {
    const cloud = world();
    cloud.minutes.set('orders', minutesUntil(NOW, 10));
    await observe(cloud.ports, cloud.targets);
    cloud.complete = NOW + CATCH_UP_MS + HOUR_MS;
    cloud.minutes.set('orders', [minute(cloud.complete - MINUTE_MS)]);
    await observe(cloud.ports, cloud.targets);
    const known = cloud.baselines.get('orders');
    expect(known?.series.invocations?.count).toBe(11);
    expect(known?.discarded).toEqual({ missing: CATCH_UP_MS / MINUTE_MS - 1, 'beyond-catch-up': HOUR_MS / MINUTE_MS });
  });

  it('does not learn while a canary is live', async () => {
    const cloud = world();
    cloud.aliases.set('orders', { version: '1', canary: { version: '2', weight: 0.1 }, revision: 'r1' });
    cloud.minutes.set('orders', minutesUntil(NOW, 5));
    await observe(cloud.ports, cloud.targets);
    expect(cloud.baselines.get('orders')).toMatchObject({ series: {}, watermark: NOW, discarded: { canary: 5 } });
  });

  it('observes a function without the alias, which can have no canary', async () => {
    const cloud = world({ targets: [target('orders', { liveVersion: '$LATEST' }), target('prices')] });
    cloud.aliases.clear();
    for (const { name } of cloud.targets) cloud.minutes.set(name, minutesUntil(NOW, 5));
    expect(await observe(cloud.ports, cloud.targets)).toMatchObject({ minutes: 10, leftOut: [] });
    for (const { name } of cloud.targets) expect(cloud.baselines.get(name)).toMatchObject({ watermark: NOW });
  });

  it('asks for old minutes only for the targets that are behind, some at a time', async () => {
    const many = Array.from({ length: CATCH_UPS_AT_ONCE + 1 }, (_, index) => target(`new-${index}`));
    const cloud = world({ targets: [target('orders')] });
    await observe(cloud.ports, cloud.targets);
    cloud.complete = NOW + MINUTE_MS;
    cloud.targets.push(...many);
    for (const { name } of many) cloud.aliases.set(name, { version: '1', canary: null, revision: 'r1' });
    const asked: { targets: number; from: number }[] = [];
    const { minutes } = cloud.ports.metrics;
    cloud.ports.metrics.minutes = async (targets, span) => {
      asked.push({ targets: targets.length, from: span.from });
      return minutes(targets, span);
    };
    await observe(cloud.ports, cloud.targets);
    const old = cloud.complete - CATCH_UP_MS;
    expect(asked).toEqual([
      { targets: 1, from: NOW },
      { targets: CATCH_UPS_AT_ONCE, from: old },
      { targets: 1, from: old },
    ]);
    for (const { name } of cloud.targets) expect(cloud.baselines.get(name)?.watermark).toBe(cloud.complete);
  });

  it('reads the rest when the logs of one target fail, and says which failed', async () => {
    const cloud = world({ targets: [target('orders'), target('prices')] });
    cloud.minutes.set('orders', minutesUntil(NOW, 5));
    cloud.minutes.set('prices', minutesUntil(NOW, 5));
    cloud.brokenLogs.set('orders', new DependencyUnavailable('throttled'));
    await expect(observe(cloud.ports, cloud.targets)).rejects.toThrow(/1 of 2 targets failed \(orders\): throttled/);
    expect(cloud.baselines.get('prices')?.watermark).toBe(NOW);
    expect(cloud.baselines.has('orders')).toBe(false);
    cloud.brokenLogs.clear();
    expect(await observe(cloud.ports, cloud.targets)).toMatchObject({ minutes: 5 });
  });

  it('leaves a target to the run that was first', async () => {
    const cloud = world();
    cloud.minutes.set('orders', minutesUntil(NOW, 5));
    const alias = cloud.ports.fleet.alias;
    cloud.ports.fleet.alias = async (name) => {
      cloud.baselines.set(name, {
        target: name,
        tenant: 'default',
        watermark: NOW,
        series: {},
        successRate: null,
        discarded: {},
        revision: 7,
      });
      return alias(name);
    };
    expect(await observe(cloud.ports, cloud.targets)).toMatchObject({ leftOut: ['orders'] });
    expect(cloud.baselines.get('orders')?.revision).toBe(7);
  });
});

import { describe, expect, it } from 'vitest';
import { CADENCES } from '../../../lambdas/shared/contract/records.ts';
import { PollMessage } from '../../../lambdas/shared/contract/workflow.ts';
import { DependencyUnavailable } from '../../../lambdas/shared/errors.ts';
import { MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { DISCOVER_EVERY_MS, dispatch } from '../../../lambdas/telemetry/dispatch.ts';
import { SHARD_SIZE } from '../../../lambdas/telemetry/shards.ts';
import { NOW, registered, target, tenantSettings, world, type World } from '../fakes/world.ts';

const run = (cloud: World) => dispatch(cloud.ports, cloud.settings, { source: 'kaizen.schedule', kind: 'tick' });
const sent = (cloud: World): string[][] =>
  cloud.queued.map(({ queue, message }) => {
    expect(queue).toBe('polls');
    return PollMessage.parse(message).targets;
  });

describe('dispatch', () => {
  it('sends each due target of 10,000 in exactly one shard, and no other', async () => {
    const targets = Array.from({ length: 10_000 }, (_, index) => target(`t-${index}`));
    const cloud = world({ targets });
    for (const [index, each] of targets.entries()) {
      const cadence = CADENCES[index % 4] ?? 'fast';
      const nextPollAt = index % 3 === 0 ? NOW + 10 * MINUTE_MS : NOW - index;
      cloud.registry.set(each.name, registered(each, { cadence, nextPollAt, subscription: { state: 'refused', reason: '' } }));
    }
    cloud.ports.subscriptions = null;
    const due = targets.filter((_, index) => index % 3 !== 0).map(({ name }) => name);
    expect(await run(cloud)).toMatchObject({ registered: 10_000, due: due.length, shards: Math.ceil(due.length / SHARD_SIZE) });
    const shards = sent(cloud);
    for (const shard of shards) expect(shard.length).toBeLessThanOrEqual(SHARD_SIZE);
    expect(shards.flat().toSorted()).toEqual(due.toSorted());
    // Those that are asked for alike stand together.
    const mixed = shards.filter((shard) => new Set(shard.map((name) => cloud.registry.get(name)?.cadence)).size > 1);
    expect(mixed.length).toBeLessThanOrEqual(CADENCES.length - 1);
  });

  it('sends nothing when nothing is due', async () => {
    const cloud = world();
    cloud.registry.set('orders', registered(target('orders'), { nextPollAt: NOW + 10 * MINUTE_MS }));
    expect(await run(cloud)).toMatchObject({ due: 0, shards: 0 });
    expect(cloud.queued).toEqual([]);
  });

  it('leaves out a tenant that has switched telemetry off, not one that is unknown or stopped', async () => {
    const cloud = world({
      targets: [target('orders'), target('stranger', { tenant: 'elsewhere' })],
      tenant: { flags: { ...tenantSettings().flags, telemetry: false } },
    });
    cloud.killSwitch = { stopped: true, by: 'ops', reason: 'audit', at: NOW };
    await run(cloud);
    expect(sent(cloud)).toEqual([['stranger']]);
    expect([...cloud.subscribed]).toEqual([]);
  });

  it('discovers at the first tick and every quarter of an hour, and sends what it found at once', async () => {
    const cloud = world();
    cloud.registry.clear();
    expect(await run(cloud)).toMatchObject({ discovery: { added: 1 }, due: 1, subscriptions: { active: 1, refused: 0 } });
    expect(cloud.registry.get('orders')).toMatchObject({ target: null, polledUntil: null, subscription: { state: 'active' } });
    cloud.now += DISCOVER_EVERY_MS - 1;
    expect(await run(cloud)).toMatchObject({ discovery: null });
    cloud.now += 1;
    expect(await run(cloud)).toMatchObject({ discovery: { added: 0, changed: 0, removed: 0 } });
    expect(cloud.calls['fleet.discover']).toBe(2);
  });

  it('sends all the same when discovery fails, says so, and tries again at the next tick', async () => {
    const cloud = world();
    const { discover } = cloud.ports.fleet;
    cloud.ports.fleet.discover = async () => {
      throw new DependencyUnavailable('GetResources: throttled');
    };
    const failed = run(cloud);
    await expect(failed).rejects.toThrow(DependencyUnavailable);
    await expect(failed).rejects.toThrow(/dispatched, but discovery: GetResources: throttled/);
    expect(sent(cloud)).toEqual([['orders']]);
    cloud.ports.fleet.discover = discover;
    cloud.now += MINUTE_MS;
    expect((await run(cloud)).discovery).not.toBeNull();
  });

  it('sets no subscription while Kaizen is stopped, and polls on', async () => {
    const cloud = world();
    cloud.registry.clear();
    cloud.killSwitch = { stopped: true, by: 'anna', reason: 'release day', at: 0 };
    expect(await run(cloud)).toMatchObject({ due: 1, subscriptions: { active: 0, refused: 0 } });
    expect([...cloud.subscribed]).not.toContain('orders');
    cloud.killSwitch = { ...cloud.killSwitch, stopped: false };
    expect(await run(cloud)).toMatchObject({ subscriptions: { active: 1 } });
  });

  it('names the target whose subscription fails, after the others', async () => {
    const cloud = world({ targets: [target('orders'), target('prices')] });
    const { subscriptions } = cloud.ports;
    if (subscriptions === null) throw new Error('no subscriptions');
    cloud.ports.subscriptions = {
      ...subscriptions,
      ensure: async (name) => {
        if (name === 'orders') throw new DependencyUnavailable('throttled');
        return subscriptions.ensure(name);
      },
    };
    await expect(run(cloud)).rejects.toThrow(/log subscription of orders: throttled/);
    expect(cloud.registry.get('prices')?.subscription.state).toBe('active');
    expect(sent(cloud)).toEqual([['orders', 'prices']]);
  });
});

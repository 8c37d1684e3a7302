import { describe, expect, it } from 'vitest';
import { DependencyUnavailable } from '../../../lambdas/shared/errors.ts';
import { discover } from '../../../lambdas/telemetry/discover.ts';
import { NOW, registered, target, world } from '../fakes/world.ts';

const active = { state: 'active', reason: '' } as const;

describe('discover', () => {
  it('adds what is new, due at once', async () => {
    const cloud = world({ targets: [target('orders'), target('prices', { tenant: 'shop', priority: 'high', autonomy: 'tune' })] });
    cloud.registry.delete('prices');
    expect(await discover(cloud.ports)).toEqual({ added: 1, changed: 0, removed: 0, failed: [] });
    expect(cloud.registry.get('prices')).toMatchObject({
      tenant: 'shop',
      priority: 'high',
      autonomy: 'tune',
      target: null,
      nextPollAt: NOW,
      polledUntil: null,
    });
    expect(cloud.registry.get('orders')?.revision).toBe(1);
  });

  it('takes changed tags over and has the function read anew; all else stays', async () => {
    const cloud = world();
    const before = registered(target('orders'), { polledUntil: NOW - 1, rate: 7, subscription: active });
    cloud.registry.set('orders', before);
    cloud.targets[0] = target('orders', { priority: 'low' });
    expect(await discover(cloud.ports)).toEqual({ added: 0, changed: 1, removed: 0, failed: [] });
    expect(cloud.registry.get('orders')).toEqual({ ...before, priority: 'low', refreshedAt: 0, revision: 2 });
  });

  it('removes what is gone, its log subscription first, and comes by again when it dies in between', async () => {
    const cloud = world();
    cloud.registry.set('orders', registered(target('orders'), { subscription: active }));
    cloud.subscribed.add('orders');
    cloud.targets.length = 0;
    const { remove } = cloud.ports.registry;
    cloud.ports.registry.remove = async () => {
      throw new Error('killed');
    };
    await expect(discover(cloud.ports)).rejects.toThrow('killed');
    expect(cloud.subscribed.size).toBe(0);
    expect(cloud.registry.size).toBe(1);
    cloud.ports.registry.remove = remove;
    expect(await discover(cloud.ports)).toEqual({ added: 0, changed: 0, removed: 1, failed: [] });
    expect(cloud.registry.size).toBe(0);
  });

  it('keeps what is gone and subscribed where it can reach no subscriptions', async () => {
    const cloud = world({ targets: [target('orders'), target('prices')] });
    cloud.registry.set('orders', registered(target('orders'), { subscription: active }));
    cloud.targets.length = 0;
    expect(await discover({ ...cloud.ports, subscriptions: null })).toEqual({ added: 0, changed: 0, removed: 1, failed: [] });
    expect([...cloud.registry.keys()]).toEqual(['orders']);
  });

  it('goes on when the filter of one that is gone can not be taken away, and says which', async () => {
    const cloud = world({ targets: [target('orders'), target('prices')] });
    for (const each of cloud.targets) cloud.registry.set(each.name, registered(each, { subscription: active }));
    cloud.targets.length = 0;
    const remove = async (name: string) => {
      if (name === 'orders') throw new DependencyUnavailable('Rate exceeded');
    };
    const subscriptions = { ensure: async () => ({ state: 'active' as const, reason: '' }), remove };
    expect(await discover({ ...cloud.ports, subscriptions })).toEqual({ added: 0, changed: 0, removed: 1, failed: ['orders'] });
    expect([...cloud.registry.keys()]).toEqual(['orders']);
    expect(await discover(cloud.ports)).toMatchObject({ removed: 1, failed: [] });
  });

  it('leaves a record alone that somebody else is writing', async () => {
    const cloud = world();
    cloud.targets[0] = target('orders', { priority: 'low' });
    const { list } = cloud.ports.registry;
    cloud.ports.registry.list = async () => (await list()).map((record) => ({ ...record, revision: 0 }));
    expect(await discover(cloud.ports)).toEqual({ added: 0, changed: 0, removed: 0, failed: [] });
    expect(cloud.registry.get('orders')?.priority).toBe('normal');
  });
});

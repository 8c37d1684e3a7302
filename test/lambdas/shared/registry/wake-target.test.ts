import { describe, expect, it } from 'vitest';
import { StaleRecord } from '../../../../lambdas/shared/errors.ts';
import { AWAKE_MS, wakeTarget } from '../../../../lambdas/shared/registry/wake-target.ts';
import { NOW, registered, target, world } from '../../fakes/world.ts';

const asleep = () => {
  const cloud = world();
  cloud.registry.set('orders', registered(target('orders'), { nextPollAt: NOW + 3_600_000 }));
  return cloud;
};

describe('wakeTarget', () => {
  it('makes a target due and has it polled fast', async () => {
    const cloud = asleep();
    expect(await wakeTarget(cloud.ports.registry, 'orders', NOW)).toBe(true);
    expect(cloud.registry.get('orders')).toMatchObject({ nextPollAt: NOW, fastUntil: NOW + AWAKE_MS, refreshedAt: NOW });
    expect(await wakeTarget(cloud.ports.registry, 'ghost', NOW)).toBe(false);
  });

  it('never puts off what is due sooner, or shortens what is longer', async () => {
    const cloud = asleep();
    cloud.registry.set('orders', registered(target('orders'), { nextPollAt: NOW - 5, fastUntil: NOW + AWAKE_MS - 60_001 }));
    expect(await wakeTarget(cloud.ports.registry, 'orders', NOW)).toBe(true);
    expect(cloud.registry.get('orders')).toMatchObject({ nextPollAt: NOW - 5, fastUntil: NOW + AWAKE_MS });
    expect(await wakeTarget(cloud.ports.registry, 'orders', NOW - 1000)).toBe(false);
  });

  it('takes up what others wrote meanwhile, and gives up when they go on and on', async () => {
    const cloud = asleep();
    const { get } = cloud.ports.registry;
    let others = 2;
    cloud.ports.registry.get = async (name) => {
      const read = await get(name);
      if (others > 0 && read !== null) cloud.registry.set(name, { ...read, rate: others, revision: read.revision + 1 });
      others -= 1;
      return read;
    };
    expect(await wakeTarget(cloud.ports.registry, 'orders', NOW)).toBe(true);
    expect(cloud.registry.get('orders')).toMatchObject({ rate: 1, fastUntil: NOW + AWAKE_MS });
    others = 99;
    await expect(wakeTarget(cloud.ports.registry, 'orders', NOW + AWAKE_MS)).rejects.toThrow(StaleRecord);
  });
});

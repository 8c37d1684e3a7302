import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { MOST_A_TICK, subscribe } from '../../../lambdas/telemetry/subscribe.ts';
import { NOW, registered, target, world } from '../fakes/world.ts';

const fleet = (count: number) => world({ targets: Array.from({ length: count }, (_, index) => target(`t-${index}`)) });
const run = (cloud: ReturnType<typeof fleet>, now = NOW) =>
  subscribe(cloud.ports, cloud.ports.subscriptions, [...cloud.registry.values()], now);

describe('subscribe', () => {
  it('sets so many a tick until all were tried, and notes the refusals', async () => {
    const cloud = fleet(2 * MOST_A_TICK + 5);
    cloud.refusals.set('t-7', 'no room');
    let refused = 0;
    for (const expected of [MOST_A_TICK, MOST_A_TICK, 5]) {
      const done = await run(cloud);
      refused += done.refused;
      expect(done.active + done.refused).toBe(expected);
    }
    expect(refused).toBe(1);
    expect(cloud.registry.get('t-7')?.subscription).toEqual({ state: 'refused', reason: 'no room' });
    expect(cloud.subscribed.size).toBe(2 * MOST_A_TICK + 4);
  });

  it('looks at every one once a day, a few a minute, and brings back what was deleted or refused', async () => {
    const cloud = fleet(50);
    cloud.refusals.set('t-7', 'no log group yet');
    await run(cloud);
    cloud.refusals.clear();
    cloud.subscribed.clear();
    cloud.calls = {};
    for (let at = NOW; at < NOW + DAY_MS; at += MINUTE_MS) await run(cloud, at);
    expect(cloud.subscribed.size).toBe(50);
    // Once each, but for those that stand in the minute of the refusal.
    expect(cloud.calls['subscriptions.ensure']).toBe(50);
    expect(cloud.registry.get('t-7')?.subscription.state).toBe('active');
    // What did not change was not written.
    expect(cloud.calls['registry.put']).toBe(1);
  });

  it('has the logs polled again where subscriptions are not set up any more', async () => {
    const cloud = fleet(1);
    cloud.registry.set('t-0', registered(target('t-0'), { subscription: { state: 'active', reason: '' } }));
    await subscribe(cloud.ports, null, [...cloud.registry.values()], NOW);
    expect(cloud.registry.get('t-0')?.subscription).toEqual({ state: 'none', reason: 'log subscriptions are not set up' });
  });
});

import { describe, expect, it } from 'vitest';
import { DependencyUnavailable } from '../../../lambdas/shared/errors.ts';
import { DAY_MS, MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { REFRESH_MS } from '../../../lambdas/telemetry/due-target.ts';
import { improvement, minutesUntil } from '../fakes/samples.ts';
import { baselineKey, NOW, registered, target, tenantSettings, world } from '../fakes/world.ts';
import { advance, baseline, record, run } from './polling.ts';

const EMPTY_LOG_MINUTE = { reports: 0, maxMemoryMb: 0, coldStarts: 0, initMs: 0, timeouts: 0, outOfMemory: 0, errors: 0, operations: [] };

describe('pollTarget: what a target is', () => {
  it('reads a function anew after a quarter of an hour, and takes its tags over', async () => {
    const cloud = world();
    await run(cloud);
    expect(cloud.calls['fleet.get']).toBeUndefined();
    cloud.targets[0] = target('orders', { tenant: 'shop', priority: 'high', liveVersion: '7' });
    advance(cloud, REFRESH_MS / MINUTE_MS + 60);
    await run(cloud);
    expect(record(cloud)).toMatchObject({
      tenant: 'shop',
      cadence: 'fast',
      refreshedAt: cloud.now,
      target: { liveVersion: '7' },
      deployed: { after: cloud.now - REFRESH_MS, by: cloud.now },
    });
  });

  it('removes a function that is not managed any more, unless its log group still sends lines', async () => {
    const cloud = world({ targets: [target('orders'), target('prices')] });
    for (const each of cloud.targets) cloud.registry.set(each.name, registered(each, { refreshedAt: 0 }));
    cloud.registry.set('prices', { ...record(cloud, 'prices'), subscription: { state: 'active', reason: '' } });
    cloud.targets.length = 0;
    expect(await run(cloud, ['orders', 'prices', 'never-seen'])).toMatchObject({ skipped: { removed: 2, unknown: 1 } });
    expect([...cloud.registry.keys()]).toEqual(['prices']);
    expect(record(cloud, 'prices')).toMatchObject({ cadence: 'idle', reason: 'not managed any more', refreshedAt: 0 });
  });

  it('observes under the kill switch, and leaves a tenant alone that has switched telemetry off', async () => {
    const cloud = world({ targets: [target('stranger', { tenant: 'elsewhere' })] });
    cloud.killSwitch = { stopped: true, by: 'ops', reason: 'audit', at: NOW };
    expect(await run(cloud)).toMatchObject({ targets: 1 });
    const off = world({ tenant: { flags: { ...tenantSettings().flags, telemetry: false } } });
    expect(await run(off)).toMatchObject({ targets: 0, skipped: { 'switched-off': 1 } });
  });

  it('goes on with the target as it was read last while Lambda throttles, and reads it at the next poll', async () => {
    const cloud = world();
    await run(cloud);
    advance(cloud, REFRESH_MS / MINUTE_MS + 60);
    cloud.minutes.set('orders', minutesUntil(cloud.complete, 30));
    const throttled = () => Promise.reject(new DependencyUnavailable('Rate exceeded'));
    const { get, alias } = cloud.ports.fleet;
    cloud.ports.fleet.get = throttled;
    cloud.ports.fleet.alias = throttled;
    expect(await run(cloud)).toMatchObject({ targets: 1, minutes: 30 });
    const { refreshedAt } = record(cloud);
    expect(refreshedAt).toBeLessThan(cloud.now - REFRESH_MS);
    cloud.ports.fleet.get = get;
    cloud.ports.fleet.alias = alias;
    advance(cloud, 60);
    await run(cloud);
    expect(record(cloud).refreshedAt).toBe(cloud.now);
  });

  it('observes a function without the alias, which can have no canary', async () => {
    const cloud = world({ targets: [target('orders', { liveVersion: '$LATEST' }), target('prices')] });
    cloud.aliases.clear();
    for (const { name } of cloud.targets) cloud.registry.set(name, { ...record(cloud, name), refreshedAt: 0 });
    for (const { name } of cloud.targets) cloud.minutes.set(name, minutesUntil(NOW, 30));
    expect(await run(cloud)).toMatchObject({ minutes: 60 });
    for (const { name } of cloud.targets) expect(baseline(cloud, 'invocations', name)?.count).toBe(14);
  });

  it('learns the minutes in which the live version served alone under the version, too', async () => {
    const cloud = world();
    cloud.registry.set('orders', registered(target('orders'), { refreshedAt: 0, target: null, deployed: null }));
    cloud.minutes.set('orders', minutesUntil(NOW, 30));
    const of = () => cloud.baselines.get(baselineKey({ kind: 'version', target: 'orders', version: '1' }, 'duration-p95'));
    await run(cloud);
    // Whether it was this version that served before the first reading nobody knows.
    expect(of()).toBeUndefined();
    for (let at = 0; at < 12; at += 1) {
      advance(cloud, 5);
      cloud.minutes.set('orders', minutesUntil(cloud.complete, 120));
      await run(cloud);
    }
    expect(of()).toMatchObject({ count: 44, mean: 200 });
    expect(of()?.pending).toHaveLength(16);
    expect(cloud.baselines.has(baselineKey({ kind: 'version', target: 'orders', version: '1' }, 'invocations'))).toBe(false);
  });
});

describe('pollTarget: what is written when', () => {
  /** Polled every minute, due to its priority. */
  const watched = target('orders', { priority: 'high' });
  const polledFor = async (minutes: number, every: number) => {
    const cloud = world({ targets: [watched] });
    const subscription = { state: 'active', reason: '' } as const;
    cloud.registry.set('orders', registered(watched, { refreshedAt: 0, subscription }));
    for (let at = 0; at <= minutes; at += every) {
      cloud.minutes.set('orders', minutesUntil(cloud.complete, 400));
      await run(cloud);
      if (at < minutes) advance(cloud, every);
    }
    return cloud;
  };

  it('writes the baselines of a target that is polled every minute once a quarter of an hour, and loses nothing by it', async () => {
    const [often, seldom] = [await polledFor(60, 1), await polledFor(60, 15)];
    expect(seldom.calls['baselines.put']).toBeGreaterThan(0);
    expect(often.calls['baselines.put']).toBe(seldom.calls['baselines.put']);
    for (const [key, baseline] of seldom.baselines) expect(often.baselines.get(key)).toEqual(baseline);
    expect(record(often)).toMatchObject({ polledUntil: often.complete, storedUntil: often.complete - 15 * MINUTE_MS });
  });

  it('says of no minute that it is stored when nothing was read, however short the lateness', async () => {
    const cloud = world({ targets: [watched] });
    cloud.settings.latenessMs = 5 * MINUTE_MS;
    const subscription = { state: 'active', reason: '' } as const;
    cloud.registry.set('orders', registered(watched, { refreshedAt: 0, subscription }));
    cloud.minutes.set('orders', minutesUntil(cloud.complete, 400));
    await run(cloud);
    const stored = record(cloud).storedUntil;
    for (let minute = 1; minute <= 30; minute += 1) {
      advance(cloud, 1);
      cloud.minutes.set('orders', minutesUntil(cloud.complete, 400));
      await run(cloud);
      // Woken before a further minute is complete.
      cloud.registry.set('orders', { ...record(cloud), nextPollAt: 0 });
      await run(cloud);
      if (minute < 15) expect(record(cloud).storedUntil).toBe(stored);
    }
    const { count = 0, pending = [] } = baseline(cloud, 'invocations') ?? {};
    expect(count + pending.length).toBe(360 + 30);
  });

  it('loses no minute of a version where the log group is not subscribed, however short the lateness', async () => {
    const cloud = world({ targets: [watched] });
    cloud.settings.latenessMs = 5 * MINUTE_MS;
    cloud.registry.set('orders', registered(watched, { refreshedAt: 0 }));
    const begin = cloud.complete;
    cloud.minutes.set('orders', minutesUntil(begin, 400));
    await run(cloud);
    const of = () => cloud.baselines.get(baselineKey({ kind: 'version', target: 'orders', version: '1' }, 'duration-p95'));
    const learned = (): number => (of()?.count ?? 0) + (of()?.pending.length ?? 0);
    const before = learned();
    // Four minutes of traffic, then silence until the function is read anew.
    for (let minute = 1; minute <= 15; minute += 1) {
      advance(cloud, 1);
      cloud.minutes.set('orders', minutesUntil(begin + Math.min(4, minute) * MINUTE_MS, 400));
      await run(cloud);
    }
    expect(learned() - before).toBe(4);
  });

  it('keeps what was delivered of minutes that are not stored when the log group refuses the subscription later', async () => {
    const cloud = world({ targets: [watched] });
    const subscription = { state: 'active', reason: '' } as const;
    cloud.registry.set('orders', registered(watched, { refreshedAt: 0, subscription }));
    const step = async (): Promise<void> => {
      cloud.minutes.set('orders', minutesUntil(cloud.complete, 400));
      await run(cloud);
      advance(cloud, 1);
    };
    const delivered = { ...EMPTY_LOG_MINUTE, minute: cloud.complete, reports: 3, maxMemoryMb: 77 };
    await step();
    await cloud.ports.logBatches.keep({ id: 'b-1', target: 'orders', minutes: [delivered], errors: [] }, cloud.now);
    await step();
    cloud.registry.set('orders', { ...record(cloud), subscription: { state: 'refused', reason: 'no room' } });
    await step();
    expect(baseline(cloud, 'memory-used')?.pending).toMatchObject([{ at: delivered.minute, value: 77 }]);
  });

  it('counts what was learned once, when it is written', async () => {
    const cloud = await polledFor(0, 1);
    const counts = (): number => [...cloud.baselines.values()].reduce((sum, { count }) => sum + count, 0);
    const before = counts();
    let learned = 0;
    for (let minute = 0; minute < 45; minute += 1) {
      advance(cloud, 1);
      cloud.minutes.set('orders', minutesUntil(cloud.complete, 400));
      learned += (await run(cloud)).learned;
    }
    expect(counts() - before).toBeGreaterThan(45);
    expect(learned).toBe(counts() - before);
  });
});

describe('pollTarget: rollouts and findings', () => {
  const fifty = { version: '1', canary: { version: '2', weight: 0.5 }, revision: 'r2' };

  it('learns nothing of the minutes of a rollout, those before it was seen and after its end included', async () => {
    const cloud = world();
    cloud.minutes.set('orders', minutesUntil(NOW, 60));
    await run(cloud);
    const step = async (minutes: number): Promise<void> => {
      advance(cloud, minutes);
      cloud.minutes.set('orders', minutesUntil(cloud.complete, 200));
      await run(cloud);
    };
    // Begins unseen: the alias is read when the function is.
    cloud.aliases.set('orders', fifty);
    for (const minutes of [5, 5, 5]) await step(minutes);
    expect(record(cloud)).toMatchObject({ cadence: 'fast', reason: 'a rollout is under way', canary: { since: NOW, until: null } });
    for (let at = 0; at < 10; at += 1) await step(1);
    cloud.aliases.set('orders', { version: '1', canary: null, revision: 'r3' });
    await step(1);
    const end = cloud.now;
    expect(record(cloud)).toMatchObject({ cadence: 'normal', canary: { since: NOW, until: end } });
    for (const minutes of [5, 5, 5, 5, 5, 5, 5]) await step(minutes);
    // 26 minutes of the rollout; of the others all but the 16 that wait.
    expect(baseline(cloud, 'duration-p95')).toMatchObject({ count: 60 + 61 - 26 - 16 - 0, discarded: { canary: 26 } });
    expect(record(cloud).canary).toBeNull();
  });

  it('sends what the rules find, watches the target closely then, and tells when it is over', async () => {
    const cloud = world();
    cloud.minutes.set('orders', minutesUntil(NOW, 120));
    await run(cloud);
    expect(cloud.queued).toEqual([]);
    const failing = (from: number, to: number) =>
      minutesUntil(cloud.complete, 180).map((each) => (each.minute >= from && each.minute < to ? { ...each, errors: 60 } : each));
    advance(cloud, 5);
    cloud.minutes.set('orders', failing(NOW, NOW + 5 * MINUTE_MS));
    expect((await run(cloud)).drafts).toBeGreaterThan(0);
    expect(cloud.queued[0]).toMatchObject({
      queue: 'findings',
      message: { tenant: 'default', target: 'orders', until: cloud.complete, rollout: null },
    });
    expect(record(cloud)).toMatchObject({ cadence: 'fast', fastUntil: cloud.now + 15 * MINUTE_MS });
    for (let at = 0; at < 40; at += 1) {
      advance(cloud, 1);
      cloud.minutes.set('orders', failing(NOW, NOW + 5 * MINUTE_MS));
      await run(cloud);
    }
    // A quarter of an hour of quiet minutes is told, so that the anomaly can be closed.
    const told = cloud.queued.map(({ message }) => (message as { until: number }).until);
    expect(told.slice(0, 16)).toEqual(Array.from({ length: 16 }, (_, index) => NOW + (5 + index) * MINUTE_MS));
    expect(record(cloud).cadence).toBe('normal');
  });

  it('names the improvement whose rollout is under way', async () => {
    const cloud = world();
    await cloud.ports.work.improvements.create(improvement({ id: 'imp-1', status: 'promoted' }));
    await cloud.ports.work.improvements.create(improvement({ id: 'imp-2', status: 'rolling-out' }));
    cloud.aliases.set('orders', fifty);
    cloud.minutes.set('orders', minutesUntil(NOW, 60));
    cloud.registry.set('orders', registered(target('orders'), { refreshedAt: 0, anomalyUntil: NOW + DAY_MS }));
    await run(cloud);
    expect(cloud.queued.at(-1)?.message).toMatchObject({ drafts: [], rollout: 'imp-2' });
  });
});

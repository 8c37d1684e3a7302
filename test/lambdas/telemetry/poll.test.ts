import { describe, expect, it } from 'vitest';
import { METRICS } from '../../../lambdas/shared/contract/names.ts';
import { DependencyUnavailable, InvalidEvent } from '../../../lambdas/shared/errors.ts';
import { HOUR_MS, MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { CATCH_UP_MS } from '../../../lambdas/telemetry/due-target.ts';
import { poll } from '../../../lambdas/telemetry/poll.ts';
import { CATCH_UPS_AT_ONCE } from '../../../lambdas/telemetry/poll-targets.ts';
import { minute, minutesUntil, reportsOf } from '../fakes/samples.ts';
import { baselineKey, NOW, registered, target, world } from '../fakes/world.ts';
import { advance, baseline, record, run } from './polling.ts';

describe('poll', () => {
  it('takes in the complete minutes of all targets with one call, and a repetition changes nothing', async () => {
    const cloud = world({ targets: [target('orders'), target('prices')] });
    cloud.minutes.set('orders', minutesUntil(NOW, 60));
    cloud.minutes.set('prices', minutesUntil(NOW, 20));
    cloud.reports = reportsOf('orders', 60);
    const first = await run(cloud);
    expect(first).toMatchObject({ targets: 2, minutes: 80, lines: 60, leftOut: [], discarded: {}, skipped: {} });
    expect(cloud.calls['metrics.minutes']).toBe(1);
    // Minutes within the lateness window wait for those that may still come.
    expect(baseline(cloud, 'duration-p95')).toMatchObject({ count: 44, mean: 200, watermark: NOW - 16 * MINUTE_MS });
    expect(baseline(cloud, 'duration-p95')?.pending).toHaveLength(16);
    expect(baseline(cloud, 'memory-used')).toMatchObject({ mean: 300, max: 300 });
    expect(record(cloud)).toMatchObject({
      polledUntil: NOW,
      cadence: 'normal',
      nextPollAt: NOW + 300_000,
      rate: 100,
      deployed: { after: null },
    });
    const points = cloud.metrics.filter(({ name }) => name === METRICS.points).map(({ value }) => value);
    expect(points).toEqual([first.points]);

    const before = structuredClone({ baselines: cloud.baselines, registry: cloud.registry });
    expect(await run(cloud)).toMatchObject({ targets: 0, skipped: { 'not-due': 2 } });
    expect({ baselines: cloud.baselines, registry: cloud.registry }).toEqual(before);
  });

  it('reads the lateness window again, and goes back no further than the catch-up', async () => {
    const cloud = world();
    cloud.minutes.set('orders', minutesUntil(NOW, 10));
    await run(cloud);
    advance(cloud, 5);
    cloud.minutes.set('orders', minutesUntil(NOW + 5 * MINUTE_MS, 15));
    expect(await run(cloud)).toMatchObject({ minutes: 5 });
    expect(cloud.asked.at(-1)?.span).toEqual({ from: NOW - 15 * MINUTE_MS, to: NOW + 5 * MINUTE_MS });
    advance(cloud, 7 * 60);
    expect(await run(cloud)).toMatchObject({ discarded: { 'beyond-catch-up': 60 } });
    expect(cloud.asked.at(-1)?.span.from).toBe(cloud.complete - CATCH_UP_MS);
    expect(cloud.metrics.find(({ name }) => name === METRICS.discarded)?.value).toBe(60);
  });

  it('takes a minute that came late, and a fuller reading of one, as if they had been in time', async () => {
    const inTime = world();
    const late = world();
    const all = minutesUntil(NOW + 30 * MINUTE_MS, 60);
    for (const cloud of [inTime, late]) cloud.minutes.set('orders', all);
    late.minutes.set('orders', [...all.slice(0, 25), minute(all[25]?.minute ?? 0, { invocations: 3 }), ...all.slice(28)]);
    await run(inTime);
    await run(late);
    late.minutes.set('orders', all);
    for (const minutes of [5, 10, 15]) {
      for (const cloud of [inTime, late]) {
        advance(cloud, minutes);
        await run(cloud);
      }
    }
    expect(baseline(inTime, 'invocations')?.count).toBe(44);
    for (const [key, known] of inTime.baselines) expect({ ...late.baselines.get(key), revision: 0 }).toEqual({ ...known, revision: 0 });
  });

  it('asks for old minutes only for the targets that are behind, some at a time', async () => {
    const cloud = world();
    cloud.minutes.set('orders', minutesUntil(NOW, 60));
    await run(cloud);
    advance(cloud, 5);
    for (let index = 0; index <= CATCH_UPS_AT_ONCE; index += 1) {
      const added = target(`new-${index}`);
      cloud.targets.push(added);
      cloud.registry.set(added.name, registered(added));
      cloud.aliases.set(added.name, { version: '1', canary: null, revision: 'r1' });
    }
    cloud.asked.length = 0;
    await run(cloud);
    expect(cloud.asked.map(({ targets, span }) => [targets.length, span.from])).toEqual([
      [1, NOW - 15 * MINUTE_MS],
      [CATCH_UPS_AT_ONCE, cloud.complete - CATCH_UP_MS],
      [1, cloud.complete - CATCH_UP_MS],
    ]);
    for (const { name } of cloud.targets) expect(record(cloud, name).polledUntil).toBe(cloud.complete);
  });

  it('says which targets are idle, and polls them in their own time, but not one that a failure woke', async () => {
    const cloud = world({ targets: [target('orders'), target('nightly'), target('woken')] });
    cloud.minutes.set('orders', minutesUntil(NOW, 60));
    await run(cloud);
    expect(record(cloud, 'nightly')).toMatchObject({ cadence: 'idle', rate: 0, nextPollAt: NOW + HOUR_MS });
    advance(cloud, 60);
    cloud.registry.set('woken', { ...record(cloud, 'woken'), fastUntil: cloud.now + 1 });
    await run(cloud);
    expect(cloud.asked.at(-1)?.idle).toEqual(['nightly']);
  });

  it('does not load the baselines of a target that was not called', async () => {
    const cloud = world();
    await run(cloud);
    expect(cloud.calls['baselines.load']).toBeUndefined();
    expect(record(cloud).polledUntil).toBe(NOW);
  });

  it('only sets the next time when no further minute is complete', async () => {
    const cloud = world();
    cloud.minutes.set('orders', minutesUntil(NOW, 60));
    await run(cloud);
    cloud.now += 6 * MINUTE_MS;
    expect(await run(cloud)).toMatchObject({ targets: 1, minutes: 0, points: 0 });
    expect(cloud.calls['metrics.minutes']).toBe(1);
    expect(record(cloud)).toMatchObject({ polledUntil: NOW, nextPollAt: cloud.now + 300_000, rate: 100 });
  });

  it('takes log minutes from the subscription where there is one, and fetches nothing', async () => {
    const cloud = world();
    cloud.registry.set('orders', registered(target('orders'), { subscription: { state: 'active', reason: '' } }));
    cloud.minutes.set('orders', minutesUntil(NOW, 30));
    cloud.brokenLogs.set('orders', new Error('nobody asks'));
    const told = { reports: 4, maxMemoryMb: 180, coldStarts: 2, initMs: 500, timeouts: 1, outOfMemory: 0, errors: 1, operations: [] };
    await cloud.ports.logBatches.keep({ id: 'b', target: 'orders', minutes: [{ minute: NOW - 20 * MINUTE_MS, ...told }], errors: [] }, NOW);
    expect(await run(cloud)).toMatchObject({ lines: 0 });
    expect(baseline(cloud, 'memory-used')).toMatchObject({ count: 1, mean: 180 });
    expect(baseline(cloud, 'init-time')).toMatchObject({ mean: 250 });
    expect(baseline(cloud, 'timeout-rate')).toMatchObject({ mean: 0.25 });
  });

  it('learns operations from the log minutes', async () => {
    const cloud = world();
    cloud.registry.set('orders', registered(target('orders'), { subscription: { state: 'active', reason: '' } }));
    const empty = { reports: 0, maxMemoryMb: 0, coldStarts: 0, initMs: 0, timeouts: 0, outOfMemory: 0, errors: 0 };
    const minutes = minutesUntil(NOW, 30).map(({ minute: at }) => ({
      minute: at,
      ...empty,
      operations: [{ operation: 'POST /orders', runs: 4, failures: 1, durationMs: 400, longestMs: 250 }],
    }));
    await cloud.ports.logBatches.keep({ id: 'b', target: 'orders', minutes, errors: [] }, NOW);
    await run(cloud);
    const of = (series: Parameters<typeof baselineKey>[1]) =>
      cloud.baselines.get(baselineKey({ kind: 'operation', target: 'orders', operation: 'POST /orders' }, series));
    expect(of('invocations')).toMatchObject({ count: 14, mean: 4 });
    expect(of('error-rate')).toMatchObject({ mean: 0.25 });
    expect(of('duration-mean')).toMatchObject({ mean: 100 });
    expect(of('duration-max')).toMatchObject({ mean: 250 });
    expect(record(cloud).operations).toEqual({ 'POST /orders': NOW - MINUTE_MS });
  });

  it('goes on with a series that could not be read, and says so', async () => {
    const cloud = world();
    cloud.minutes.set('orders', minutesUntil(NOW, 60));
    await run(cloud);
    cloud.poisoned.set(baselineKey({ kind: 'target', target: 'orders' }, 'duration-p95'), 'mean: found NaN');
    advance(cloud, 20);
    cloud.minutes.set('orders', minutesUntil(cloud.complete, 80));
    const lines: string[] = [];
    expect(await run(cloud, ['orders'], lines)).toMatchObject({ quarantined: 1 });
    expect(baseline(cloud, 'duration-p50')?.count).toBe(64);
    expect(baseline(cloud, 'duration-p95')).toMatchObject({ count: 19, revision: 1 });
    expect(cloud.metrics.filter(({ name }) => name === METRICS.quarantined)).toEqual([
      { name: METRICS.quarantined, value: 1, tenant: 'default' },
    ]);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ series: 'duration-p95', reason: 'mean: found NaN' }]);
  });

  it('puts the lag of the oldest new minute of a tenant', async () => {
    const cloud = world();
    cloud.minutes.set('orders', minutesUntil(NOW, 10));
    cloud.now = NOW + 90_000;
    await run(cloud);
    expect(cloud.metrics.find(({ name }) => name === METRICS.telemetryLag)?.value).toBe(9 * 60 + 90);
  });
});

describe('poll: failures', () => {
  const two = () => {
    const cloud = world({ targets: [target('orders'), target('prices')] });
    for (const { name } of cloud.targets) cloud.minutes.set(name, minutesUntil(NOW, 60));
    return cloud;
  };

  it('reads the rest when the logs of one target fail, and says which failed', async () => {
    const cloud = two();
    cloud.brokenLogs.set('orders', new DependencyUnavailable('throttled'));
    const failed = run(cloud);
    await expect(failed).rejects.toThrow(DependencyUnavailable);
    await expect(failed).rejects.toThrow(/1 of 2 targets failed \(orders\): throttled/);
    expect(record(cloud, 'prices').polledUntil).toBe(NOW);
    expect(record(cloud, 'orders').polledUntil).toBeNull();
    cloud.brokenLogs.clear();
    expect(await run(cloud)).toMatchObject({ targets: 1, minutes: 60, skipped: { 'not-due': 1 } });
  });

  it('names an error that repeating does not help before those that it does', async () => {
    const cloud = two();
    cloud.brokenLogs.set('orders', new DependencyUnavailable('throttled'));
    cloud.brokenLogs.set('prices', new TypeError('no such thing'));
    const failed = run(cloud);
    await expect(failed).rejects.toThrow(/2 of 2 targets failed \(orders, prices\): no such thing/);
    await expect(failed).rejects.not.toThrow(DependencyUnavailable);
  });

  it('reads at the next poll what throttled metrics did not give', async () => {
    const cloud = two();
    cloud.brokenMetrics = new DependencyUnavailable('GetMetricData: throttled');
    await expect(run(cloud)).rejects.toThrow(/2 of 2 targets failed/);
    expect(cloud.baselines.size).toBe(0);
    cloud.brokenMetrics = null;
    advance(cloud, 5);
    for (const { name } of cloud.targets) cloud.minutes.set(name, minutesUntil(cloud.complete, 65));
    expect(await run(cloud)).toMatchObject({ minutes: 130 });
    expect(baseline(cloud, 'invocations')?.count).toBe(49);
  });

  it('leaves a target to the worker that was first', async () => {
    const cloud = two();
    const { minutes } = cloud.ports.metrics;
    let isFirst = true;
    cloud.ports.metrics.minutes = async (...args) => {
      const read = await minutes(...args);
      if (isFirst) {
        isFirst = false;
        await run(cloud, ['orders']);
      }
      return read;
    };
    const before = cloud.baselines;
    expect(await run(cloud)).toMatchObject({ targets: 2, leftOut: ['orders'] });
    expect(baseline({ ...cloud, baselines: before }, 'invocations')).toMatchObject({ count: 44, revision: 1 });
    expect(record(cloud)).toMatchObject({ polledUntil: NOW, revision: 2 });
  });

  it.each<[string, string, RegExp]>([
    ['no JSON', '{"targets":', /message m-1: body: found "\{\\"targets\\":"; expected JSON/],
    ['no targets', '{"targets":[]}', /message m-1: targets: found \[\]/],
    ['a number', '{"targets":[7]}', /message m-1: targets\.0: found 7/],
  ])('refuses a message with %s', async (_, body, message) => {
    const cloud = world();
    const refused = poll(cloud.ports, cloud.settings, { Records: [{ messageId: 'm-1', body }] }, () => undefined);
    await expect(refused).rejects.toThrow(InvalidEvent);
    await expect(refused).rejects.toThrow(message);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VITAL_SERIES } from '../../../lambdas/shared/baseline/is-outlier.ts';
import type { MinuteStats, SeriesBaseline } from '../../../lambdas/shared/contract/records.ts';
import type { FindingsMessage } from '../../../lambdas/shared/contract/workflow.ts';
import { DependencyUnavailable } from '../../../lambdas/shared/errors.ts';
import type { Ports } from '../../../lambdas/shared/ports.ts';
import { MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { pollTargets } from '../../../lambdas/telemetry/poll-targets.ts';
import { minutesUntil } from '../fakes/samples.ts';
import { baselineKey, NOW, registered, target, world, type World } from '../fakes/world.ts';
import { killedAt } from '../rollout/fakes/killed-after.ts';

const NAMES = ['orders'];
const run = (cloud: World, ports: Ports = cloud.ports, names: readonly string[] = NAMES) =>
  pollTargets(ports, cloud.settings, names, { force: false, log: () => undefined });

/** The ports for a process that dies at its n-th call. */
function mortal({ ports }: World, n: number, moment: 'before' | 'after'): Ports {
  const there = Object.fromEntries(Object.entries(ports).filter(([, port]) => port !== null)) as unknown as Parameters<typeof killedAt>[0];
  return killedAt(there, n, moment).ports as unknown as Ports;
}

/**
 * A target with an hour of minutes that were polled, and ten further ones that the next poll brings; a subscription with operations.
 * `incident`: some of the minutes that it folds in fail.
 */
async function prepared(incident = false): Promise<World> {
  const cloud = world({ targets: NAMES.map((name) => target(name)) });
  const operations = [{ operation: 'GET /', runs: 3, failures: 0, durationMs: 90, longestMs: 40 }];
  const told = { reports: 5, maxMemoryMb: 200, coldStarts: 0, initMs: 0, timeouts: 0, outOfMemory: 0, errors: 0, operations };
  const slow = { p50: 500, p95: 900, p99: 1200, mean: 600, max: 2000 };
  const all = minutesUntil(NOW + 10 * MINUTE_MS, 70, (index) =>
    incident && index >= 48 && index < 52 ? { errors: 50, duration: slow } : {},
  );
  for (const each of cloud.targets) {
    cloud.registry.set(each.name, registered(each, { subscription: { state: 'active', reason: '' } }));
    cloud.minutes.set(each.name, all);
    await cloud.ports.logBatches.keep(
      { id: 'b', target: each.name, minutes: all.map(({ minute }) => ({ minute, ...told })), errors: [] },
      NOW,
    );
  }
  await run(cloud);
  cloud.queued.length = 0;
  cloud.now += 20 * MINUTE_MS;
  cloud.complete += 10 * MINUTE_MS;
  return cloud;
}

/** What must be the same whatever happened: not the revisions, which count the writes. */
function outcome({ baselines, registry }: World): unknown {
  const without = <T extends { revision: number }>(all: Map<string, T>) =>
    [...all].map(([key, record]) => [key, { ...record, revision: 0 }]).toSorted();
  return { baselines: without(baselines), registry: without(registry) };
}

/** Points that were folded in, learned or not. */
function seenIn({ count, discarded }: SeriesBaseline): number {
  return Object.values(discarded).reduce((sum, by) => sum + by, count);
}

describe('a poll that is killed at any call', () => {
  it.each(['before', 'after'] as const)('comes to the same when it is run again: killed %s the call takes effect', async (moment) => {
    const undisturbed = await prepared();
    const result = await run(undisturbed);
    expect(result.leftOut).toEqual([]);
    const expected = outcome(undisturbed);
    let deaths = 0;
    for (let n = 1; ; n += 1) {
      const cloud = await prepared();
      const died = await run(cloud, mortal(cloud, n, moment)).then(
        () => false,
        () => true,
      );
      if (!died) break;
      deaths += 1;
      await run(cloud);
      expect(outcome(cloud), `killed ${moment} call ${n}`).toEqual(expected);
    }
    expect(deaths).toBeGreaterThan(25);
  });

  it.each(['before', 'after'] as const)(
    'loses no minute of an incident and learns none twice: killed %s the call takes effect',
    async (moment) => {
      const undisturbed = await prepared(true);
      await run(undisturbed);
      for (let n = 1; ; n += 1) {
        const cloud = await prepared(true);
        const died = await run(cloud, mortal(cloud, n, moment)).then(
          () => false,
          () => true,
        );
        if (!died) break;
        await run(cloud);
        expect(cloud.queued.some(({ message }) => (message as FindingsMessage).drafts.length > 0)).toBe(true);
        for (const [key, expected] of undisturbed.baselines) {
          const found = cloud.baselines.get(key);
          expect(found, `${key}, killed ${moment} call ${n}`).toMatchObject({
            watermark: expected.watermark,
            pending: expected.pending,
            seen: expected.seen,
            updatedAt: expected.updatedAt,
          });
          if (found !== undefined) expect(seenIn(found), key).toBe(seenIn(expected));
          // The vital series judge the others: these come out the same to the last bit.
          if (!VITAL_SERIES.has(expected.series)) expect({ ...found, revision: 0 }, key).toEqual({ ...expected, revision: 0 });
        }
      }
    },
  );

  it('comes to the same when two workers do it at the same time, wherever the second begins', async () => {
    const undisturbed = await prepared();
    await run(undisturbed);
    const expected = outcome(undisturbed);
    for (let n = 1; n <= 25; n += 1) {
      const cloud = await prepared();
      let calls = 0;
      let second: Promise<unknown> = Promise.resolve();
      const { put } = cloud.ports.baselines;
      const { get } = cloud.ports.registry;
      const step = (): void => {
        calls += 1;
        if (calls === n) second = run({ ...cloud, ports: { ...cloud.ports, baselines: { ...cloud.ports.baselines, put } } });
      };
      cloud.ports.baselines.put = async (baseline) => {
        step();
        return put(baseline);
      };
      cloud.ports.registry.get = async (name) => {
        step();
        return get(name);
      };
      await run(cloud);
      await second;
      cloud.now += 5 * MINUTE_MS;
      await run(cloud);
      undisturbed.now = cloud.now;
      const { baselines } = outcome(cloud) as { baselines: unknown };
      expect(baselines, `second worker at step ${n}`).toEqual((expected as { baselines: unknown }).baselines);
    }
  });
});

/** One poll: minutes until it, and what goes wrong in it. */
const polls = fc.array(
  fc.record({
    minutes: fc.integer({ min: 0, max: 70 }),
    fails: fc.constantFrom('no', 'no', 'no', 'metrics', 'killed'),
    at: fc.integer({ min: 1, max: 60 }),
    wake: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);

describe('minutes', () => {
  it('are each folded in or pending exactly once, whatever the cadences and failures', async () => {
    await fc.assert(
      fc.asyncProperty(polls, async (steps) => {
        const cloud = world({ targets: [target('orders')] });
        const begin = NOW - 60 * MINUTE_MS;
        const minutes = (): MinuteStats[] => minutesUntil(cloud.complete, (cloud.complete - begin) / MINUTE_MS);
        for (const { minutes: by, fails, at, wake } of [...steps, { minutes: 70, fails: 'no', at: 1, wake: false }]) {
          cloud.now += by * MINUTE_MS;
          cloud.complete += by * MINUTE_MS;
          cloud.minutes.set('orders', minutes());
          cloud.brokenMetrics = fails === 'metrics' ? new DependencyUnavailable('throttled') : null;
          const known = cloud.registry.get('orders');
          if (wake && known !== undefined) cloud.registry.set('orders', { ...known, nextPollAt: 0, revision: known.revision + 1 });
          const ports = fails === 'killed' ? mortal(cloud, at, 'after') : cloud.ports;
          await run(cloud, ports, ['orders']).catch((error: unknown) => {
            if (fails === 'no') throw error;
          });
        }
        const total = (cloud.complete - begin) / MINUTE_MS;
        const lost = cloud.metrics.filter(({ name }) => name === 'telemetry_points_discarded').reduce((sum, { value }) => sum + value, 0);
        for (const series of ['invocations', 'error-rate', 'duration-p95', 'concurrency'] as const) {
          const baseline = cloud.baselines.get(baselineKey({ kind: 'target', target: 'orders' }, series));
          expect((baseline?.count ?? 0) + (baseline?.pending.length ?? 0)).toBe(total - lost);
          const pending = baseline?.pending.map(({ at }) => at) ?? [];
          expect(new Set(pending).size).toBe(pending.length);
          expect(baseline?.discarded).toEqual({});
        }
        expect(cloud.registry.get('orders')?.polledUntil).toBe(cloud.complete);
      }),
      { numRuns: 60 },
    );
  });
});

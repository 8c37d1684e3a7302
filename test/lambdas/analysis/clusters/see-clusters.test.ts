import { describe, expect, it } from 'vitest';
import { analyse } from '../../../../lambdas/analysis/analyse.ts';
import { FailureCluster } from '../../../../lambdas/shared/contract/records.ts';
import { StaleRecord } from '../../../../lambdas/shared/errors.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { cycle, logErrors, minutesUntil, reportsOf } from '../../fakes/samples.ts';
import { NOW, registered, target, world, type World } from '../../fakes/world.ts';

const REF = { tenant: 'default', cycleId: 'cycle-1' };
const FRAME = ['at total (file:///var/task/src/total.mjs:12:3)', 'at handler (file:///var/task/handler.mjs:4:5)'];

/** `orders` and `prices` under load, with failures of `orders` in the last minutes; a cycle over the last hour. */
async function failing(count: number, changes: Parameters<typeof logErrors>[2] = () => ({ stack: FRAME })): Promise<World> {
  const cloud = world({ targets: [target('orders'), target('prices')] });
  for (const each of cloud.targets) cloud.minutes.set(each.name, minutesUntil(NOW, 60));
  cloud.reports = [...reportsOf('orders', 600), ...reportsOf('prices', 600)];
  cloud.errors = logErrors('orders', count, changes);
  await cloud.ports.work.cycles.create(cycle());
  return cloud;
}
/** Another cycle over the last `hours`, at `at`. */
async function again(cloud: World, id: string, at: number, hours: number, changes: Parameters<typeof cycle>[0] = {}): Promise<void> {
  cloud.now = at;
  cloud.complete = at;
  for (const { name } of cloud.targets) cloud.minutes.set(name, minutesUntil(at, 60 * hours));
  await cloud.ports.work.cycles.create(cycle({ id, windowStart: at - hours * HOUR_MS, windowEnd: at, ...changes }));
  await analyse(cloud.ports, cloud.settings, { ...REF, cycleId: id });
}
const clusters = (cloud: World) => cloud.ports.work.clusters.list('default');

describe('the clusters of a cycle', () => {
  it('are kept with where they happen, counted by hour and version', async () => {
    const cloud = await failing(40);
    await analyse(cloud.ports, cloud.settings, REF);
    const [found, ...others] = await clusters(cloud);
    expect(others).toEqual([]);
    expect(FailureCluster.parse(found)).toMatchObject({
      target: 'orders',
      location: 'src/total.mjs:12',
      category: 'code',
      count: 40,
      firstSeen: NOW - 1 - 39_000,
      lastSeen: NOW - 1,
      countedUntil: NOW,
      atLeast: false,
      versions: [{ version: '1', count: 40 }],
    });
  });

  it('count nothing twice, when the analysis is repeated and when another cycle looks at the same hours', async () => {
    const cloud = await failing(40);
    await analyse(cloud.ports, cloud.settings, REF);
    const first = await clusters(cloud);
    await cloud.ports.work.cycles.create(cycle({ id: 'cycle-2' }));
    await analyse(cloud.ports, cloud.settings, { ...REF, cycleId: 'cycle-2' });
    expect(await clusters(cloud)).toEqual(first);
    cloud.errors = [...cloud.errors, ...logErrors('orders', 5, (index) => ({ stack: FRAME, at: NOW + index * MINUTE_MS }))];
    await again(cloud, 'cycle-3', NOW + 30 * MINUTE_MS, 2);
    expect(await clusters(cloud)).toMatchObject([{ count: 45, countedUntil: NOW + 30 * MINUTE_MS, revision: 1 }]);
  });

  it('make no record of what failed once or twice', async () => {
    const cloud = await failing(2);
    await analyse(cloud.ports, cloud.settings, REF);
    expect(await clusters(cloud)).toEqual([]);
  });

  it('survive that somebody else writes a record meanwhile', async () => {
    const cloud = await failing(40);
    await analyse(cloud.ports, cloud.settings, REF);
    const { update } = cloud.ports.work.clusters;
    let stale = 1;
    cloud.ports.work.clusters.update = async (record) => {
      if (stale > 0) {
        stale -= 1;
        // What learns of clusters wrote first.
        await update({ ...((await cloud.ports.work.clusters.get('default', record.id)) ?? record), inPattern: 7 });
        throw new StaleRecord('somebody else was first');
      }
      return update(record);
    };
    cloud.errors = [...cloud.errors, ...logErrors('orders', 20, (index) => ({ stack: FRAME, at: NOW + index * MINUTE_MS }))];
    await again(cloud, 'cycle-2', NOW + 30 * MINUTE_MS, 1);
    expect(await clusters(cloud)).toMatchObject([{ count: 60, inPattern: 7, revision: 2 }]);
  });

  it('are said to be gone when a window that would have shown them does not', async () => {
    const cloud = await failing(40);
    await analyse(cloud.ports, cloud.settings, REF);
    await again(cloud, 'cycle-2', NOW + 2 * HOUR_MS, 2);
    expect(await clusters(cloud)).toMatchObject([{ count: 40, trend: 'gone', countedUntil: NOW + 2 * HOUR_MS, atLeast: false }]);
    // Written once.
    await again(cloud, 'cycle-3', NOW + 3 * HOUR_MS, 2);
    expect(await clusters(cloud)).toMatchObject([{ revision: 1 }]);
  });

  it('lose no hours by an emergency in between, which looks at one of them', async () => {
    const cloud = await failing(40);
    await analyse(cloud.ports, cloud.settings, REF);
    const later = (index: number) => ({ stack: FRAME, at: NOW + (index + 1) * 10 * MINUTE_MS });
    cloud.errors = [...cloud.errors, ...logErrors('orders', 30, later)];
    await again(cloud, 'cycle-2', NOW + 5 * HOUR_MS, 1, { trigger: 'emergency' });
    expect(await clusters(cloud)).toMatchObject([{ count: 40, countedUntil: NOW }]);
    await again(cloud, 'cycle-3', NOW + 6 * HOUR_MS, 7);
    expect(await clusters(cloud)).toMatchObject([{ count: 70, atLeast: false }]);
  });

  it('say that there may have been more where the read was cut or took a sample', async () => {
    const cloud = await failing(40);
    cloud.ports.logs.errors = async (_target, span) => ({ errors: cloud.errors, from: span.to - 10 * MINUTE_MS });
    await analyse(cloud.ports, cloud.settings, REF);
    expect(await clusters(cloud)).toMatchObject([{ atLeast: true }, { atLeast: true }]);
    const sampled = await failing(40);
    await analyse(sampled.ports, { ...sampled.settings, logSamplingRate: 0.5 }, REF);
    expect(await clusters(sampled)).toMatchObject([{ atLeast: true }]);
  });

  it('name the deployment that they came with, in the record, the anomaly and the opportunity', async () => {
    const came = NOW - 20 * MINUTE_MS;
    const at = (index: number) => NOW - 18 * MINUTE_MS + index * 20_000;
    const cloud = await failing(40, (index) => ({ stack: FRAME, version: '2', at: at(index) }));
    cloud.targets[0] = target('orders', { liveVersion: '2' });
    cloud.registry.set('orders', registered(target('orders', { liveVersion: '2' }), { deployed: { after: came - MINUTE_MS, by: came } }));
    await analyse(cloud.ports, cloud.settings, REF);
    expect(await clusters(cloud)).toMatchObject([
      { newSince: { version: '2', at: came }, correlations: [{ kind: 'deployment', strength: 1 }] },
    ]);
    const words = 'New since version 2, which came by 2026-11-20 10:10 UTC.';
    const [anomaly] = (await cloud.ports.work.anomalies.list('default')).filter(({ type }) => type === 'error-cluster');
    expect(anomaly?.title).toBe('orders: TypeError 40 times within the hour, at src/total.mjs:12');
    expect(anomaly?.description).toContain(words);
    const opportunity = (await cloud.ports.work.opportunities.list('default')).find(({ kind }) => kind === 'recurring-exception');
    expect(opportunity?.title).toBe('orders keeps failing with TypeError at src/total.mjs:12');
    expect(opportunity?.failure).toEqual({
      clusterId: (await clusters(cloud))[0]?.id,
      patternId: null,
      solutionId: null,
      looked: { from: NOW - HOUR_MS, to: NOW, calls: 6000 },
    });
    expect(opportunity?.evidence[0]).toMatchObject({ source: 'log', location: 'src/total.mjs:12', figures: { lastHour: 40, count: 40 } });
    expect(opportunity?.evidence.map(({ summary }) => summary)).toEqual([
      expect.stringMatching(/^40 times within the hour, TypeError: ".*"; in total \(total\), called by handler\. Since /),
      words,
      expect.stringMatching(/^Only fails since version 2 came/),
    ]);
  });

  it('leave what comes from outside to people, with the pattern’s solution, beside what is the code’s own', async () => {
    const cloud = await failing(40);
    const refused = (index: number) => ({ type: 'Error', message: `order ${index}: connect ECONNREFUSED 10.0.0.7:5432`, stack: FRAME });
    cloud.errors = [...cloud.errors, ...logErrors('orders', 20, refused)];
    await analyse(cloud.ports, cloud.settings, REF);
    const found = await cloud.ports.work.opportunities.list('default');
    const external = found.find(({ kind }) => kind === 'external-failure') ?? expect.fail('nothing external');
    expect(external).toMatchObject({ status: 'recommended', withheld: 'no-strategy', severity: 'high', gain: 20 / 6000 });
    expect(external.failure?.patternId).not.toBeNull();
    expect(external.failure?.solutionId).not.toBeNull();
    expect(external.action?.words.length).toBeGreaterThan(0);
    expect(external.evidence.some(({ summary }) => summary.startsWith('Known as: '))).toBe(true);
    const [recommended] = (await cloud.ports.work.recommendations.list('default')).filter(({ kind }) => kind === 'external-failure');
    expect(recommended?.action).toEqual(external.action);
    expect(found.map(({ kind }) => kind)).toContain('recurring-exception');
  });
});

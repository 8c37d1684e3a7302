import { describe, expect, it } from 'vitest';
import { analyse } from '../../../lambdas/analysis/analyse.ts';
import { ModelSettings } from '../../../lambdas/shared/contract/model-settings.ts';
import { METRICS } from '../../../lambdas/shared/contract/names.ts';
import { Anomaly, Opportunity } from '../../../lambdas/shared/contract/records.ts';
import { TargetChanged } from '../../../lambdas/shared/errors.ts';
import type { Span } from '../../../lambdas/shared/ports.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { cycle, improvement, logErrors, minutesUntil, reportsOf } from '../fakes/samples.ts';
import { NOW, registered, target, tenantSettings, world, type World } from '../fakes/world.ts';
import { anomaly } from './views.ts';

const REF = { tenant: 'default', cycleId: 'cycle-1' };
/** The loop that the recogniser must know, in a target's own words. */
const SEQUENTIAL = `
import { read } from './store.ts';

export async function handler(event: { ids: string[] }) {
  const found = [];
  for (const id of event.ids) {
    found.push(await read(id));
  }
  return found;
}
`;
const TESTS = { path: 'test/handler.test.ts', content: 'export {};\n' };
/** What the recogniser of growth without a bound must know. */
const GROWING = `
const seen = new Map<string, number>();

export async function handler(event: { id: string }) {
  seen.set(event.id, 1);
  return seen.size;
}
`;

/** Two targets under load: `orders` with memory to spare, `prices` healthy; a cycle over the last hour. */
async function busy(changes: Parameters<typeof world>[0] = {}): Promise<World> {
  const cloud = world({ targets: [target('orders'), target('prices')], ...changes });
  for (const each of cloud.targets) cloud.minutes.set(each.name, minutesUntil(NOW, 60));
  cloud.reports = [...reportsOf('orders', 600, () => ({ maxMemoryMb: 90 })), ...reportsOf('prices', 600)];
  await cloud.ports.work.cycles.create(cycle());
  return cloud;
}
const opportunities = (cloud: World) => cloud.ports.work.opportunities.list('default');

describe('analyse', () => {
  it('chooses what is worth it, leaves the healthy target alone, and says why', async () => {
    const cloud = await busy();
    const id = `${String(NOW / 1000).padStart(12, '0')}-orders-over-provisioned`;
    expect(await analyse(cloud.ports, cloud.settings, REF)).toEqual({ ...REF, chosen: [{ ...REF, opportunityId: id }] });
    const [found, ...others] = await opportunities(cloud);
    expect(others).toEqual([]);
    expect(Opportunity.parse(found)).toMatchObject({
      id,
      kind: 'over-provisioned',
      status: 'chosen',
      confidence: 0.95,
      risk: 0.05,
      riskClass: 'low',
      priority: 'critical',
      wanted: { memoryMb: 256, timeoutSeconds: 5 },
      prediction: { metric: 'cost', saving: { low: expect.closeTo(0, 1) } },
    });
    // 19.35 % x 6000 an hour x 24 / 100, medium severity, low risk.
    expect(found?.impact).toBeCloseTo(27_862, 0);
    expect(await cloud.ports.work.cycles.get('default', 'cycle-1')).toMatchObject({
      opportunities: 1,
      anomalies: 0,
      telemetry: { targets: 2, logs: 1200, events: 3 },
    });
    expect(cloud.audit).toMatchObject([
      {
        action: 'opportunities-chosen',
        about: ['cycle/cycle-1'],
        summary: 'Looked at 2 targets: 0 anomalies, 1 opportunities, 1 of them chosen.',
      },
      {
        action: 'opportunity-chosen',
        subject: 'orders',
        about: [`opportunity/${id}`, 'cycle/cycle-1', 'function/orders'],
        summary: expect.stringMatching(/^orders has 512 MB and never used more than 90 MB\. Expected gain 19 %, priority critical\. /),
        confidence: 0.95,
        evidence: found?.evidence,
      },
    ]);
    expect(cloud.metrics.map(({ name, value }) => [name, Math.round(value)])).toEqual([
      [METRICS.opportunities, 1],
      [METRICS.impact, 27_862],
    ]);
  });

  it('reads the choice back the second time and changes nothing, whatever has happened since', async () => {
    const cloud = await busy();
    const first = await analyse(cloud.ports, cloud.settings, REF);
    const before = structuredClone([
      await opportunities(cloud),
      await cloud.ports.work.cycles.get('default', 'cycle-1'),
      cloud.audit,
      cloud.metrics,
    ]);
    cloud.scores = [{ strategy: 'tuning:memory', promoted: 0, rolledBack: 9, inconclusive: 0 }];
    cloud.now += 60_000;
    expect(await analyse(cloud.ports, cloud.settings, REF)).toEqual(first);
    expect([await opportunities(cloud), await cloud.ports.work.cycles.get('default', 'cycle-1'), cloud.audit, cloud.metrics]).toEqual(
      before,
    );
  });

  it('goes on where a run was cut off between two writes', async () => {
    const cloud = await busy();
    const { update } = cloud.ports.work.cycles;
    cloud.ports.work.cycles.update = async () => {
      throw new Error('killed');
    };
    await expect(analyse(cloud.ports, cloud.settings, REF)).rejects.toThrow('killed');
    cloud.ports.work.cycles.update = update;
    expect((await analyse(cloud.ports, cloud.settings, REF)).chosen).toHaveLength(1);
    expect(await opportunities(cloud)).toHaveLength(1);
    expect(cloud.audit.map(({ action }) => action)).toEqual(['opportunities-chosen', 'opportunity-chosen']);
  });

  it('finds in the source what the telemetry makes worth changing, and reads no other source', async () => {
    const cloud = await busy();
    cloud.reports = reportsOf('orders', 600);
    cloud.files = [{ path: 'handler.ts', content: SEQUENTIAL }, TESTS];
    await analyse(cloud.ports, cloud.settings, REF);
    expect(cloud.calls['fleet.readCode']).toBe(1);
    const found = await opportunities(cloud);
    expect(found.map((each) => `${each.target} ${each.kind} ${each.status}`)).toEqual(['orders sequential-awaits chosen']);
  });

  it('looks at the other targets when one has no source to read, and says so', async () => {
    const cloud = await busy();
    cloud.reports = [...reportsOf('orders', 600), ...reportsOf('prices', 600)];
    cloud.files = [{ path: 'handler.ts', content: SEQUENTIAL }];
    const { readCode } = cloud.ports.fleet;
    cloud.ports.fleet.readCode = async (name, version) => {
      if (name === 'orders') throw new TargetChanged('orders: is a container image; its code cannot be read');
      return readCode(name, version);
    };
    await analyse(cloud.ports, cloud.settings, REF);
    expect((await opportunities(cloud)).map((each) => `${each.target} ${each.kind} ${each.withheld}`)).toEqual([
      'prices sequential-awaits no-tests',
      'orders unusable-source no-strategy',
    ]);
    expect(cloud.audit[0]?.evidence).toContainEqual({
      source: 'source',
      summary: 'The source of orders is not fit to be changed (unreadable): orders: is a container image; its code cannot be read',
    });
  });

  it('takes no memory from a target whose fast code keeps more and more', async () => {
    const cloud = await busy();
    cloud.reports = reportsOf('orders', 600, () => ({ maxMemoryMb: 90, durationMs: 2 }));
    cloud.files = [{ path: 'handler.ts', content: GROWING }];
    await analyse(cloud.ports, cloud.settings, REF);
    expect(cloud.calls['fleet.readCode']).toBe(1);
    expect(await opportunities(cloud)).toEqual([]);
  });

  it('asks for the failures of the last hour, and for those before where there is something to count', async () => {
    const cloud = await busy();
    await cloud.ports.work.cycles.create(cycle({ id: 'cycle-2', windowStart: NOW - 24 * HOUR_MS }));
    cloud.errors = logErrors('orders', 3);
    const asked: [string, Span][] = [];
    const { errors } = cloud.ports.logs;
    cloud.ports.logs.errors = async (each, span, limit) => {
      asked.push([each.name, span]);
      return errors(each, span, limit);
    };
    await analyse(cloud.ports, cloud.settings, { ...REF, cycleId: 'cycle-2' });
    const lately = { from: NOW - HOUR_MS, to: NOW };
    expect(asked.toSorted(([a], [b]) => a.localeCompare(b))).toEqual([
      ['orders', lately],
      ['orders', { from: NOW - 24 * HOUR_MS, to: NOW - HOUR_MS }],
      ['prices', lately],
    ]);
  });

  it('takes the anomalies that are on record of the window, and writes what its own rules find', async () => {
    const cloud = await busy();
    const { anomalies } = cloud.ports.work;
    await anomalies.create(anomaly({ type: 'errors', series: 'error-rate', expected: 0, actual: 0.3 }));
    await anomalies.create(
      anomaly({ id: '1-prices-latency', target: 'prices', resolution: 'over', closedBy: 'rule', lastSeen: NOW - 3 * HOUR_MS }),
    );
    cloud.errors = logErrors('orders', 20);
    await analyse(cloud.ports, cloud.settings, REF);
    const stored = await anomalies.list('default');
    for (const each of stored) expect(Anomaly.safeParse(each).error).toBeUndefined();
    expect(stored.find(({ type }) => type === 'error-cluster')).toMatchObject({
      id: expect.stringMatching(/^\d{12}-orders-error-cluster-[0-9a-f]{12}$/),
      since: NOW - MINUTE_MS,
      related: [{ target: 'orders', series: 'error-rate' }],
      alerted: false,
    });
    expect((await opportunities(cloud)).map((each) => `${each.kind} ${each.status}`).toSorted()).toEqual([
      'over-provisioned chosen',
      'recurring-exception recommended',
    ]);
    // The open one and the cluster; the other had ended before the window.
    expect(await cloud.ports.work.cycles.get('default', 'cycle-1')).toMatchObject({ anomalies: 2 });
    expect(cloud.metrics).toContainEqual({ name: METRICS.anomalies, value: 1, tenant: 'default' });
    expect(cloud.told).toEqual([]);
  });

  it('closes what its rules find no more, and what was forgotten, and leaves alone what detect will close', async () => {
    const cloud = await busy();
    const { anomalies } = cloud.ports.work;
    const old = { since: NOW - 5 * HOUR_MS, lastSeen: NOW - 4 * HOUR_MS };
    await anomalies.create(anomaly({ id: '1', type: 'error-cluster', series: null, ...old }));
    await anomalies.create(anomaly({ id: '2', ...old }));
    await anomalies.create(anomaly({ id: '3' }));
    await anomalies.create(anomaly({ id: '4', target: 'elsewhere', ...old }));
    await analyse(cloud.ports, cloud.settings, REF);
    expect((await anomalies.list('default')).map(({ id, closedBy, resolution }) => `${id} ${closedBy} ${resolution}`)).toEqual([
      '4 null null',
      '3 null null',
      '2 rule not seen since 06:31 UTC',
      '1 rule not seen since 06:31 UTC; the cycle that looked until 10:30 UTC found it no more',
    ]);
  });

  it('continues what an earlier cycle found, under its first id', async () => {
    const cloud = await busy();
    cloud.errors = logErrors('orders', 20);
    await analyse(cloud.ports, cloud.settings, REF);
    const [first] = await cloud.ports.work.anomalies.list('default');
    cloud.now += 30 * MINUTE_MS;
    cloud.complete = cloud.now;
    cloud.errors = logErrors('orders', 40, (index) => ({ at: cloud.now - 1 - index * 1000 }));
    await cloud.ports.work.cycles.create(cycle({ id: 'cycle-2', windowEnd: cloud.now }));
    await analyse(cloud.ports, cloud.settings, { ...REF, cycleId: 'cycle-2' });
    expect(await cloud.ports.work.anomalies.list('default')).toMatchObject([
      { id: first?.id, actual: 40, lastSeen: cloud.now - MINUTE_MS },
    ]);
  });

  it('reopens what it closed when a later cycle finds it again, under its first id', async () => {
    const cloud = await busy();
    const cycleOf = async (id: string, errors: World['errors']) => {
      cloud.errors = errors;
      cloud.complete = cloud.now;
      await cloud.ports.work.cycles.create(cycle({ id, windowEnd: cloud.now }));
      await analyse(cloud.ports, cloud.settings, { ...REF, cycleId: id });
      return cloud.ports.work.anomalies.list('default');
    };
    const [first] = await cycleOf('cycle-2', logErrors('orders', 20));
    cloud.now += 10 * MINUTE_MS;
    expect(await cycleOf('cycle-3', [])).toMatchObject([{ id: first?.id, closedBy: 'rule' }]);
    cloud.now += 10 * MINUTE_MS;
    // The window reaches back into the first failures: the rule's `since` is theirs.
    const again = [...logErrors('orders', 20), ...logErrors('orders', 20, (index) => ({ at: cloud.now - 1 - index * 1000 }))];
    expect(await cycleOf('cycle-4', again)).toMatchObject([
      {
        id: first?.id,
        since: first?.since,
        lastSeen: cloud.now - MINUTE_MS,
        at: cloud.now,
        resolution: null,
        closedBy: null,
        description: expect.stringMatching(/^orders failed 40 times /),
      },
    ]);
  });

  it('looks at those in trouble and the most called when there are too many, and says what it left out', async () => {
    const cloud = await busy();
    cloud.registry.clear();
    for (let index = 0; index < 205; index += 1) {
      const each = target(`f${String(index).padStart(3, '0')}`);
      cloud.targets.push(each);
      cloud.registry.set(each.name, registered(each, { rate: 1000 - index }));
    }
    await cloud.ports.work.anomalies.create(anomaly({ target: 'f204' }));
    await analyse(cloud.ports, cloud.settings, REF);
    expect(cloud.asked[0]?.targets).toHaveLength(200);
    expect(cloud.asked[0]?.targets).toContain('f204');
    expect(cloud.asked[0]?.targets).not.toContain('f199');
    expect(cloud.audit[0]?.evidence).toContainEqual({
      source: 'telemetry',
      summary: "5 of the tenant's 205 targets were left out: those with an open anomaly and the most called come first.",
      figures: { known: 205, left: 5 },
    });
  });

  it('reads a target anew that was read long ago, and leaves out one that is gone', async () => {
    const cloud = await busy();
    cloud.registry.set('orders', registered(target('orders', { liveVersion: '0' }), { refreshedAt: NOW - DAY_MS }));
    cloud.registry.set('gone', registered(target('gone'), { target: null }));
    await analyse(cloud.ports, cloud.settings, REF);
    expect((await opportunities(cloud)).map(({ target: name }) => name)).toEqual(['orders']);
    expect(cloud.audit[0]?.summary).toMatch(/Looked at 2 targets/);
  });

  it('looks at the cause’s target only in an emergency', async () => {
    const cloud = await busy();
    await cloud.ports.work.cycles.create(cycle({ id: 'cycle-2', trigger: 'emergency', targets: ['prices'] }));
    expect((await analyse(cloud.ports, cloud.settings, { ...REF, cycleId: 'cycle-2' })).chosen).toEqual([]);
    expect(cloud.audit[0]?.summary).toMatch(/Looked at 1 targets/);
  });

  it('does not repeat what was rolled back, by the kind of its opportunity', async () => {
    const cloud = await busy();
    await analyse(cloud.ports, cloud.settings, REF);
    const [tried] = await opportunities(cloud);
    await cloud.ports.work.improvements.create(
      improvement({ id: tried?.id ?? '', opportunityId: tried?.id ?? '', status: 'rolled-back', updatedAt: NOW }),
    );
    cloud.now += 60_000;
    await cloud.ports.work.cycles.create(cycle({ id: 'cycle-2', windowEnd: NOW + 60_000 }));
    expect((await analyse(cloud.ports, cloud.settings, { ...REF, cycleId: 'cycle-2' })).chosen).toEqual([]);
    expect((await opportunities(cloud))[0]).toMatchObject({
      status: 'skipped',
      reason: expect.stringMatching(/was rolled-back within the last 168 hours/),
    });
  });

  it('looks whether the source of a target in trouble can be changed, however fast it is', async () => {
    const cloud = await busy();
    cloud.settings.model = ModelSettings.parse({
      provider: 'bedrock',
      models: [{ id: 'a-model', inputPrice: 1, outputPrice: 1, structured: false }],
    });
    cloud.reports = reportsOf('orders', 600, () => ({ durationMs: 2 }));
    cloud.errors = logErrors('orders', 20);
    cloud.ports.source = { source: async () => ({ ok: false, problem: 'bundled', reason: 'index.js is one line.' }) };
    await analyse(cloud.ports, cloud.settings, REF);
    expect((await opportunities(cloud)).map(({ kind, withheld, reason }) => [kind, withheld, reason])).toEqual([
      ['recurring-exception', 'bundled', 'Its source is not fit to be changed (bundled): index.js is one line.'],
    ]);
  });

  it('makes one recommendation of what it leaves to people, and ends it when it is found no more', async () => {
    const cloud = await busy({ tenant: { autonomy: 'observe' } });
    const all = () => cloud.ports.work.recommendations.list('default');
    const next = async (id: string, changes: Parameters<typeof cycle>[0] = {}) => {
      cloud.now += DAY_MS;
      await cloud.ports.work.cycles.create(cycle({ id, windowEnd: NOW + cloud.now, ...changes }));
      await analyse(cloud.ports, cloud.settings, { ...REF, cycleId: id });
    };
    await analyse(cloud.ports, cloud.settings, REF);
    expect((await opportunities(cloud)).map(({ status, withheld }) => [status, withheld])).toEqual([['recommended', 'autonomy']]);
    expect(await all()).toMatchObject([{ id: 'orders-over-provisioned', status: 'open', found: 1, cycleId: 'cycle-1' }]);
    await next('cycle-2');
    expect(await all()).toMatchObject([{ found: 2, looked: 2, cycleId: 'cycle-2' }]);
    cloud.reports = [...reportsOf('orders', 600), ...reportsOf('prices', 600)];
    await next('cycle-3', { trigger: 'emergency' });
    expect(await all()).toMatchObject([{ looked: 2, missed: 0 }]);
    for (const id of ['cycle-4', 'cycle-5', 'cycle-6', 'cycle-7', 'cycle-8']) await next(id);
    expect(await all()).toMatchObject([{ status: 'expired', looked: 7 }]);
  });

  it('does not overwrite what a person says of a recommendation meanwhile', async () => {
    const cloud = await busy({ tenant: { autonomy: 'observe' } });
    await analyse(cloud.ports, cloud.settings, REF);
    const { recommendations } = cloud.ports.work;
    const { get } = recommendations;
    let once = true;
    recommendations.get = async (tenant, id) => {
      const record = await get(tenant, id);
      if (once && record !== null) {
        once = false;
        await recommendations.update({ ...record, status: 'dismissed', by: 'cli:ada', answeredScore: record.impactScore });
      }
      return record;
    };
    await cloud.ports.work.cycles.create(cycle({ id: 'cycle-2', windowEnd: NOW + MINUTE_MS }));
    await analyse(cloud.ports, cloud.settings, { ...REF, cycleId: 'cycle-2' });
    expect(await recommendations.list('default')).toMatchObject([{ status: 'dismissed', by: 'cli:ada', found: 2 }]);
  });

  it('picks up what waits, under one record, since it first did', async () => {
    const cloud = await busy();
    const all = async () => (await opportunities(cloud)).map(({ cycleId, status, queuedSince }) => [cycleId, status, queuedSince]);
    await cloud.ports.work.cycles.create(cycle({ id: 'cycle-0', maxImprovements: 0 }));
    await analyse(cloud.ports, cloud.settings, { ...REF, cycleId: 'cycle-0' });
    expect(await all()).toEqual([['cycle-0', 'queued', NOW]]);
    cloud.now += DAY_MS;
    await cloud.ports.work.cycles.create(cycle({ id: 'cycle-2', maxImprovements: 0, windowEnd: NOW + MINUTE_MS }));
    await analyse(cloud.ports, cloud.settings, { ...REF, cycleId: 'cycle-2' });
    expect(await all()).toEqual([
      ['cycle-2', 'queued', NOW],
      ['cycle-0', 'skipped', NOW],
    ]);
    expect((await opportunities(cloud))[1]?.reason).toMatch(/^It goes on as \d+-orders-over-provisioned, which found it again\.$/);
    cloud.reports = [...reportsOf('orders', 600), ...reportsOf('prices', 600)];
    await cloud.ports.work.cycles.create(cycle({ id: 'cycle-3', windowEnd: NOW + 2 * MINUTE_MS }));
    await analyse(cloud.ports, cloud.settings, { ...REF, cycleId: 'cycle-3' });
    expect((await opportunities(cloud)).map(({ reason }) => reason)[0]).toBe('Cycle cycle-3 looked for it and found it no more.');
  });

  it('fits the memory by versions of the same code, and by no other code', async () => {
    const cloud = await busy();
    const slow = reportsOf('orders', 200, (index) => ({
      requestId: `orders-old-${index}`,
      version: '0',
      memoryMb: 1024,
      durationMs: 50,
      maxMemoryMb: 90,
    }));
    cloud.reports = [...cloud.reports, ...slow];
    const { version } = cloud.ports.fleet;
    const looksUp = async (same: boolean): Promise<string | undefined> => {
      cloud.ports.fleet.version = async (name, of) => ({ ...(await version(name, of)), codeSha256: same ? 'same' : `sha-${of}` });
      cloud.now += 1;
      const id = `cycle-${same}`;
      await cloud.ports.work.cycles.create(cycle({ id, windowEnd: NOW + (same ? 1 : 2) * 1000 }));
      await analyse(cloud.ports, cloud.settings, { ...REF, cycleId: id });
      return (await opportunities(cloud)).find(({ cycleId }) => cycleId === id)?.prediction?.method;
    };
    expect(await looksUp(false)).toMatch(/^Only 512 MB was tried/);
    // Twice the memory took half of the time: it computes, so that less of it saves nothing, and more makes it faster for the same money.
    expect(await looksUp(true)).toMatch(/^Least squares over 512, 1024 MB: /);
    expect((await opportunities(cloud)).filter(({ cycleId }) => cycleId === 'cycle-true').map(({ kind }) => kind)).toEqual([
      'under-provisioned',
    ]);
  });

  it('leaves an opportunity to the cycle that wrote it first', async () => {
    const cloud = await busy();
    await analyse(cloud.ports, cloud.settings, REF);
    await cloud.ports.work.cycles.create(cycle({ id: 'cycle-2' }));
    expect((await analyse(cloud.ports, cloud.settings, { ...REF, cycleId: 'cycle-2' })).chosen).toEqual([]);
  });

  it('looks at nothing when it is off or stopped, and says so', async () => {
    const off = await busy({ tenant: { flags: { ...tenantSettings().flags, analysis: false } } });
    expect((await analyse(off.ports, off.settings, REF)).chosen).toEqual([]);
    expect(off.audit[0]?.summary).toBe('The flag analysis is off for tenant default.');
    const stopped = await busy();
    stopped.killSwitch = { stopped: true, by: 'ops', reason: 'freeze', at: NOW };
    expect((await analyse(stopped.ports, stopped.settings, REF)).chosen).toEqual([]);
    expect(stopped.audit[0]?.summary).toBe('Stopped by ops: freeze');
  });

  it('says which cycle is missing', async () => {
    const cloud = await busy();
    await expect(analyse(cloud.ports, cloud.settings, { ...REF, cycleId: 'ghost' })).rejects.toThrow(/cycle ghost of tenant default/);
  });
});

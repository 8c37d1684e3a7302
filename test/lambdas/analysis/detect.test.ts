import { describe, expect, it } from 'vitest';
import { RECENT } from '../../../lambdas/analysis/anomalies/keep-anomalies.ts';
import { detect } from '../../../lambdas/analysis/detect.ts';
import { METRICS } from '../../../lambdas/shared/contract/names.ts';
import { Anomaly, type AnomalyDraft, type Series } from '../../../lambdas/shared/contract/records.ts';
import { FindingsMessage } from '../../../lambdas/shared/contract/workflow.ts';
import { HOUR_MS, MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { improvement } from '../fakes/samples.ts';
import { NOW, registered, target, tenantSettings, world, type World } from '../fakes/world.ts';
import { anomaly } from './views.ts';

const at = (minutes: number): number => NOW + minutes * MINUTE_MS;

const draft = (changes: Partial<AnomalyDraft> = {}): AnomalyDraft => ({
  type: 'latency',
  series: 'duration-p95',
  severity: 'critical',
  title: 'orders is slower than usual',
  description: 'One in twenty calls of orders takes 600 ms or more; usual is 200 ms: 3 times the usual.',
  expected: 200,
  actual: 600,
  deviationPercent: 200,
  since: at(-2),
  lastSeen: at(-1),
  discriminator: '',
  ...changes,
});

const message = (changes: Partial<FindingsMessage> = {}): FindingsMessage =>
  FindingsMessage.parse({ tenant: 'default', target: 'orders', until: NOW, drafts: [draft()], newest: {}, rollout: null, ...changes });

const event = (...messages: unknown[]) => ({
  Records: messages.map((body, index) => ({ messageId: `m${index}`, body: JSON.stringify(body) })),
});
const handle = (cloud: World, ...messages: object[]) =>
  detect(cloud.ports, cloud.settings, event(...messages.map((each) => ({ ...each, newest: NEWEST.get(cloud) ?? {} }))));
const anomalies = (cloud: World) => cloud.ports.work.anomalies.list('default');

const NEWEST = new WeakMap<World, FindingsMessage['newest']>();
/** From now on messages tell of points of this series in these minutes (from now). */
function seen(cloud: World, minutes: readonly number[], series: Series = 'duration-p95'): void {
  NEWEST.set(cloud, { [series]: minutes.map(at) });
}

describe('detect', () => {
  it('opens an anomaly and tells a person what, since when, how far, what else and what changed', async () => {
    const cloud = world({ targets: [target('orders'), target('catalog', { liveVersion: '8' })] });
    await cloud.ports.work.anomalies.create(
      anomaly({
        id: '1',
        target: 'catalog',
        series: 'error-rate',
        type: 'errors',
        severity: 'warning',
        since: at(-4),
        title: 'catalog fails',
      }),
    );
    await cloud.ports.work.improvements.create(improvement({ target: 'orders', title: 'Less memory' }));
    cloud.registry.set('catalog', registered(target('catalog', { liveVersion: '8' }), { deployed: { after: at(-20), by: at(-6) } }));
    expect(await handle(cloud, message())).toEqual({ messages: 1, skipped: 0, opened: 1, resolved: 0, told: 1 });
    const opened = (await anomalies(cloud)).find((each) => each.target === 'orders');
    expect(Anomaly.parse(opened)).toMatchObject({
      id: `${String(at(-2) / 1000).padStart(12, '0')}-orders-latency-duration-p95`,
      since: at(-2),
      lastSeen: at(-1),
      at: NOW,
      alerted: true,
      first: false,
      related: [{ id: '1', target: 'catalog', since: at(-4) }],
      resolution: null,
      closedBy: null,
    });
    expect(cloud.told).toHaveLength(1);
    expect(cloud.told[0]).toMatchObject({ subject: 'Kaizen: orders is slower than usual', severity: 'high' });
    expect(cloud.told[0]?.body.split('\n')).toEqual([
      'What       orders is slower than usual (critical; tenant default, stage test).',
      'Since      2026-11-20 10:28 UTC, for 2 minutes; last seen 10:29 UTC.',
      'How far    600 ms where 200 ms is usual: 3 times the usual.',
      'What else  Also out of the ordinary: catalog (share of failed calls, since 10:26 UTC). It began with catalog at 10:26 UTC.',
      'Lately     catalog got its live version 8 between 10:10 UTC and 2026-11-20 10:24 UTC. ' +
        'Kaizen\'s change of orders ("Less memory") was promoted, 2026-11-20 10:20 UTC.',
      'Look at    catalog first, where it began; what orders calls: is it slow, or are there more calls than usual; ' +
        'the REPORT lines in the log group /aws/lambda/orders: the longest durations.',
      '',
      opened?.description,
      '',
      `Anomaly ${opened?.id} of orders. It is told again only when it comes back after it was closed. It closes itself when 5 minutes are normal again.`,
    ]);
    expect(cloud.metrics).toEqual([{ name: METRICS.anomalies, value: 1, tenant: 'default' }]);
    expect(cloud.audit).toMatchObject([{ action: 'alert', subject: 'orders' }]);
  });

  it('changes nothing when a message comes again', async () => {
    const cloud = world();
    await handle(cloud, message());
    const before = structuredClone([await anomalies(cloud), cloud.told, cloud.metrics, cloud.audit]);
    expect(await handle(cloud, message())).toMatchObject({ opened: 0, resolved: 0, told: 0 });
    expect([await anomalies(cloud), cloud.told, cloud.metrics, cloud.audit]).toEqual(before);
  });

  it('tells once when two workers have the same message at once', async () => {
    const cloud = world();
    const { create } = cloud.ports.work.anomalies;
    // Both have read the list before either writes.
    let waiting = 0;
    let release = (): void => undefined;
    const both = new Promise<void>((resolve) => (release = resolve));
    cloud.ports.work.anomalies.create = async (record) => {
      waiting += 1;
      if (waiting === 2) release();
      await both;
      return create(record);
    };
    const outcomes = await Promise.all([handle(cloud, message()), handle(cloud, message())]);
    expect(outcomes.map(({ opened }) => opened).toSorted()).toEqual([0, 1]);
    expect(await anomalies(cloud)).toHaveLength(1);
    expect(cloud.told).toHaveLength(1);
  });

  it('tells again after a death between the message and its note, and keeps silent after that', async () => {
    const cloud = world();
    cloud.ports.notifier.notify = () => Promise.reject(new Error('no network'));
    await expect(handle(cloud, message())).rejects.toThrow('no network');
    cloud.ports.notifier.notify = async (told) => void cloud.told.push(told);
    expect(await handle(cloud, message())).toMatchObject({ opened: 0, told: 1 });
    expect(await handle(cloud, message())).toMatchObject({ told: 0 });
  });

  it('goes on with an open one: last seen, worst value and severity, the newest words', async () => {
    const cloud = world();
    await handle(cloud, message({ drafts: [draft({ severity: 'warning', actual: 260 })] }));
    expect(cloud.told).toEqual([]);
    const later = draft({ actual: 900, since: at(0), lastSeen: at(1), description: 'It got worse.' });
    await handle(cloud, message({ until: at(2), drafts: [later] }));
    await handle(
      cloud,
      message({ until: at(3), drafts: [draft({ severity: 'warning', actual: 300, lastSeen: at(2), description: 'Better.' })] }),
    );
    expect(await anomalies(cloud)).toMatchObject([
      {
        since: at(-2),
        lastSeen: at(2),
        severity: 'critical',
        actual: 900,
        alerted: true,
        description: expect.stringMatching(/^Better\. It began at 10:28 UTC\./),
      },
    ]);
    expect(cloud.told).toHaveLength(1);
  });

  it('is not moved by an old message that comes late', async () => {
    const cloud = world();
    await handle(cloud, message({ until: at(5), drafts: [draft({ lastSeen: at(4) })] }));
    const before = await anomalies(cloud);
    await handle(cloud, message());
    await handle(cloud, message({ drafts: [] }));
    expect(await anomalies(cloud)).toEqual(before);
  });

  it('resolves after five minutes of data without a sign, and says how long it was', async () => {
    const cloud = world();
    await handle(cloud, message());
    seen(cloud, [0, 1, 2, 3]);
    expect(await handle(cloud, message({ until: at(4), drafts: [] }))).toMatchObject({ resolved: 0 });
    seen(cloud, [0, 1, 2, 3, 4]);
    expect(await handle(cloud, message({ until: at(5), drafts: [] }))).toMatchObject({ resolved: 1 });
    expect(await anomalies(cloud)).toMatchObject([{ resolution: 'back to normal at 10:30 UTC after 2 minutes', closedBy: 'rule' }]);
    // The window still shows it for a while.
    expect(await handle(cloud, message({ until: at(6), drafts: [draft()] }))).toMatchObject({ opened: 0, resolved: 0, told: 0 });
  });

  it('claims no recovery without data, and closes in other words', async () => {
    const cloud = world();
    await handle(cloud, message());
    seen(cloud, [0, 4]);
    expect(await handle(cloud, message({ until: at(9), drafts: [] }))).toMatchObject({ resolved: 0 });
    expect(await handle(cloud, message({ until: at(10), drafts: [] }))).toMatchObject({ resolved: 1 });
    expect((await anomalies(cloud))[0]?.resolution).toMatch(/^not seen since 10:30 UTC, after 2 minutes; too few calls came/);
  });

  it('opens another one when it comes back later', async () => {
    const cloud = world();
    await handle(cloud, message());
    seen(cloud, [0, 1, 2, 3, 4]);
    await handle(cloud, message({ until: at(5), drafts: [] }));
    await handle(cloud, message({ until: at(22), drafts: [draft({ since: at(20), lastSeen: at(21) })] }));
    expect((await anomalies(cloud)).map(({ resolution }) => resolution === null)).toEqual([true, false]);
  });

  it('opens another one when it comes back within minutes: what closed by itself must not swallow an outage', async () => {
    const cloud = world();
    const calls = { type: 'throughput', series: 'invocations', expected: 100, actual: 50 } as const;
    await handle(cloud, message({ drafts: [draft({ ...calls, severity: 'warning' })] }));
    seen(cloud, [0, 1, 2, 3, 4], 'invocations');
    await handle(cloud, message({ until: at(5), drafts: [] }));
    const back = draft({ ...calls, actual: 0, since: at(2), lastSeen: at(6) });
    expect(await handle(cloud, message({ until: at(7), drafts: [back] }))).toMatchObject({ opened: 1, told: 1 });
  });

  describe('what reaches back into one that a rule has closed', () => {
    const closed = async (changes: Partial<AnomalyDraft> = {}): Promise<World> => {
      const cloud = world();
      await handle(cloud, message({ drafts: [draft(changes)] }));
      seen(cloud, [0, 1, 2, 3, 4]);
      await handle(cloud, message({ until: at(5), drafts: [] }));
      return cloud;
    };
    const back = (minute: number, changes: Partial<AnomalyDraft> = {}) =>
      message({ until: at(minute + 1), drafts: [draft({ since: at(-1), lastSeen: at(minute), description: 'It is back.', ...changes })] });

    it('reopens it when it lasts beyond the gap, and a person is told again', async () => {
      const cloud = await closed();
      cloud.now = at(16);
      expect(await handle(cloud, back(15))).toMatchObject({ opened: 0, resolved: 0, told: 1 });
      expect(await anomalies(cloud)).toMatchObject([
        {
          since: at(-2),
          lastSeen: at(15),
          at: at(16),
          alerted: true,
          resolution: null,
          closedBy: null,
          description: expect.stringMatching(/^It is back\. It began at 10:28 UTC\./),
        },
      ]);
      expect(cloud.told).toHaveLength(2);
      expect(cloud.audit).toHaveLength(2);
      expect(await handle(cloud, back(15))).toMatchObject({ opened: 0, resolved: 0, told: 0 });
    });

    it('leaves it closed up to the gap, however often: only what lasts longer counts, from where it ended', async () => {
      const cloud = await closed();
      const before = await anomalies(cloud);
      for (const minute of [2, 3, 4]) await handle(cloud, back(minute));
      expect(await anomalies(cloud)).toEqual(before);
      cloud.now = at(16);
      expect(await handle(cloud, back(5))).toMatchObject({ told: 1 });
      expect(await anomalies(cloud)).toMatchObject([{ lastSeen: at(5), closedBy: null }]);
    });

    it('wakes nobody as critical for a warning that is left of it', async () => {
      const cloud = await closed();
      cloud.now = at(12);
      expect(await handle(cloud, back(11, { severity: 'warning', actual: 260 }))).toMatchObject({ told: 0 });
      expect(await anomalies(cloud)).toMatchObject([{ severity: 'warning', actual: 260, alerted: false, closedBy: null }]);
    });

    it('closes it again at once when it has ended meanwhile', async () => {
      const cloud = await closed();
      seen(cloud, [6, 7, 8, 9, 10]);
      expect(await handle(cloud, { ...back(5), until: at(11) })).toMatchObject({ opened: 0, told: 0 });
      expect(await anomalies(cloud)).toMatchObject([
        {
          closedBy: 'rule',
          resolution: 'back to normal at 10:36 UTC after 8 minutes',
          description: expect.stringMatching(/^It is back\./),
        },
      ]);
    });
  });

  it('does not call a shift over whose alarm only left the window', async () => {
    const cloud = world();
    await handle(cloud, message({ drafts: [draft({ type: 'detector' })] }));
    seen(cloud, [0, 1, 2, 3, 4]);
    await handle(cloud, message({ until: at(5), drafts: [] }));
    expect(await anomalies(cloud)).toMatchObject([
      { resolution: 'no longer new since 10:30 UTC, after 2 minutes: the level may have stayed', closedBy: 'rule' },
    ]);
  });

  it('finds its own again among more anomalies than are looked at', async () => {
    const cloud = world();
    await handle(cloud, message());
    for (let index = 0; index < RECENT; index += 1) {
      const id = `${String(at(0) / 1000).padStart(12, '0')}-other${index}`;
      await cloud.ports.work.anomalies.create(anomaly({ id, target: `other${index}`, since: at(0) }));
    }
    expect(await handle(cloud, message({ until: at(3), drafts: [draft({ lastSeen: at(2) })] }))).toMatchObject({ opened: 0 });
    expect((await cloud.ports.work.anomalies.list('default', { limit: RECENT + 1 })).at(-1)).toMatchObject({ lastSeen: at(2) });
  });

  it('records what had ended before it was found, and wakes nobody for it', async () => {
    const cloud = world();
    seen(cloud, [-40, -39, -38, -37, -36]);
    const over = draft({ since: at(-60), lastSeen: at(-50) });
    expect(await handle(cloud, message({ drafts: [over] }))).toEqual({ messages: 1, skipped: 0, opened: 1, resolved: 1, told: 0 });
  });

  it('lets a person close what goes on, and stays silent', async () => {
    const cloud = world();
    await handle(cloud, message());
    const [open] = await anomalies(cloud);
    if (open === undefined) throw new Error('nothing was opened');
    await cloud.ports.work.anomalies.update({ ...open, resolution: 'known', closedBy: 'person' });
    await handle(cloud, message({ until: at(3), drafts: [draft({ since: at(-1), lastSeen: at(2) })] }));
    await handle(cloud, message({ until: at(21), drafts: [draft({ since: at(-1), lastSeen: at(20) })] }));
    expect(await anomalies(cloud)).toMatchObject([{ resolution: 'known', closedBy: 'person', lastSeen: at(20) }]);
    expect(cloud.told).toHaveLength(1);
  });

  it.each([
    ['info', { drafts: [draft({ severity: 'info' })] }],
    ['a warning that is new', { drafts: [draft({ severity: 'warning' })] }],
    ['a warning of a rule that only notes', { drafts: [draft({ type: 'deviation', severity: 'warning', since: at(-60) })] }],
    ["Kaizen's own rollout", { rollout: 'imp-1' }],
  ] as [string, Partial<FindingsMessage>][])('tells nobody of %s', async (_, changes) => {
    const cloud = world();
    expect(await handle(cloud, message(changes))).toMatchObject({ opened: 1, told: 0 });
    expect(cloud.told).toEqual([]);
  });

  it('tells of a warning that lasts, and of what was open before a rollout when that is over', async () => {
    const lasting = world();
    await handle(lasting, message({ drafts: [draft({ severity: 'warning', since: at(-15) })] }));
    expect(lasting.told).toMatchObject([{ severity: 'warning' }]);
    expect(lasting.told[0]?.body).toContain('It is told again only when it becomes critical, or comes back after it was closed.');
    const rollout = world();
    await handle(rollout, message({ rollout: 'imp-1' }));
    await handle(rollout, message({ until: at(2), drafts: [draft({ lastSeen: at(1) })] }));
    expect(rollout.told).toHaveLength(1);
  });

  describe('with several targets', () => {
    const other = (changes: Partial<FindingsMessage> = {}, of: Partial<AnomalyDraft> = {}) =>
      message({
        target: 'catalog',
        drafts: [draft({ title: 'catalog is slower than usual', since: at(1), lastSeen: at(2), ...of })],
        until: at(3),
        ...changes,
      });

    it('one incident is one alert, and says who began it', async () => {
      const cloud = world();
      await handle(cloud, message());
      cloud.now = at(3);
      await handle(cloud, other());
      await handle(cloud, message({ until: at(3), drafts: [draft({ lastSeen: at(2) })] }));
      expect(cloud.told.map(({ subject }) => subject)).toEqual(['Kaizen: orders is slower than usual']);
      const [catalog, orders] = await anomalies(cloud);
      expect(catalog).toMatchObject({ target: 'catalog', first: false, alerted: false, related: [{ target: 'orders' }] });
      expect(orders).toMatchObject({ target: 'orders', first: true, alerted: true, related: [{ target: 'catalog' }] });
      expect(orders?.description).toMatch(
        /Also out of the ordinary: catalog \(95th percentile of duration, since 10:31 UTC\)\. It began here\.$/,
      );
      // It belongs to the incident as long as that lasts.
      cloud.now = at(30);
      await handle(cloud, other({ until: at(30) }, { lastSeen: at(29) }));
      expect(cloud.told).toHaveLength(1);
    });

    it('two workers at once tell of one of them', async () => {
      const cloud = world();
      await Promise.all([handle(cloud, message()), handle(cloud, other({}, { since: at(-2), lastSeen: at(-1) }))]);
      expect(cloud.told).toHaveLength(1);
    });

    it('a later one is told, and so is one that outlives the incident', async () => {
      const later = world();
      await handle(later, message());
      later.now = at(14);
      await handle(later, other({ until: at(14) }, { since: at(12), lastSeen: at(13) }));
      expect(later.told).toHaveLength(2);

      const outlives = world();
      await handle(outlives, message());
      outlives.now = at(3);
      await handle(outlives, other());
      seen(outlives, [0, 1, 2, 3, 4]);
      await handle(outlives, message({ until: at(5), drafts: [] }));
      outlives.now = at(12);
      await handle(outlives, other({ until: at(12) }, { lastSeen: at(11) }));
      expect(outlives.told.map(({ subject }) => subject)).toEqual([
        'Kaizen: orders is slower than usual',
        'Kaizen: catalog is slower than usual',
      ]);
    });

    it('says what happened together before, when that is no chance', async () => {
      const cloud = world();
      for (let day = 1; day <= 6; day += 1) {
        const since = NOW - day * 24 * HOUR_MS;
        const past = { since, lastSeen: since + 10 * MINUTE_MS, resolution: 'back to normal', closedBy: 'rule' } as const;
        await cloud.ports.work.anomalies.create(anomaly({ id: `${day}-orders`, ...past }));
        await cloud.ports.work.anomalies.create(
          anomaly({ id: `${day}-stock`, target: 'stock', type: 'utilisation', series: 'throttle-rate', ...past }),
        );
      }
      await cloud.ports.work.anomalies.create(anomaly({ id: '9', target: 'stock', type: 'utilisation', series: 'throttle-rate' }));
      await handle(cloud, message());
      expect(cloud.told[0]?.body).toContain(
        'As before: orders is slow when stock is overloaded (in 6 of the 6 hours in which it did; chance would give 0.3).',
      );
    });
  });

  it('does the other messages when one fails, and then asks for the event again', async () => {
    const cloud = world();
    const { create } = cloud.ports.work.anomalies;
    cloud.ports.work.anomalies.create = async (record) => {
      if (record.target === 'broken') throw new Error('no table');
      return create(record);
    };
    const over = draft({ since: at(-60), lastSeen: at(-50) });
    await expect(handle(cloud, message({ target: 'broken', drafts: [over] }), message())).rejects.toThrow('no table');
    expect(await anomalies(cloud)).toHaveLength(1);
  });

  it('leaves alone tenants that are not configured or have it switched off, and names a message that does not fit', async () => {
    const off = world({ tenant: { flags: { ...tenantSettings().flags, analysis: false } } });
    expect(await handle(off, message(), message({ tenant: 'gone' }))).toMatchObject({ skipped: 2, opened: 0 });
    await expect(handle(world(), { ...message(), until: 'soon' })).rejects.toThrow(/message m0: until: found "soon"/);
    await expect(detect(world().ports, world().settings, { Records: [{ messageId: 'm7', body: '{' }] })).rejects.toThrow(
      /message m7: body/,
    );
  });
});

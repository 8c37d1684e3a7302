import { describe, expect, it } from 'vitest';
import { RecordNotFound, StaleRecord } from '../../lambdas/shared/errors.ts';
import type { BaselineSubject, SeriesBaseline } from '../../lambdas/shared/contract/records.ts';
import { clustersOfTarget } from '../../lambdas/shared/ids.ts';
import { emptyBaseline } from '../../lambdas/shared/baseline/baseline.ts';
import type { BaselineStore, ControlStore, WorkStore } from '../../lambdas/shared/ports.ts';
import {
  anomaly,
  baseline,
  cluster,
  cycle,
  knownPattern,
  largestCluster,
  largestPattern,
  noise,
  recommendation,
  wideNoise,
} from './fakes/records.ts';

/** What every WorkStore does. `make` gives an empty one. */
export function describeWorkStore(name: string, make: () => Promise<WorkStore>): void {
  describe(`WorkStore: ${name}`, () => {
    it('gives back what was created, and null for what is not there', async () => {
      const { anomalies } = await make();
      const record = anomaly('a1');
      expect(await anomalies.create(record)).toBe(true);
      expect(await anomalies.get('default', 'a1')).toEqual(record);
      expect(await anomalies.get('default', 'a2')).toBeNull();
      expect(await anomalies.get('other', 'a1')).toBeNull();
    });

    it('keeps what people are recommended apart from the opportunity that it came of', async () => {
      const { recommendations, opportunities } = await make();
      const record = recommendation('orders-idle');
      expect(await recommendations.create(record)).toBe(true);
      expect(await recommendations.update({ ...record, status: 'dismissed' })).toMatchObject({ status: 'dismissed', revision: 1 });
      expect(await recommendations.list('default')).toMatchObject([{ id: 'orders-idle' }]);
      expect(await opportunities.get('default', 'orders-idle')).toBeNull();
    });

    it('keeps the first record of an id', async () => {
      const { anomalies } = await make();
      await anomalies.create(anomaly('a1', { title: 'first' }));
      expect(await anomalies.create(anomaly('a1', { title: 'second' }))).toBe(false);
      expect((await anomalies.get('default', 'a1'))?.title).toBe('first');
    });

    it.each([0, 1e-300, 1e300, Number.MAX_SAFE_INTEGER, 2 ** 60, -12.000000000000002, 0.1 + 0.2])(
      'keeps the number %d as it is',
      async (actual) => {
        const { anomalies } = await make();
        await anomalies.create(anomaly('a1', { actual }));
        expect((await anomalies.get('default', 'a1'))?.actual).toBe(actual);
      },
    );

    it('keeps empty strings and any text', async () => {
      const { anomalies } = await make();
      const texts = { title: '', description: 'Ünïcødé \u{1f600} "quoted"\n\u0000 \\ </script>' };
      await anomalies.create(anomaly('a1', texts));
      expect(await anomalies.get('default', 'a1')).toMatchObject(texts);
    });

    it.each([NaN, Infinity, -Infinity])('refuses %d and names the field', async (actual) => {
      const { anomalies } = await make();
      await expect(async () => anomalies.create(anomaly('a1', { actual }))).rejects.toThrow(/actual/);
      expect(await anomalies.get('default', 'a1')).toBeNull();
    });

    it('updates at the revision that was read', async () => {
      const { cycles } = await make();
      await cycles.create(cycle('c1'));
      const updated = await cycles.update(cycle('c1', { status: 'completed' }));
      expect(updated).toMatchObject({ status: 'completed', revision: 1 });
      expect(await cycles.get('default', 'c1')).toEqual(updated);
    });

    it('refuses an update of a revision that moved on, and of a record that is not there', async () => {
      const { cycles } = await make();
      await cycles.create(cycle('c1'));
      await cycles.update(cycle('c1', { reason: 'first' }));
      await expect(cycles.update(cycle('c1', { reason: 'second' }))).rejects.toThrow(StaleRecord);
      expect((await cycles.get('default', 'c1'))?.reason).toBe('first');
      await expect(cycles.update(cycle('c2'))).rejects.toThrow(RecordNotFound);
    });

    it('lets exactly one of many concurrent updates through', async () => {
      const { cycles } = await make();
      await cycles.create(cycle('c1'));
      const results = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => cycles.update(cycle('c1', { anomalies: index }))));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await cycles.get('default', 'c1'))?.revision).toBe(1);
    });

    it('lists a tenant’s records of one kind, newest id first, up to the limit', async () => {
      const { anomalies, cycles } = await make();
      for (const id of ['2', '1', '3']) await anomalies.create(anomaly(id));
      await anomalies.create(anomaly('9', { tenant: 'other' }));
      await cycles.create(cycle('8'));
      expect((await anomalies.list('default')).map(({ id }) => id)).toEqual(['3', '2', '1']);
      expect((await anomalies.list('default', { limit: 2 })).map(({ id }) => id)).toEqual(['3', '2']);
      expect(await anomalies.list('nobody')).toEqual([]);
    });

    it('lists all of more than a page', async () => {
      const { anomalies } = await make();
      // Noise is hardly packed, so 20 items of about 100 KB are more than the 1 MB of a page.
      for (let id = 10; id < 30; id += 1) await anomalies.create(anomaly(String(id), { description: noise(id)(120_000) }));
      const listed = await anomalies.list('default');
      expect(listed.map(({ id }) => Number(id))).toEqual(Array.from({ length: 20 }, (_, index) => 29 - index));
      expect(await anomalies.list('default', { limit: 15 })).toHaveLength(15);
    });

    it('lists those whose ids begin alike', async () => {
      const { anomalies } = await make();
      for (const id of ['a.1', 'a.2', 'a-b.1', 'a', 'b.1', 'A.1']) await anomalies.create(anomaly(id));
      expect((await anomalies.list('default', { prefix: 'a.' })).map(({ id }) => id)).toEqual(['a.2', 'a.1']);
      expect(await anomalies.list('default', { prefix: 'a.', limit: 1 })).toHaveLength(1);
      expect(await anomalies.list('default', { prefix: 'c' })).toEqual([]);
    });

    it('keeps a failure cluster, by target and fingerprint, and gives those of one target', async () => {
      const { clusters } = await make();
      const own = cluster();
      const other = { id: 'fedcba9876543210', type: '', template: '', frames: [] };
      for (const each of [own, cluster({ fingerprint: other }), cluster({ target: 'orders-api' }), cluster({ target: 'order' })]) {
        expect(await clusters.create(each)).toBe(true);
      }
      expect(await clusters.create(cluster({ count: 1 }))).toBe(false);
      expect(await clusters.update({ ...own, count: 13, inPattern: 12 })).toEqual({ ...own, count: 13, inPattern: 12, revision: 1 });
      await expect(clusters.update({ ...own, count: 14 })).rejects.toThrow(StaleRecord);
      const listed = await clusters.list('default', { prefix: clustersOfTarget('orders') });
      expect(listed.map(({ target, count }) => `${target} ${count}`)).toEqual(['orders 12', 'orders 13']);
    });

    it('keeps what is known of a pattern', async () => {
      const { patterns, clusters } = await make();
      const known = knownPattern('module-not-found', {
        solutions: [{ id: 'own-1', words: 'Add {module} to the dependencies.', command: null }],
        effectiveness: [{ solutionId: 'own-1', helped: 1, failed: 0, counted: [{ key: '001795176000-x', outcome: 'helped' }] }],
      });
      expect(await patterns.create(known)).toBe(true);
      expect(await patterns.update({ ...known, occurrences: 3 })).toEqual({ ...known, occurrences: 3, revision: 1 });
      await expect(patterns.update(known)).rejects.toThrow(StaleRecord);
      expect(await patterns.get('other', known.id)).toBeNull();
      expect(await clusters.get('default', known.id)).toBeNull();
    });

    it.each([
      ['a failure cluster', (work: WorkStore) => work.clusters.create({ ...cluster(), example: 'x'.repeat(4001) }), /example/],
      ['a pattern', (work: WorkStore) => work.patterns.create(knownPattern('x', { targets: Array(51).fill('f') })), /targets/],
      ['a pattern by its key', (work: WorkStore) => work.patterns.create(knownPattern('Not an id')), /id/],
    ])('refuses more than is bounded for %s', async (_, create, field) => {
      const work = await make();
      await expect(async () => create(work)).rejects.toThrow(field);
    });

    it('keeps the largest cluster and the largest pattern that there can be', async () => {
      const { clusters, patterns } = await make();
      for (const text of [noise(1), wideNoise(1)]) {
        const large = { cluster: largestCluster(text), pattern: largestPattern(text) };
        const tenant = text(1);
        expect(await clusters.create({ ...large.cluster, tenant })).toBe(true);
        expect(await patterns.create({ ...large.pattern, tenant })).toBe(true);
        expect(await clusters.get(tenant, large.cluster.id)).toEqual({ ...large.cluster, tenant });
        expect(await patterns.get(tenant, large.pattern.id)).toEqual({ ...large.pattern, tenant });
      }
    });

    it('adds usage up, unit by unit', async () => {
      const work = await make();
      expect(await work.usage('default', 'c1')).toEqual({});
      await Promise.all([
        work.addUsage('default', 'c1', { 'lambda:request': 1, 'lambda:gb-second': 0.125 }),
        work.addUsage('default', 'c1', { 'lambda:request': 2, 'cloudwatch:GetMetricData:metric': 10 }),
        work.addUsage('default', 'c2', { 'lambda:request': 100 }),
        work.addUsage('default', 'c1', {}),
      ]);
      expect(await work.usage('default', 'c1')).toEqual({
        'lambda:request': 3,
        'lambda:gb-second': 0.125,
        'cloudwatch:GetMetricData:metric': 10,
      });
      await expect(work.addUsage('default', 'c1', { 'lambda:request': NaN })).rejects.toThrow(/lambda:request/);
    });
  });
}

/** What every BaselineStore does. */
export function describeBaselineStore(name: string, make: () => Promise<BaselineStore>): void {
  const ORDERS: BaselineSubject = { kind: 'target', target: 'orders' };
  const byName = (all: readonly SeriesBaseline[]) => all.toSorted((a, b) => a.series.localeCompare(b.series));

  describe(`BaselineStore: ${name}`, () => {
    it('writes the first, then each at the revision before, and gives back every byte', async () => {
      const store = await make();
      expect(await store.load(ORDERS)).toEqual({ series: [], quarantined: [] });
      const record = baseline('duration-p95');
      const first = await store.put(record);
      expect(first).toEqual({ ...record, revision: 1 });
      const second = await store.put({ ...first, mean: 0.1 + 0.2, discarded: { late: 3 } });
      expect(second.revision).toBe(2);
      expect(await store.load(ORDERS)).toEqual({ series: [second], quarantined: [] });
    });

    it('refuses a write from a revision that moved on, the first one as well', async () => {
      const store = await make();
      await store.put(baseline('duration-p95'));
      await expect(store.put({ ...baseline('duration-p95'), count: 7 })).rejects.toThrow(StaleRecord);
      await expect(store.put({ ...baseline('duration-p95'), revision: 7 })).rejects.toThrow(StaleRecord);
      await expect(store.put({ ...baseline('init-time'), revision: 1 })).rejects.toThrow(StaleRecord);
      expect((await store.load(ORDERS)).series).toEqual([{ ...baseline('duration-p95'), revision: 1 }]);
    });

    it('loads all series of a subject, and none of another', async () => {
      const store = await make();
      const subjects: BaselineSubject[] = [
        ORDERS,
        { kind: 'target', target: 'orders-7' },
        { kind: 'version', target: 'orders', version: '7' },
        { kind: 'version', target: 'orders', version: '77' },
        { kind: 'operation', target: 'orders', operation: 'GET /orders/#1' },
        { kind: 'operation', target: 'orders', operation: 'GET /orders' },
      ];
      for (const subject of subjects) {
        for (const series of ['duration-p95', 'error-rate', 'invocations'] as const) await store.put(baseline(series, subject));
      }
      for (const subject of subjects) {
        const { series } = await store.load(subject);
        expect(byName(series).map((each) => each.series)).toEqual(['duration-p95', 'error-rate', 'invocations']);
        for (const each of series) expect(each.subject).toEqual(subject);
      }
    });

    it('keeps one that has only seen points that wait', async () => {
      const store = await make();
      const record = { ...emptyBaseline(ORDERS, 'default', 'init-time'), pending: [{ at: 60_000, value: 1 / 3, weight: 2, canary: true }] };
      await store.put(record);
      expect((await store.load(ORDERS)).series).toEqual([{ ...record, revision: 1 }]);
    });

    it('refuses to write what could not be read', async () => {
      const store = await make();
      await expect(store.put({ ...baseline('duration-p95'), mean: Number.NaN })).rejects.toThrow(/series#duration-p95: not written: mean/);
      const pending = [{ at: 60_000, value: Number.NaN, weight: 2, canary: false }];
      await expect(store.put({ ...baseline('duration-p95'), pending })).rejects.toThrow(/pending: not written: 0.value/);
      expect((await store.load(ORDERS)).series).toEqual([]);
    });

    it('forgets one series, or all, and never the watermark', async () => {
      const store = await make();
      for (const series of ['duration-p95', 'error-rate'] as const) await store.put(baseline(series));
      await store.reset(ORDERS, 'error-rate');
      const [p95, errors] = byName((await store.load(ORDERS)).series);
      expect(p95).toEqual({ ...baseline('duration-p95'), revision: 1 });
      const { watermark, pending, seen } = baseline('error-rate');
      expect(errors).toEqual({ ...emptyBaseline(ORDERS, 'default', 'error-rate'), watermark, pending, seen, revision: 2 });
      await store.reset(ORDERS);
      for (const each of (await store.load(ORDERS)).series) expect(each).toMatchObject({ count: 0, watermark });
      await store.reset({ kind: 'target', target: 'nobody' });
    });

    it('resets beside a worker that writes', async () => {
      const store = await make();
      let record = await store.put(baseline('duration-p95'));
      const [, written] = await Promise.allSettled([store.reset(ORDERS), store.put({ ...record, tenant: 'moved' })]);
      [record] = (await store.load(ORDERS)).series as [SeriesBaseline];
      if (written.status === 'fulfilled') expect(record.count === 0 && record.tenant === 'moved').toBe(true);
      else expect(record).toMatchObject({ count: 0, tenant: 'default', revision: 2 });
    });
  });
}

const NOW = Date.UTC(2026, 10, 20, 12);

/** What every ControlStore does. */
export function describeControlStore(name: string, make: () => Promise<ControlStore>): void {
  describe(`ControlStore: ${name}`, () => {
    it('is not stopped before anybody set the switch, and keeps what was set', async () => {
      const control = await make();
      expect((await control.switchState()).stopped).toBe(false);
      const state = { stopped: true, by: 'ops', reason: 'incident', at: NOW };
      await control.setSwitch(state);
      expect(await control.switchState()).toEqual(state);
    });

    it('gives a lock to one owner until it is released or its lease ends', async () => {
      const control = await make();
      expect(await control.acquireLock('t', 'a', 1000, NOW)).toBe(true);
      expect(await control.acquireLock('t', 'b', 1000, NOW + 999)).toBe(false);
      expect(await control.acquireLock('t', 'a', 1000, NOW + 500)).toBe(true);
      expect(await control.acquireLock('t', 'b', 1000, NOW + 1499)).toBe(false);
      expect(await control.acquireLock('t', 'b', 1000, NOW + 1500)).toBe(true);
      await control.releaseLock('t', 'a');
      expect(await control.acquireLock('t', 'a', 1000, NOW + 1501)).toBe(false);
      await control.releaseLock('t', 'b');
      expect(await control.acquireLock('t', 'a', 1000, NOW + 1502)).toBe(true);
      await control.releaseLock('never', 'a');
    });

    it('gives a lock to exactly one of many', async () => {
      const control = await make();
      const results = await Promise.all(Array.from({ length: 10 }, (_, index) => control.acquireLock('t', `o${index}`, 1000, NOW)));
      expect(results.filter(Boolean)).toHaveLength(1);
    });

    it('gives as many permits as there are, to whoever comes first, until they are released or their lease ends', async () => {
      const control = await make();
      const owners = Array.from({ length: 8 }, (_, index) => `o${index}`);
      const given = await Promise.all(owners.map((owner) => control.acquirePermit('t', owner, 3, 1000, NOW)));
      expect(given.filter(Boolean)).toHaveLength(3);
      const holder = owners[given.indexOf(true)] as string;
      expect(await control.acquirePermit('t', holder, 3, 5000, NOW + 500)).toBe(true);
      expect(await control.acquirePermit('t', 'late', 3, 1000, NOW + 999)).toBe(false);
      expect(await control.acquirePermit('other', 'late', 3, 1000, NOW + 999)).toBe(true);
      await control.releasePermit('t', holder);
      await control.releasePermit('t', 'nobody');
      expect(await control.acquirePermit('t', 'late', 3, 1000, NOW + 999)).toBe(true);
      expect(await control.acquirePermit('t', 'later', 3, 1000, NOW + 999)).toBe(false);
      expect(await control.acquirePermit('t', 'later', 3, 1000, NOW + 1500)).toBe(true);
    });

    it('sees an event first once within its window', async () => {
      const control = await make();
      expect(await control.firstSight('e', '1', 300_000, NOW)).toBe(true);
      expect(await control.firstSight('e', '2', 300_000, NOW)).toBe(false);
      expect(await control.firstSight('e', '3', 300_000, NOW + 299_999)).toBe(false);
      expect(await control.firstSight('f', '4', 300_000, NOW)).toBe(true);
      expect(await control.firstSight('e', '5', 300_000, NOW + 300_000)).toBe(true);
    });

    it('lets the event that came first pass again until it is counted', async () => {
      const control = await make();
      expect(await control.firstSight('e', '1', 300_000, NOW)).toBe(true);
      await control.sightCounted('e', 'somebody else');
      expect(await control.firstSight('e', '1', 300_000, NOW + 1)).toBe(true);
      await control.sightCounted('e', '1');
      expect(await control.firstSight('e', '1', 300_000, NOW + 2)).toBe(false);
      expect(await control.firstSight('e', '2', 300_000, NOW + 300_000)).toBe(true);
      expect(await control.firstSight('e', '2', 300_000, NOW + 300_001)).toBe(true);
      await control.sightCounted('never seen', '1');
      expect(await control.firstSight('never seen', '1', 300_000, NOW)).toBe(true);
    });

    it('counts events by tenant from a minute on', async () => {
      const control = await make();
      expect(await control.eventsSince('default', 0)).toBe(0);
      for (const at of [NOW, NOW + 1, NOW + 59_999, NOW + 60_000]) await control.countEvent('default', at);
      await control.countEvent('other', NOW);
      expect(await control.eventsSince('default', NOW)).toBe(4);
      expect(await control.eventsSince('default', NOW + 60_000)).toBe(1);
      expect(await control.eventsSince('default', NOW + 120_000)).toBe(0);
    });

    it('counts an outcome once an improvement', async () => {
      const control = await make();
      expect(await control.scores('default')).toEqual([]);
      await Promise.all([1, 2, 3].map(() => control.addOutcome('default', 'tuning:memory', 'i1', 'promoted')));
      await control.addOutcome('default', 'tuning:memory', 'i1', 'rolledBack');
      await control.addOutcome('default', 'tuning:memory', 'i2', 'rolledBack');
      await control.addOutcome('default', 'codemod:ttl-cache', 'i3', 'inconclusive');
      await control.addOutcome('other', 'tuning:memory', 'i4', 'promoted');
      expect(await control.scores('default')).toEqual([
        { strategy: 'codemod:ttl-cache', promoted: 0, rolledBack: 0, inconclusive: 1 },
        { strategy: 'tuning:memory', promoted: 1, rolledBack: 1, inconclusive: 0 },
      ]);
    });

    it('replaces the outcome of an improvement, for good', async () => {
      const control = await make();
      await control.addOutcome('default', 'tuning:memory', 'i1', 'promoted');
      for (const _ of [1, 2]) await control.replaceOutcome('default', 'tuning:memory', 'i1', 'rolledBack');
      await control.replaceOutcome('default', 'tuning:memory', 'i2', 'rolledBack');
      await control.addOutcome('default', 'tuning:memory', 'i2', 'promoted');
      expect(await control.scores('default')).toEqual([{ strategy: 'tuning:memory', promoted: 0, rolledBack: 2, inconclusive: 0 }]);
    });
  });
}

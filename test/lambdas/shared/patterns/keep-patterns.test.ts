import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailureCluster } from '../../../../lambdas/shared/contract/records.ts';
import { MOST_AT_ONCE } from '../../../../lambdas/shared/patterns/count-clusters.ts';
import { keepPatterns } from '../../../../lambdas/shared/patterns/keep-patterns.ts';
import { MOST_LEARNED } from '../../../../lambdas/shared/patterns/known-patterns.ts';
import { DAY_MS } from '../../../../lambdas/shared/time.ts';
import { cluster, knownPattern } from '../../../contract/fakes/records.ts';
import { NOW, world } from '../../fakes/world.ts';

const LEARNED = `learned-${cluster().fingerprint.id}`;

async function worldWith(...clusters: FailureCluster[]) {
  const cloud = world();
  for (const each of clusters) await cloud.ports.work.clusters.create(each);
  const onRecord = () => cloud.ports.work.clusters.list('default');
  const pattern = (id: string) => cloud.ports.work.patterns.get('default', id);
  return { ...cloud, onRecord, pattern, keep: async () => keepPatterns(cloud.ports, await onRecord(), NOW) };
}
const grown = (by: number) => (each: FailureCluster) => ({ ...each, count: each.count + by, lastSeen: each.lastSeen + 60_000 });

describe('keepPatterns', () => {
  it('counts a built-in pattern’s clusters once, however often the same window is looked at', async () => {
    const orders = cluster({ patternId: 'missing-property' });
    const quotes = cluster({ target: 'quotes', patternId: 'missing-property', count: 5, firstSeen: 5, lastSeen: NOW });
    const cloud = await worldWith(orders, quotes);
    const { clusters, learned } = await cloud.keep();
    expect(clusters.map(({ id, inPattern }) => `${id} ${inPattern}`).toSorted()).toEqual([
      'orders.0123456789abcdef 12',
      'quotes.0123456789abcdef 5',
    ]);
    expect(learned).toEqual([]);
    const known = { learned: null, occurrences: 17, firstSeen: 5, lastSeen: Math.max(NOW, orders.lastSeen) };
    expect(await cloud.pattern('missing-property')).toMatchObject({ ...known, revision: 0 });
    await cloud.keep();
    expect(await cloud.pattern('missing-property')).toMatchObject({ ...known, revision: 0 });
    await cloud.ports.work.clusters.update(grown(3)((await cloud.ports.work.clusters.get('default', orders.id)) as FailureCluster));
    await cloud.keep();
    expect(await cloud.pattern('missing-property')).toMatchObject({ occurrences: 20, targets: ['quotes', 'orders'] });
    expect(cloud.audit).toEqual([]);
  });

  it('learns a pattern of what has recurred and is known to none, says so once, and counts it', async () => {
    const cloud = await worldWith(cluster());
    const { clusters, learned } = await cloud.keep();
    expect(learned).toMatchObject([{ id: LEARNED }]);
    expect(clusters).toMatchObject([{ patternId: LEARNED, inPattern: 12 }]);
    expect(await cloud.pattern(LEARNED)).toMatchObject({ occurrences: 12, targets: ['orders'], learned: { category: 'code' } });
    expect(await cloud.keep()).toMatchObject({ learned: [] });
    expect(cloud.audit).toMatchObject([
      {
        action: 'pattern-learned',
        subject: LEARNED,
        about: [`pattern/${LEARNED}`, `cluster/${cluster().id}`, 'function/orders'],
        summary: expect.stringContaining('12 failures in 3 hours on 1 function, and no pattern that knows them'),
      },
    ]);
  });

  it('learns nothing of one outage, and gives a known failure its pattern at its first sight elsewhere', async () => {
    const brief = cluster({ hours: cluster().hours.slice(0, 1) });
    const cloud = await worldWith(brief);
    expect(await cloud.keep()).toEqual({ clusters: [brief], learned: [] });
    expect(await cloud.pattern(LEARNED)).toBeNull();
    await cloud.ports.work.clusters.create(cluster({ target: 'quotes', count: 1, hours: [] }));
    expect((await cloud.keep()).learned).toHaveLength(1);
    await cloud.ports.work.clusters.create(cluster({ target: 'search', count: 1, hours: [] }));
    expect((await cloud.keep()).clusters).toMatchObject([{}, {}, { patternId: LEARNED }].toSorted());
    expect(await cloud.pattern(LEARNED)).toMatchObject({ occurrences: 14 });
  });

  it('learns no more than a tenant has room for', async () => {
    const cloud = await worldWith(cluster());
    for (let index = 0; index < MOST_LEARNED; index += 1) await cloud.ports.work.patterns.create(knownPattern(`learned-${index}`));
    expect(await cloud.keep()).toMatchObject({ learned: [], clusters: [{ patternId: null }] });
  });

  it('teaches a forgotten pattern again by its own failures only', async () => {
    const cloud = await worldWith(
      cluster({ patternId: LEARNED, inPattern: 10 }),
      cluster({ target: 'quotes', patternId: 'learned-other' }),
    );
    await cloud.keep();
    expect(await cloud.pattern(LEARNED)).toMatchObject({ occurrences: 2, learned: { title: expect.any(String) } });
    expect(await cloud.pattern('learned-other')).toBeNull();
  });

  it('counts more clusters of one pattern than one write takes', async () => {
    const many = Array.from({ length: 2 * MOST_AT_ONCE + 1 }, (_, index) => cluster({ target: `f${index}`, patternId: 'x', count: 2 }));
    const cloud = await worldWith(...many);
    await cloud.keep();
    await cloud.keep();
    const known = await cloud.pattern('x');
    expect(known).toMatchObject({ occurrences: 2 * many.length });
    expect([known?.counting.length, known?.targets.length]).toEqual([MOST_AT_ONCE, 50]);
  });

  it('counts each failure once although runs break off between any two writes, repeat, and work on what they read before', async () => {
    const step = fc.record({
      target: fc.integer({ min: 0, max: 3 }),
      growth: fc.integer({ min: 1, max: 9 }),
      writes: fc.integer({ min: 0, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const cloud = await worldWith(...[0, 1, 2, 3].map((index) => cluster({ target: `f${index}`, patternId: 'x', count: 1 })));
        let stale = await cloud.onRecord();
        for (const { target, growth, writes } of steps) {
          const read = (await cloud.ports.work.clusters.get(
            'default',
            stale.find((each) => each.target === `f${target}`)?.id ?? '',
          )) as FailureCluster;
          await cloud.ports.work.clusters.update(grown(growth)(read));
          await keepPatterns({ ...cloud.ports, work: breaking(cloud.ports.work, writes) }, await cloud.onRecord(), NOW).catch(() => null);
          await keepPatterns({ ...cloud.ports, work: breaking(cloud.ports.work, writes) }, stale, NOW).catch(() => null);
          if (writes % 2 === 0) stale = await cloud.onRecord();
        }
        await cloud.keep();
        const all = (await cloud.onRecord()).reduce((sum, { count }) => sum + count, 0);
        expect((await cloud.pattern('x'))?.occurrences).toBe(all);
      }),
      { numRuns: 200 },
    );
  });

  it('counts a cluster anew that was forgotten and came back', async () => {
    const cloud = await worldWith(cluster({ patternId: 'x', count: 100 }));
    await cloud.keep();
    const again = cluster({ patternId: 'x', count: 3 });
    const fresh = await worldWith(again);
    await fresh.ports.work.patterns.create({ ...((await cloud.pattern('x')) as NonNullable<Awaited<ReturnType<typeof cloud.pattern>>>) });
    await keepPatterns(fresh.ports, [again], NOW + 90 * DAY_MS);
    expect(await fresh.pattern('x')).toMatchObject({ occurrences: 103 });
  });
});

/** The stores, which fail at the write after the first `writes`. */
function breaking(work: Awaited<ReturnType<typeof worldWith>>['ports']['work'], writes: number) {
  let left = writes;
  const write =
    <A, R>(act: (record: A) => Promise<R>) =>
    async (record: A): Promise<R> => {
      if (left === 0) throw new Error('the process died');
      left -= 1;
      return act(record);
    };
  return {
    ...work,
    clusters: { ...work.clusters, create: write(work.clusters.create), update: write(work.clusters.update) },
    patterns: { ...work.patterns, create: write(work.patterns.create), update: write(work.patterns.update) },
  };
}

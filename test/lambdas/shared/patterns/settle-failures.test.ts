import { describe, expect, it } from 'vitest';
import type { FailureCluster, Improvement, LookedAt, Opportunity, Recommendation } from '../../../../lambdas/shared/contract/records.ts';
import { keepPatterns } from '../../../../lambdas/shared/patterns/keep-patterns.ts';
import { settleFailures } from '../../../../lambdas/shared/patterns/settle-failures.ts';
import { DAY_MS, HOUR_MS } from '../../../../lambdas/shared/time.ts';
import { cluster, knownPattern, recommendation } from '../../../contract/fakes/records.ts';
import { improvement } from '../../fakes/samples.ts';
import { world } from '../../fakes/world.ts';
import { opportunity } from '../../reporting/fixtures.ts';

const MIDNIGHT = Date.UTC(2026, 10, 20);
const at = (hours: number): number => MIDNIGHT + hours * HOUR_MS;
const day = (from: number, calls = 24_000): LookedAt => ({ from: at(from), to: at(from + 24), calls });
const NEXT = new Map([['orders', day(24)]]);
const NOW = at(48);

/** A failure five times an hour over a day, and whatever comes in the day after. */
function failing(after: number, changes: Partial<FailureCluster> = {}): FailureCluster {
  const hours = Array.from({ length: 48 }, (_, hour) => ({ hour: at(hour), count: hour < 27 ? 5 : after })).filter(
    ({ count }) => count > 0,
  );
  return cluster({ patternId: 'missing-property', hours, countedUntil: at(48), trend: 'unknown', ...changes });
}
const found = (solutionId: string | null = 'guard', patternId: string | null = 'missing-property'): Opportunity =>
  opportunity('orders', 'recurring-exception', { failure: { clusterId: cluster().id, patternId, solutionId, looked: day(0) } });
function promoted(changes: Partial<Improvement> = {}): Improvement {
  const base = improvement({ opportunityId: found().id, strategy: 'model:m', title: 'orders guards its items', createdAt: at(24) });
  const { rollout } = base;
  return { ...base, rollout: rollout && { ...rollout, startedAt: at(24.5), promotedAt: at(26.5) }, ...changes };
}

async function settled(
  record: FailureCluster,
  what: { improvements?: Improvement[]; opportunities?: Opportunity[] },
  recommendations: Recommendation[] = [],
) {
  const cloud = world();
  await cloud.ports.work.clusters.create(record);
  for (const each of recommendations) await cloud.ports.work.recommendations.create(each);
  const onRecord = { improvements: what.improvements ?? [promoted()], opportunities: what.opportunities ?? [found()] };
  const settle = (looked: ReadonlyMap<string, LookedAt> = NEXT, now = NOW) => settleFailures(cloud.ports, 'default', looked, onRecord, now);
  return { ...cloud, settle, known: (id = 'missing-property') => cloud.ports.work.patterns.get('default', id) };
}

describe('settleFailures', () => {
  it('counts for the solution once when the failure ended with the change, and says on what', async () => {
    const cloud = await settled(failing(0), {});
    expect(await cloud.settle()).toHaveLength(1);
    expect(await cloud.settle()).toEqual([]);
    expect((await cloud.known())?.effectiveness).toMatchObject([{ solutionId: 'guard', helped: 1, failed: 0 }]);
    expect(cloud.audit).toMatchObject([
      {
        action: 'solution-helped',
        summary: expect.stringContaining('guard against missing-property: model:m was promoted on orders (imp-1). It ended: 0 failures in'),
        about: expect.arrayContaining(['pattern/missing-property', 'improvement/imp-1', `cluster/${cluster().id}`]),
        evidence: [{ source: 'log', figures: { after: 0, hours: 21 } }],
      },
    ]);
  });

  it('takes a cluster that is gone for counted', async () => {
    const cloud = await settled(failing(0, { countedUntil: at(26), trend: 'gone' }), {});
    expect(await cloud.settle()).toHaveLength(1);
  });

  it('counts against it when the failure goes on although the change was promoted', async () => {
    const cloud = await settled(failing(5), {});
    expect(await cloud.settle()).toHaveLength(1);
    expect((await cloud.known())?.effectiveness).toMatchObject([{ solutionId: 'guard', helped: 0, failed: 1 }]);
    expect(cloud.audit).toMatchObject([{ action: 'solution-failed' }]);
  });

  it.each([
    ['too little is known', failing(0, { hours: [{ hour: at(20), count: 3 }] }), {}],
    ['the change was taken back', failing(0), { improvements: [promoted({ status: 'rolled-back' })] }],
    ['it was to end no failure', failing(0), { opportunities: [opportunity('orders', 'recurring-exception')] }],
    ['no pattern knows the failure', failing(0, { patternId: null }), { opportunities: [found(null, null)] }],
    ['the window did not count it: it was left out', failing(0, { countedUntil: at(26) }), {}],
    ['only an hour of the window after was counted', failing(0, { countedUntil: at(28) }), {}],
    ['the cluster is forgotten', failing(0, { target: 'quotes', id: 'quotes.0123456789abcdef' }), {}],
  ])('counts nothing where %s', async (_, record, what) => {
    const cloud = await settled(record, what);
    expect(await cloud.settle()).toEqual([]);
    expect(await cloud.known()).toBeNull();
    expect(cloud.audit).toEqual([]);
  });

  it('counts nothing where the cycle looked elsewhere, before the change, or long after it', async () => {
    const cloud = await settled(failing(0), {});
    expect(await cloud.settle(new Map([['quotes', day(24)]]))).toEqual([]);
    expect(await cloud.settle(new Map([['orders', day(0)]]))).toEqual([]);
    expect(await cloud.settle(NEXT, NOW + 45 * DAY_MS)).toEqual([]);
    expect(await cloud.settle()).toHaveLength(1);
  });

  it('learns what ended a failure that no pattern had an answer to', async () => {
    const record = failing(0, { patternId: null, count: 135 });
    const cloud = await settled(record, { opportunities: [found(null, null)] });
    await keepPatterns(cloud.ports, [record], NOW);
    await cloud.settle();
    expect(await cloud.known(`learned-${record.fingerprint.id}`)).toMatchObject({
      solutions: [{ id: 'model-m', words: 'model:m did it on orders: orders guards its items', command: null }],
      effectiveness: [{ solutionId: 'model-m', helped: 1, failed: 0 }],
    });
  });

  it('learns from what people applied', async () => {
    const done = recommendation('orders-recurring-exception', {
      status: 'applied',
      by: 'cli:ada',
      at: at(24.5),
      opportunityId: found().id,
      kind: 'recurring-exception',
      action: { words: 'Guard the items.', command: null },
    });
    const cloud = await settled(failing(0), { improvements: [], opportunities: [found(null)] }, [done]);
    await cloud.ports.work.patterns.create(knownPattern('missing-property'));
    expect(await cloud.settle()).toHaveLength(1);
    expect(await cloud.known()).toMatchObject({
      solutions: [{ id: 'applied-recurring-exception', words: 'Guard the items.' }],
      effectiveness: [{ solutionId: 'applied-recurring-exception', helped: 1 }],
    });
    expect(cloud.audit[0]?.summary).toContain('cli:ada applied what was recommended for orders');
  });

  it('does not hold what was found again since beside the time after', async () => {
    const done = recommendation('orders-recurring-exception', { status: 'applied', at: at(20), opportunityId: found().id });
    const cloud = await settled(failing(0), { improvements: [] }, [done, recommendation('x', { opportunityId: found().id })]);
    expect(await cloud.settle()).toEqual([]);
  });
});

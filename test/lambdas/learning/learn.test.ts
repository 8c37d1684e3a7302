import { describe, expect, it } from 'vitest';
import type { Improvement, Opportunity, Rollout, Verdict } from '../../../lambdas/shared/contract/records.ts';
import { learn } from '../../../lambdas/learning/learn.ts';
import { lessonOf } from '../../../lambdas/learning/lesson.ts';
import { cluster } from '../../contract/fakes/records.ts';
import { improvement } from '../fakes/samples.ts';
import { tenantSettings, world } from '../fakes/world.ts';
import { opportunity } from '../reporting/fixtures.ts';

const REF = { tenant: 'default', cycleId: 'cycle-0', improvementId: 'imp-1' };
const harm: Verdict = { word: 'harm', reason: 'Errors rose.', metric: 'errors', scope: 'canary', wealth: 25, minutes: 4, evidence: [] };
const unsure: Verdict = {
  word: 'inconclusive',
  reason: 'Too little traffic.',
  wealth: 1,
  minutes: 60,
  evidence: [],
  detectable: { latencyRatio: null, errorRate: null },
};
const rolledBack = (verdict: Verdict | null, endedBecause: string | null = null): Improvement => {
  const base = improvement({ status: 'rolled-back', reason: 'Taken back.' });
  return { ...base, rollout: { ...(base.rollout as Rollout), verdict, endedBecause } };
};

describe('lessonOf', () => {
  it.each([
    [improvement(), 'promoted'],
    [rolledBack(harm), 'rolledBack'],
    [rolledBack(harm, 'error'), 'rolledBack'],
    [rolledBack(unsure), 'inconclusive'],
    [rolledBack({ word: 'no-data', reason: 'No calls.', minutes: 0, evidence: [] }), 'inconclusive'],
    [rolledBack(unsure, 'stopped'), 'none'],
    [rolledBack(null, 'target changed'), 'none'],
    [rolledBack(null), 'none'],
    [improvement({ status: 'not-deployed' }), 'none'],
    [improvement({ status: 'rejected' }), 'none'],
  ])('case %#', (record, outcome) => {
    expect(lessonOf(record).outcome).toBe(outcome);
  });
});

describe('learn', () => {
  it('counts and audits an outcome once', async () => {
    const cloud = world();
    await cloud.ports.work.improvements.create(improvement());
    await learn(cloud.ports, cloud.settings, REF);
    expect(await learn(cloud.ports, cloud.settings, REF)).toMatchObject({ ...REF, lesson: { outcome: 'promoted' } });
    expect(cloud.outcomes).toEqual(['codemod:bounded-concurrency imp-1 promoted']);
    expect(cloud.audit.map((record) => record.action)).toEqual(['outcome-learned']);
  });

  it('learns nothing when it is switched off or nothing was proven', async () => {
    const off = world({ tenant: { flags: { ...tenantSettings().flags, learning: false } } });
    await off.ports.work.improvements.create(improvement());
    expect(await learn(off.ports, off.settings, REF)).toMatchObject({ lesson: { outcome: 'none' } });
    const stopped = world();
    await stopped.ports.work.improvements.create(rolledBack(null, 'stopped'));
    await learn(stopped.ports, stopped.settings, REF);
    expect([...off.outcomes, ...stopped.outcomes]).toEqual([]);
    expect([...off.audit, ...stopped.audit]).toEqual([]);
  });

  it('says which improvement is missing', async () => {
    const cloud = world();
    await expect(learn(cloud.ports, cloud.settings, REF)).rejects.toThrow(/improvement imp-1 of tenant default/);
  });
});

describe('learn, of the failure that a change was to end', () => {
  const looked = { from: 0, to: 1, calls: 1 };
  const origin = (solutionId: string | null, patternId: string | null = 'missing-property') =>
    opportunity('orders', 'recurring-exception', { id: 'imp-1', failure: { clusterId: cluster().id, patternId, solutionId, looked } });
  async function learnt(record: Improvement, of: Opportunity | null) {
    const cloud = world();
    await cloud.ports.work.improvements.create(record);
    if (of !== null) await cloud.ports.work.opportunities.create(of);
    const out = await learn(cloud.ports, cloud.settings, REF);
    return {
      ...cloud,
      out,
      again: () => learn(cloud.ports, cloud.settings, REF),
      known: await cloud.ports.work.patterns.get('default', 'missing-property'),
    };
  }

  it('counts harm against the solution, once', async () => {
    const cloud = await learnt(rolledBack(harm), origin('guard'));
    expect(cloud.out.failure).toEqual({ outcome: 'failed', reason: 'It counts against guard of missing-property.' });
    expect(cloud.known?.effectiveness).toMatchObject([{ solutionId: 'guard', helped: 0, failed: 1 }]);
    expect((await cloud.again()).failure.outcome).toBe('failed');
    expect(cloud.audit.map(({ action }) => action)).toEqual(['outcome-learned', 'solution-failed']);
    expect(await cloud.ports.work.patterns.get('default', 'missing-property')).toEqual(cloud.known);
  });

  it('counts a strategy that the pattern does not have, without making it a solution', async () => {
    const { known } = await learnt(rolledBack(harm), origin(null));
    expect(known).toMatchObject({ solutions: [], effectiveness: [{ solutionId: 'codemod-bounded-concurrency', failed: 1 }] });
  });

  it.each([
    ['a promotion: the windows to come show it', improvement(), origin('guard'), 'open'],
    ['an inconclusive rollout', rolledBack(unsure), origin('guard'), 'none'],
    ['no pattern', rolledBack(harm), origin(null, null), 'none'],
    ['no failure', rolledBack(harm), opportunity('orders', 'latency', { id: 'imp-1' }), 'none'],
    ['no opportunity', rolledBack(harm), null, 'none'],
  ])('takes nothing for granted of %s', async (_, record, of, outcome) => {
    const { out, known } = await learnt(record, of);
    expect(out.failure.outcome).toBe(outcome);
    expect(known).toBeNull();
  });

  it('takes the pattern that the cluster got since', async () => {
    const cloud = world();
    await cloud.ports.work.improvements.create(rolledBack(harm));
    await cloud.ports.work.opportunities.create(origin(null, null));
    await cloud.ports.work.clusters.create(cluster({ patternId: 'missing-property' }));
    await learn(cloud.ports, cloud.settings, REF);
    expect(await cloud.ports.work.patterns.get('default', 'missing-property')).toMatchObject({ effectiveness: [{ failed: 1 }] });
  });
});

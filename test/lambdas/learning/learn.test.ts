import { describe, expect, it } from 'vitest';
import type { Improvement, Rollout, Verdict } from '../../../lambdas/shared/contract/records.ts';
import { learn, lessonOf } from '../../../lambdas/learning/learn.ts';
import { improvement } from '../fakes/samples.ts';
import { tenantSettings, world } from '../fakes/world.ts';

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

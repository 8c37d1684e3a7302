import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedInputs, inputWords } from '../../../../lambdas/shared/audit/check-inputs.ts';
import { aboutImprovement, improvementInputs, opportunityInput } from '../../../../lambdas/shared/audit/decision-inputs.ts';
import { digestOf } from '../../../../lambdas/shared/audit/digest-of.ts';
import { inputOf, unkeptInput } from '../../../../lambdas/shared/audit/input-of.ts';
import { partOf } from '../../../../lambdas/shared/audit/part-of.ts';
import type { Improvement, RolloutPlan } from '../../../../lambdas/shared/contract/records.ts';
import { PROFILE_SETTINGS } from '../../../../lambdas/shared/contract/settings.ts';
import { judgePolicy } from '../../../../lambdas/shared/judge/policy.ts';
import { improvement, opportunity, rollout } from '../../reporting/fixtures.ts';

const PLAN: RolloutPlan = {
  ...judgePolicy(PROFILE_SETTINGS.basic),
  steps: PROFILE_SETTINGS.basic.steps,
  monitoringMinutes: 60,
  whenInconclusive: 'roll-back',
  split: true,
  watchMinutes: 0,
  words: 'as the tenant has it',
};
const BASELINE = { quantiles: [{ level: 0.95, durationMs: 180 }], minutes: [{ requests: 100, errors: 1, above: [5] }] };

/** As it stands when its rollout is over. */
function rolledOut(): Improvement & { rollout: NonNullable<Improvement['rollout']> } {
  const record = improvement('orders', 'sequential-awaits', { files: [{ path: 'handler.ts', content: 'export {};' }] });
  return { ...record, rollout: { ...rollout(), plan: PLAN, baseline: BASELINE } };
}

const keptOf = (record: Improvement | null) =>
  new Map([
    ['improvement/x', null],
    [`improvement/${rolledOut().id}`, record],
  ] as const);

describe('partOf', () => {
  const record = { id: 'x', deep: { list: [1, 2, 3], none: null }, own: 'y' };

  it.each<[string, number | undefined, unknown]>([
    ['own', undefined, 'y'],
    ['deep.none', undefined, null],
    ['id,deep.none', undefined, { id: 'x', 'deep.none': null }],
    ['deep.list', 2, [1, 2]],
    ['deep.list', 0, []],
    ['deep.list.1', undefined, 2],
  ])('finds %s (%s)', (fields, count, part) => {
    expect(partOf(record, fields, count)).toEqual(part);
  });

  it.each<[string, number | undefined]>([
    ['nothing', undefined],
    ['deep.none.more', undefined],
    ['own,nothing', undefined],
    ['deep.list', 4],
    ['own', 1],
    ['constructor', undefined],
    ['deep.__proto__', undefined],
  ])('does not find %s (%s)', (fields, count) => {
    expect(partOf(record, fields, count)).toBeUndefined();
  });
});

describe('inputs of decisions', () => {
  it('say of what they are, and nothing has changed at first', () => {
    const record = rolledOut();
    const inputs = improvementInputs(record);
    expect(inputs.map(({ ref, count }) => [ref.replace(record.id, 'ID'), count])).toEqual([
      ['improvement/ID#files,configuration,baseVersion', undefined],
      ['improvement/ID#checks', undefined],
      ['improvement/ID#rollout.snapshot', undefined],
      ['improvement/ID#rollout.plan', undefined],
      ['improvement/ID#rollout.baseline', undefined],
      ['improvement/ID#rollout.observations', 2],
    ]);
    expect(inputs[3]?.sha256).toBe(digestOf(PLAN));
    expect(changedInputs(inputs, keptOf(record))).toEqual([]);
    expect(aboutImprovement(record)).toEqual([`improvement/${record.id}`, `opportunity/${record.id}`, 'cycle/cycle-1', 'function/orders']);
  });

  it('leave alone what may change, and minutes that come later', () => {
    const record = rolledOut();
    const inputs = improvementInputs(record);
    const [minute] = record.rollout.observations;
    const later: Improvement = {
      ...record,
      status: 'rolled-back',
      reason: 'another',
      revision: 7,
      rollout: { ...record.rollout, phase: 'done', endedAt: 1, observations: [...record.rollout.observations, minute!] },
    };
    expect(changedInputs(inputs, keptOf(later))).toEqual([]);
  });

  it.each<[string, (record: ReturnType<typeof rolledOut>) => void, RegExp]>([
    [
      'a file',
      (record) => (record.files[0]!.content += ' '),
      /^files, configuration, baseVersion of improvement\/\S+ changed since: digest [0-9a-f]{12}, it was/,
    ],
    ['a check', (record) => (record.checks[1]!.status = 'fail'), /^checks of /],
    ['the margin', (record) => (record.rollout.plan!.margin = 0.2), /^rollout\.plan of /],
    ['the baseline', (record) => (record.rollout.baseline!.minutes[0]!.errors = 0), /^rollout\.baseline of /],
    [
      'a minute',
      (record) => (record.rollout.observations[1]!.canary.errors = 0),
      /^rollout\.observations \(the first 2\) of .* changed since/,
    ],
    [
      'the number of minutes',
      (record) => record.rollout.observations.pop(),
      /^rollout\.observations \(the first 2\) of .* are not all on record$/,
    ],
  ])('show that %s changed, and nothing else', (_what, change, words) => {
    const inputs = improvementInputs(rolledOut());
    const record = structuredClone(rolledOut());
    change(record);
    expect(changedInputs(inputs, keptOf(record))).toEqual([expect.stringMatching(words)]);
  });

  it('show that a record is gone, and say nothing about what is not kept', () => {
    const inputs = [...improvementInputs(rolledOut()).slice(0, 1), unkeptInput('event', 'e-1', { any: 'thing' })];
    expect(changedInputs(inputs, keptOf(null))).toEqual([`improvement/${rolledOut().id} is not on record any more`]);
    expect(inputs.map(inputWords)).toEqual([`files, configuration, baseVersion of improvement/${rolledOut().id}`, 'event/e-1']);
  });

  it('take the digest of a record as it is stored: without what its schema does not know', () => {
    const found = opportunity('orders', 'latency');
    const loaded = { ...found, evidence: found.evidence.map((fact) => ({ ...fact, unknown: 1 })) };
    expect(opportunityInput(loaded)).toEqual(opportunityInput(found));
  });

  it('refuse a part that is not there', () => {
    expect(() => inputOf('improvement', improvement('orders', 'latency'), 'rollout.plan')).toThrow(
      /#rollout\.plan: found nothing; expected/,
    );
    expect(() => inputOf('improvement', rolledOut(), 'rollout.observations', 3)).toThrow(/found nothing of 3 items/);
  });
});

describe('digestOf', () => {
  it('is the SHA-256 of the canonical JSON', () => {
    // printf '{"a":[1,null],"b":"x"}' | sha256sum
    expect(digestOf({ b: 'x', a: [1, null], c: undefined })).toBe('3dece6dc8d22d61692b03c7d51836aaec96fd08a614e224565e177ad6ff9dbe2');
  });

  it('survives being stored as JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(digestOf(JSON.parse(JSON.stringify(value)))).toBe(digestOf(value));
      }),
    );
  });
});

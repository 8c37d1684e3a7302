import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../../lambdas/analysis/attempts.ts';
import { type Candidate, type ChoiceInput, choose } from '../../../lambdas/analysis/choose.ts';
import {
  IMPROVEMENT_STATUSES,
  OPEN_STATUSES,
  OPPORTUNITY_KINDS,
  STRATEGY_OF,
  type Withheld,
} from '../../../lambdas/shared/contract/records.ts';
import type { SourceState } from '../../../lambdas/analysis/target-context.ts';
import { AUTONOMY_LEVELS } from '../../../lambdas/shared/contract/settings.ts';
import { HOUR_MS } from '../../../lambdas/shared/time.ts';
import { NOW } from '../fakes/world.ts';

const candidate = (id: string, changes: Partial<Candidate> = {}): Candidate => ({
  id,
  target: id,
  kind: 'sequential-awaits',
  severity: 'medium',
  impact: 200,
  risk: 0.08,
  confidence: 0.9,
  autonomy: 'improve',
  source: { kind: 'read', place: 'its package', tests: true },
  unproven: null,
  queuedSince: null,
  ...changes,
});
const attempt = (changes: Partial<Attempt> = {}): Attempt => ({
  id: 'old',
  target: 'a',
  kind: 'sequential-awaits',
  status: 'promoted',
  updatedAt: NOW - HOUR_MS,
  ...changes,
});
const input = (changes: Partial<ChoiceInput> = {}): ChoiceInput => ({
  candidates: [candidate('a')],
  attempts: [],
  taken: [],
  settings: { maxConcurrent: 3, qualityThreshold: 0.85, riskTolerance: 0.1, cooldownHours: 168 },
  maxImprovements: null,
  model: true,
  now: NOW,
  ...changes,
});
const only = (changes: Partial<ChoiceInput>) => choose(input(changes)).map(({ status, reason }) => `${status}: ${reason}`);

describe('choose', () => {
  it('takes the most important ones up to the places, and queues the rest with the reason', () => {
    const candidates = ['a', 'b', 'c', 'd'].map((id, index) => candidate(id, { impact: 200 + index }));
    expect(choose(input({ candidates })).map(({ id, status }) => `${id} ${status}`)).toEqual([
      'd chosen',
      'c chosen',
      'b chosen',
      'a queued',
    ]);
    expect(choose(input({ candidates, maxImprovements: 1 })).map(({ status }) => status)).toEqual(['chosen', 'queued', 'queued', 'queued']);
    expect(only({ candidates: [candidate('b')], maxImprovements: 0 })).toEqual([
      'queued: No place left: at most 0 improvements in this cycle.',
    ]);
  });

  it('leaves the places of what is under way', () => {
    const attempts = [attempt({ target: 'x', status: 'rolling-out' }), attempt({ target: 'y', status: 'validated' })];
    const candidates = [candidate('a'), candidate('b')];
    expect(choose(input({ attempts, candidates })).map(({ status }) => status)).toEqual(['chosen', 'queued']);
  });

  it('touches a target with one improvement at a time', () => {
    const candidates = [candidate('1', { target: 'a', impact: 300 }), candidate('2', { target: 'a', kind: 'over-provisioned' })];
    expect(only({ candidates })[1]).toBe('queued: One improvement of a target at a time: 1 comes first.');
    expect(only({ attempts: [attempt({ kind: 'uncached-read', status: 'rolling-out' })] })).toEqual([
      'queued: One improvement of a target at a time: old comes first.',
    ]);
  });

  it.each([
    [{ attempts: [attempt({ status: 'rolling-out' })] }, 'skipped: Already under way as old.'],
    [{ attempts: [attempt({ status: 'awaiting-approval', updatedAt: 0 })] }, "skipped: Waits for a person's approval as old."],
    [{ candidates: [candidate('a', { confidence: 0.849 })] }, 'skipped: Confidence 0.85 is below the threshold of 0.85.'],
    [{ candidates: [candidate('a', { risk: 0.101 })] }, 'skipped: Risk 0.101 is above the tolerance of 0.1.'],
    [
      { candidates: [candidate('a', { autonomy: 'observe' })] },
      'recommended: The autonomy of this target is observe: Kaizen says what it found and changes nothing.',
    ],
    [{ candidates: [candidate('a', { kind: 'throughput' })] }, 'recommended: No strategy can write this improvement: a person must.'],
  ] as [Partial<ChoiceInput>, string][])('case %#', (changes, words) => {
    expect(only(changes)).toEqual([words]);
  });

  it.each(['promoted', 'rolled-back', 'rejected', 'refused', 'proposed'] as const)(
    'does not repeat within the cooldown what was %s',
    (status) => {
      expect(only({ attempts: [attempt({ status })] })).toEqual([`skipped: old was ${status} within the last 168 hours.`]);
      expect(choose(input({ attempts: [attempt({ status, updatedAt: NOW - 168 * HOUR_MS })] }))[0]?.status).toBe('chosen');
      expect(choose(input({ attempts: [attempt({ status, kind: 'uncached-read' })] }))[0]?.status).toBe('chosen');
      expect(choose(input({ attempts: [attempt({ status, target: 'b' })] }))[0]?.status).toBe('chosen');
    },
  );

  it('lets what was interrupted try again, and proposals be written under recommend', () => {
    for (const status of ['not-deployed', 'failed'] as const)
      expect(choose(input({ attempts: [attempt({ status })] }))[0]?.status).toBe('chosen');
    expect(choose(input({ candidates: [candidate('a', { autonomy: 'recommend' })] }))[0]?.status).toBe('chosen');
  });

  it.each([
    [{ kind: 'idle' }, 'no-strategy', false],
    [{ autonomy: 'observe', kind: 'over-provisioned' }, 'autonomy', true],
    [{ source: { kind: 'unusable', problem: 'bundled', reason: 'It is a bundle.' } }, 'bundled', true],
    [{ source: { kind: 'read', place: 'here', tests: false } }, 'no-tests', true],
    [{ kind: 'latency' }, 'no-model', false],
    [{ kind: 'memory-growth', unproven: 'It is handed on.' }, 'unproven', false],
  ] as [Partial<Candidate>, Withheld, boolean][])('leaves to people, and says why: %j', (changes, withheld, model) => {
    const [choice] = choose(input({ candidates: [candidate('a', changes)], model }));
    expect(choice).toMatchObject({ status: 'recommended', withheld, reason: expect.stringMatching(/^\S.*\.$/) });
  });

  it('says what is the matter with the source beside the want of a model', () => {
    const source = { kind: 'unusable', problem: 'bundled', reason: 'It is a bundle.' } as const;
    expect(choose(input({ candidates: [candidate('a', { kind: 'errors', source })], model: false }))[0]).toMatchObject({
      withheld: 'no-model',
      reason: expect.stringMatching(/a person must\. Besides: Its source is not fit to be changed \(bundled\): It is a bundle\.$/),
    });
  });

  it('tunes what has no source to change, and lets a model try what no codemod proves', () => {
    const unusable = { source: { kind: 'unusable', problem: 'bundled', reason: 'It is a bundle.' } } as const;
    expect(choose(input({ candidates: [candidate('a', { kind: 'over-provisioned', ...unusable })] }))[0]?.status).toBe('chosen');
    const unproven = candidate('a', { kind: 'memory-growth', unproven: 'It is handed on.' });
    expect(choose(input({ candidates: [unproven] }))[0]?.status).toBe('chosen');
  });

  it('queues what has a low priority, and takes it when a later cycle has a place left', () => {
    const low = candidate('a', { impact: 100 });
    expect(only({ candidates: [low] })).toEqual(['queued: Its priority is low: it waits for a cycle that has a place left.']);
    const waiting = candidate('a', { impact: 100, queuedSince: NOW - HOUR_MS });
    expect(choose(input({ candidates: [waiting] }))[0]?.status).toBe('chosen');
    const settings = { ...input().settings, maxConcurrent: 1 };
    const both = choose(input({ candidates: [waiting, candidate('b')], settings }));
    expect(both.map(({ id, status }) => `${id} ${status}`)).toEqual(['b chosen', 'a queued']);
  });

  it('takes what waits before what is new and a little greater, never before what is much greater', () => {
    const settings = { ...input().settings, maxConcurrent: 1 };
    const first = (impact: number, weeks: number): string | undefined =>
      choose(
        input({ candidates: [candidate('new', { impact }), candidate('old', { queuedSince: NOW - weeks * 7 * 24 * HOUR_MS })], settings }),
      )[0]?.id;
    expect(first(399, 1)).toBe('old');
    expect(first(401, 1)).toBe('new');
    expect(first(3199, 10)).toBe('old');
    expect(first(3201, 10)).toBe('new');
  });

  it('rests twice as long after each failure in a row, at most a quarter, and anew after a promotion', () => {
    const day = 24 * HOUR_MS;
    const failed = (count: number, ago: number): Attempt[] =>
      Array.from({ length: count }, (_, index) =>
        attempt({ id: `old-${index}`, status: 'rolled-back', updatedAt: NOW - ago - index * 100 * day }),
      );
    const status = (attempts: Attempt[]): string | undefined => choose(input({ attempts }))[0]?.status;
    expect(status(failed(2, 8 * day))).toBe('skipped');
    expect(only({ attempts: failed(2, 8 * day) })).toEqual([
      'skipped: old-0 was rolled-back; after 2 failures in a row it rests for 336 hours.',
    ]);
    expect(status(failed(2, 14 * day))).toBe('chosen');
    expect(status(failed(3, 27 * day))).toBe('skipped');
    expect(status(failed(9, 89 * day))).toBe('skipped');
    expect(status(failed(9, 90 * day))).toBe('chosen');
    const won = attempt({ id: 'won', status: 'promoted', updatedAt: NOW - 50 * day });
    expect(status([...failed(3, 8 * day), won])).toBe('chosen');
  });

  it('keeps its promises whatever comes', () => {
    const names = fc.constantFrom('a', 'b', 'c', 'd');
    const candidates = fc.uniqueArray(
      fc.record({
        id: fc.string({ minLength: 1, maxLength: 6 }),
        target: names,
        kind: fc.constantFrom(...OPPORTUNITY_KINDS),
        severity: fc.constantFrom('critical', 'high', 'medium', 'low'),
        impact: fc.nat(10_000),
        risk: fc.double({ min: 0, max: 1, noNaN: true }),
        confidence: fc.double({ min: 0, max: 1, noNaN: true }),
        autonomy: fc.constantFrom(...AUTONOMY_LEVELS),
        source: fc.constantFrom<SourceState>(
          { kind: 'not-wanted' },
          { kind: 'read', place: 'here', tests: true },
          { kind: 'read', place: 'here', tests: false },
          { kind: 'unusable', problem: 'bundled', reason: 'It is a bundle.' },
        ),
        unproven: fc.constantFrom(null, 'It may not be safe.'),
        queuedSince: fc.option(fc.integer({ min: NOW - 400 * HOUR_MS, max: NOW })),
      }),
      { selector: (each) => each.id, maxLength: 12 },
    );
    const attempts = fc.array(
      fc.record({
        id: fc.string({ minLength: 7, maxLength: 8 }),
        target: names,
        kind: fc.constantFrom(...OPPORTUNITY_KINDS),
        status: fc.constantFrom(...IMPROVEMENT_STATUSES),
        updatedAt: fc.integer({ min: NOW - 400 * HOUR_MS, max: NOW }),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(
        candidates,
        attempts,
        fc.option(fc.nat(5)),
        fc.integer({ min: 1, max: 4 }),
        (those, before, maxImprovements, maxConcurrent) => {
          const given = input({ candidates: those, attempts: before, maxImprovements, settings: { ...input().settings, maxConcurrent } });
          const choices = choose(given);
          expect(choices.map((each) => each.id).toSorted()).toEqual(those.map((each) => each.id).toSorted());
          const byId = new Map(those.map((each) => [each.id, each]));
          const chosen = choices.filter((each) => each.status === 'chosen').map((each) => byId.get(each.id) as Candidate);
          const open = before.filter((each) => OPEN_STATUSES.includes(each.status));
          expect(chosen.length).toBeLessThanOrEqual(Math.max(0, maxConcurrent - open.length));
          if (maxImprovements !== null) expect(chosen.length).toBeLessThanOrEqual(maxImprovements);
          expect(new Set(chosen.map((each) => each.target)).size).toBe(chosen.length);
          for (const each of chosen) {
            expect(open.map((other) => other.target)).not.toContain(each.target);
            expect(each.confidence).toBeGreaterThanOrEqual(0.85);
            expect(each.risk).toBeLessThanOrEqual(0.1);
            expect(each.autonomy).not.toBe('observe');
            const strategy = STRATEGY_OF[each.kind];
            expect(strategy).not.toBeNull();
            if (strategy?.kind === 'code')
              expect(['not-wanted', true]).toContain(each.source.kind === 'read' ? each.source.tests : each.source.kind);
            if (each.severity !== 'critical' && each.queuedSince === null) expect(each.impact).toBeGreaterThan(100);
          }
          for (const { status, withheld } of choices) expect(withheld !== undefined).toBe(status === 'recommended');
          for (const each of choices) expect(each.reason).toMatch(/^\S.*\.$/);
          expect(choose({ ...given, candidates: those.toReversed() })).toEqual(choices);
        },
      ),
    );
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attempt, type Candidate, type ChoiceInput, choose } from '../../../lambdas/analysis/choose.ts';
import { IMPROVEMENT_STATUSES, OPEN_STATUSES, OPPORTUNITY_KINDS, STRATEGY_OF } from '../../../lambdas/shared/contract/records.ts';
import { AUTONOMY_LEVELS } from '../../../lambdas/shared/contract/settings.ts';
import { HOUR_MS } from '../../../lambdas/shared/time.ts';
import { NOW } from '../fakes/world.ts';

const candidate = (id: string, changes: Partial<Candidate> = {}): Candidate => ({
  id,
  target: id,
  kind: 'sequential-awaits',
  severity: 'medium',
  impact: 100,
  risk: 0.08,
  confidence: 0.9,
  evidence: [{ source: 'source', summary: 'A loop awaits each call.', location: 'src/handler.ts:12' }],
  autonomy: 'improve',
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
    const candidates = ['a', 'b', 'c', 'd'].map((id, index) => candidate(id, { impact: index }));
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
    const candidates = [candidate('1', { target: 'a', impact: 200 }), candidate('2', { target: 'a', kind: 'over-provisioned' })];
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
    [{ candidates: [candidate('a', { autonomy: 'observe' })] }, 'skipped: The autonomy of this target is observe: it is only measured.'],
    [{ candidates: [candidate('a', { kind: 'throughput' })] }, 'recommended: No strategy can write this improvement: a person must.'],
    [
      {
        candidates: [
          candidate('a', { kind: 'memory-growth', evidence: [{ source: 'source', summary: 'history.ts:10: a list that only grows' }] }),
        ],
      },
      'recommended: No place in the source is proven safe to rewrite: a person must.',
    ],
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
        evidence: fc.constantFrom(
          ...[undefined, 'a.ts:1'].map((location) => [{ source: 'source' as const, summary: 'x', ...(location && { location }) }]),
        ),
        autonomy: fc.constantFrom(...AUTONOMY_LEVELS),
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
            expect(STRATEGY_OF[each.kind]).not.toBeNull();
            if (STRATEGY_OF[each.kind]?.strategy.startsWith('codemod:')) expect(each.evidence[0]?.location).toBeDefined();
          }
          for (const each of choices) expect(each.reason).toMatch(/^\S.*\.$/);
          expect(choose({ ...given, candidates: those.toReversed() })).toEqual(choices);
        },
      ),
    );
  });
});

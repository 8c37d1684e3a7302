import { describe, expect, it } from 'vitest';
import { EXPIRES_MS, found, notFound, taken } from '../../../../lambdas/analysis/recommendations/merge.ts';
import { easeOf, scoreOf } from '../../../../lambdas/analysis/recommendations/score.ts';
import { TYPE_OF } from '../../../../lambdas/analysis/recommendations/type-of.ts';
import { actionOf } from '../../../../lambdas/analysis/recommendations/action-of.ts';
import { impactWords } from '../../../../lambdas/analysis/recommendations/impact-words.ts';
import {
  OPPORTUNITY_KINDS,
  type Opportunity,
  type Prediction,
  Recommendation,
  RECOMMENDATION_TYPES,
  WITHHELD,
} from '../../../../lambdas/shared/contract/records.ts';
import { DAY_MS } from '../../../../lambdas/shared/time.ts';
import { cycle } from '../../fakes/samples.ts';
import { NOW } from '../../fakes/world.ts';

const opportunity = (changes: Partial<Opportunity> = {}): Opportunity => ({
  id: '1-orders-idle',
  tenant: 'default',
  cycleId: 'cycle-1',
  target: 'orders',
  kind: 'over-provisioned',
  title: 'orders has more memory than it uses',
  evidence: [{ source: 'log', summary: 'It uses a tenth.' }],
  severity: 'medium',
  gain: 0.2,
  confidence: 0.9,
  risk: 0.05,
  riskClass: 'low',
  impact: 99,
  priority: 'low',
  status: 'recommended',
  reason: 'The autonomy of this target is observe.',
  withheld: 'autonomy',
  wanted: { memoryMb: 256, timeoutSeconds: 5 },
  at: NOW,
  revision: 0,
  ...changes,
});
const first = () => found(opportunity(), 'autonomy', null, cycle(), NOW);
/** Found by the nth cycle after the first, a day each. */
const again = (before: Recommendation, days: number, changes: Partial<Opportunity> = {}): Recommendation => {
  const now = NOW + days * DAY_MS;
  const next = cycle({ id: `cycle-${days + 1}`, windowStart: now - DAY_MS, windowEnd: now });
  return found(opportunity({ at: now, ...changes }), 'autonomy', before, next, now);
};
const missed = (before: Recommendation, days: number, looked = true): Recommendation =>
  notFound(before, cycle({ id: `cycle-${days + 1}` }), looked, NOW + days * DAY_MS);

describe('a recommendation', () => {
  it('says what it is worth, what to do, and why Kaizen does not', () => {
    expect(Recommendation.parse(first())).toMatchObject({
      id: 'orders-over-provisioned',
      type: 'cost',
      status: 'open',
      withheld: 'autonomy',
      why: 'The autonomy of this target is observe.',
      impact: 'Up to 20 % of its main figure. Impact 99 (low).',
      action: {
        words: expect.stringContaining('autonomy tune. It would set 256 MB and 5 s.'),
        command: expect.stringMatching(/^aws lambda tag-resource .* --tags kaizen:autonomy=tune$/),
      },
      // log10(100) x 1 x 1.
      score: 2,
      expiresAt: NOW + EXPIRES_MS,
    });
  });

  it('stays one record however often it is found, and no cycle counts twice', () => {
    const second = again(first(), 1, { impact: 999, title: 'newer' });
    expect(second).toMatchObject({ id: first().id, title: 'newer', firstSeen: NOW, lastSeen: NOW + DAY_MS, found: 2, looked: 2, score: 3 });
    expect(again(second, 1)).toBe(second);
  });

  it('is worth less the less often it is found', () => {
    const seldom = again(missed(missed(first(), 1), 2), 3);
    expect(seldom).toMatchObject({ found: 2, looked: 4, missed: 0, score: 1 });
  });

  it('expires after five cycles that looked for it, or two weeks, and opens when it is found again', () => {
    const four = [1, 2, 3, 4].reduce((record, days) => missed(record, days), first());
    expect(four.status).toBe('open');
    const gone = missed(four, 5);
    expect(gone).toMatchObject({ status: 'expired', reason: '5 cycles in a row looked for it and did not find it.' });
    expect(again(gone, 6)).toMatchObject({ status: 'open', reason: 'It was found again.', firstSeen: NOW });
    expect(missed(first(), 13, false)).toEqual(first());
    expect(missed(first(), 14, false)).toMatchObject({ status: 'expired', reason: 'Nothing found it again for 14 days.' });
  });

  const answered = (status: 'dismissed' | 'applied', at = NOW): Recommendation => ({
    ...first(),
    status,
    by: 'cli:ada',
    reason: 'not now',
    at,
    answeredScore: 99,
  });

  it('stays dismissed while it is what it was, and opens when it is twice as much or graver', () => {
    const quiet = again(answered('dismissed'), 1, { impact: 197 });
    expect(quiet).toMatchObject({ status: 'dismissed', by: 'cli:ada', reason: 'not now', impactScore: 197 });
    // What it was when the word was given counts, not what it crept up to.
    expect(again(quiet, 2, { impact: 198 })).toMatchObject({ status: 'open', reason: 'It is graver than when cli:ada dismissed it.' });
    expect(again(answered('dismissed'), 1, { severity: 'high' }).status).toBe('open');
    expect(missed(answered('dismissed'), 20)).toEqual(answered('dismissed'));
  });

  it('stays dismissed when its impact was and is none', () => {
    const none = { ...answered('dismissed'), impactScore: 0, answeredScore: 0 };
    expect(again(none, 1, { impact: 0 }).status).toBe('dismissed');
  });

  it('opens when it is found after a person applied it, by a window that began after that', () => {
    expect(again(answered('applied', NOW + DAY_MS / 2), 1).status).toBe('applied');
    expect(again(answered('applied', NOW + DAY_MS / 2), 2)).toMatchObject({
      status: 'open',
      reason: 'It was found again after cli:ada had applied it.',
    });
  });

  it('ends when Kaizen does it itself', () => {
    const chosen = opportunity({ status: 'chosen', reason: 'Place 1.' });
    expect(taken(first(), chosen, cycle({ id: 'cycle-2' }), NOW)).toMatchObject({
      status: 'expired',
      reason: "It is Kaizen's to do now (chosen): Place 1.",
    });
    expect(taken(answered('dismissed'), chosen, cycle({ id: 'cycle-2' }), NOW)).toEqual(answered('dismissed'));
  });
});

describe('its parts', () => {
  it('know a type for every kind, and an action for every reason', () => {
    for (const kind of OPPORTUNITY_KINDS) expect(RECOMMENDATION_TYPES).toContain(TYPE_OF[kind]);
    const { action, ...bare } = opportunity();
    expect(action).toBeUndefined();
    for (const withheld of WITHHELD) expect(actionOf(bare, withheld).words, withheld).toMatch(/^[A-Z].*[.)]$/);
    expect(actionOf({ ...bare, action: { words: 'Do it.', command: null } }, 'no-strategy')).toEqual({ words: 'Do it.', command: null });
  });

  it('score by orders of magnitude, how often, and how easily', () => {
    expect(scoreOf({ impactScore: 4999, found: 1, looked: 1, ease: 1 })).toBeCloseTo(3.699, 3);
    expect(scoreOf({ impactScore: 4999, found: 1, looked: 2, ease: 0.25 })).toBeCloseTo(3.699 / 8, 3);
    expect(scoreOf({ impactScore: 0, found: 5, looked: 5, ease: 1 })).toBe(0);
    const command = { words: 'x', command: 'aws' };
    expect(easeOf(command, 'no-strategy', null)).toBe(1);
    expect(easeOf({ words: 'x', command: null }, 'no-strategy', null)).toBe(0.5);
    expect(easeOf(command, 'bundled', 'code')).toBe(0.25);
  });

  it('tell a prediction with its range and its money', () => {
    const prediction: Prediction = {
      metric: 'mean duration',
      unit: 'ms',
      before: 140,
      after: 100.4,
      low: 100,
      high: 108,
      confidence: 0.9,
      saving: { expected: -3, low: -4.5, high: -3 },
      method: 'It was fitted.',
    };
    const words = (changes: Partial<Prediction>): string => impactWords({ ...opportunity(), prediction: { ...prediction, ...changes } });
    expect(words({})).toBe(
      'Mean duration: 140 ms now, 100 ms expected (100 ms to 108 ms in 90 of 100). It costs $3.00 a month more ($3.00 to $4.50). Impact 99 (low).',
    );
    expect(words({ saving: { expected: 0.004, low: 0, high: 0.01 } })).toContain('It saves $0.004 a month ($0.00 to $0.01).');
    expect(words({ metric: 'cost', unit: 'dollars a month', before: 5, after: 4, low: 3, high: 5 })).toContain(
      'Cost: $5.00 a month now, $4.00 a month expected ($3.00 a month to $5.00 a month in 90 of 100). Impact',
    );
  });
});

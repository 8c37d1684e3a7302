import { describe, expect, it } from 'vitest';
import { freshness, patternGoneAt } from '../../../../lambdas/shared/patterns/forgetting.ts';
import { untried } from '../../../../lambdas/shared/patterns/effectiveness.ts';
import { DAY_MS } from '../../../../lambdas/shared/time.ts';
import { cluster, knownPattern } from '../../../contract/fakes/records.ts';

const { fingerprint, category } = cluster();
const learned = knownPattern('learned-0123456789abcdef', { learned: { category, title: 'A failure', description: '', fingerprint } });

describe('forgetting', () => {
  it('lets go only of learned patterns that nobody knows an answer to', () => {
    expect(patternGoneAt(learned)).toBe(learned.lastSeen + 180 * DAY_MS);
    expect(patternGoneAt({ ...learned, solutions: [{ id: 'own', words: 'Do this.', command: null }] })).toBeNull();
    expect(patternGoneAt({ ...learned, effectiveness: [untried('own')] })).toBeNull();
    expect(patternGoneAt(knownPattern('built-in'))).toBeNull();
  });

  it('halves the weight of what was not met for a quarter, and again', () => {
    const now = 1000 * DAY_MS;
    expect([0, 90, 180].map((days) => freshness(now - days * DAY_MS, now))).toEqual([1, 0.5, 0.25]);
    expect(freshness(now + DAY_MS, now)).toBe(1);
  });
});

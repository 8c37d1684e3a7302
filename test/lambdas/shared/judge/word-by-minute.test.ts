import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../../lambdas/shared/contract/records.ts';
import { judge } from '../../../../lambdas/shared/judge/judge.ts';
import { wealthByMinute } from '../../../../lambdas/shared/judge/wealth-by-minute.ts';
import { wordByMinute } from '../../../../lambdas/shared/judge/word-by-minute.ts';
import { type Rollout, wealthVectors } from './vectors.ts';

const words = ({ baseline, policy }: Rollout, observations: readonly Observation[], over: boolean) =>
  wordByMinute(wealthByMinute(baseline, observations, policy), observations, over);
const [base] = wealthVectors as [Rollout];
const SHARES = [0.5, 0.25, 0.1, 0.05, 0.01];

/** A stretch of like minutes: idle, of one version only, harmless, failing, slow or fast. */
const stretch = fc.record({
  length: fc.integer({ min: 1, max: 20 }),
  weight: fc.constantFrom(0.1, 0.5),
  canary: fc.constantFrom(0, 10, 200, 200),
  stable: fc.constantFrom(0, 200, 200),
  failing: fc.constantFrom(0, 0, 0, 0.3),
  slow: fc.constantFrom(0.1, 0.1, 1, 1.8),
});

describe('the word of each minute', () => {
  it.each(wealthVectors)('is what the judge says after it: $name', (vector) => {
    const { baseline, observations, policy } = vector;
    const found = words(vector, observations, true);
    for (const [index, word] of found.entries()) {
      expect(word).toBe(judge(baseline, observations.slice(0, index + 1), policy, index === observations.length - 1).word);
    }
  });

  it('is what the judge says after any minutes, whether more will come or not', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 3 }), fc.boolean(), (stretches, over) => {
        let clock = 0;
        const observations = stretches.flatMap(({ length, weight, canary, stable, failing, slow }) =>
          Array.from({ length }, () => ({
            minute: 60_000 * clock++,
            weight,
            canary: {
              requests: canary,
              errors: Math.round(canary * failing),
              above: SHARES.map((p) => Math.min(canary, Math.round(canary * p * slow))),
            },
            stable: { requests: stable, errors: 0, above: SHARES.map((p) => Math.round(stable * p)) },
          })),
        );
        const found = words(base, observations, over);
        for (const [index, word] of found.entries()) {
          const isEnd = over && index === observations.length - 1;
          expect(word).toBe(judge(base.baseline, observations.slice(0, index + 1), base.policy, isEnd).word);
          seen.add(word);
        }
      }),
      { numRuns: 60, seed: 4 },
    );
    // The property says something of every word.
    expect([...seen].toSorted()).toEqual(['harm', 'inconclusive', 'no-data', 'pass', 'undecided']);
  });
});

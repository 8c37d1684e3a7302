import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Effectiveness, SolutionOutcome } from '../../../../lambdas/shared/contract/records.ts';
import { counted, effectivenessWords, LEVEL, MOST_COUNTED, posterior, untried } from '../../../../lambdas/shared/patterns/effectiveness.ts';
import { timePrefix } from '../../../../lambdas/shared/time.ts';
import { random } from '../forecast/series.ts';

const count = fc.integer({ min: 0, max: 300 });

/** Share of Beta(1/2 + helped, 1/2 + failed) below x, by Simpson's rule: with x = sin^2 t the density is sin^(2 helped) cos^(2 failed), without poles. */
function below(x: number, helped: number, failed: number): number {
  const mass = (to: number): number => {
    const steps = 4000;
    const density = (t: number): number => Math.sin(t) ** (2 * helped) * Math.cos(t) ** (2 * failed);
    let sum = density(0) + density(to);
    for (let step = 1; step < steps; step += 1) sum += (step % 2 === 1 ? 4 : 2) * density((to * step) / steps);
    return (sum * to) / (3 * steps);
  };
  return mass(Math.asin(Math.sqrt(x))) / mass(Math.PI / 2);
}

describe('posterior', () => {
  it('leaves a twentieth of the distribution on either side, by numeric integration', () => {
    fc.assert(
      fc.property(count, count, (helped, failed) => {
        const { mean, low, high } = posterior({ helped, failed });
        expect(below(low, helped, failed)).toBeCloseTo((1 - LEVEL) / 2, 6);
        expect(below(high, helped, failed)).toBeCloseTo((1 + LEVEL) / 2, 6);
        expect(mean).toBeCloseTo((helped + 0.5) / (helped + failed + 1), 12);
      }),
      { numRuns: 40 },
    );
  });

  it('rises with what helped and falls with what failed', () => {
    fc.assert(
      fc.property(count, count, (helped, failed) => {
        const now = posterior({ helped, failed });
        const better = posterior({ helped: helped + 1, failed });
        const worse = posterior({ helped, failed: failed + 1 });
        for (const figure of ['mean', 'low', 'high'] as const) {
          expect(better[figure]).toBeGreaterThan(now[figure]);
          expect(worse[figure]).toBeLessThan(now[figure]);
        }
        expect(now.low).toBeLessThan(now.mean);
        expect(now.high).toBeGreaterThan(now.mean);
      }),
    );
  });

  it('holds the true share about as often as it says', () => {
    const next = random(20_261_120);
    const held = { of: 0, in: 0 };
    for (let solution = 0; solution < 4000; solution += 1) {
      const truth = next();
      const tries = Math.floor(next() * 30);
      const helped = Array.from({ length: tries }, next).filter((draw) => draw < truth).length;
      const { low, high } = posterior({ helped, failed: tries - helped });
      held.of += 1;
      held.in += low <= truth && truth <= high ? 1 : 0;
    }
    expect(held.in / held.of).toBeGreaterThan(LEVEL - 0.03);
    expect(held.in / held.of).toBeLessThan(LEVEL + 0.03);
  });

  it('refuses what is no count', () => {
    expect(() => posterior({ helped: -1, failed: 0 })).toThrow('found helped -1 and failed 0; expected whole numbers from 0');
    expect(() => posterior({ helped: 0, failed: 0.5 })).toThrow(/failed 0.5/);
  });
});

describe('counted', () => {
  const keyAt = (second: number, what = 'improvement'): string => `${timePrefix(second * 1000)}-${what}`;
  const wordOf = fc.record({ second: fc.integer({ min: 1, max: 90 }), outcome: fc.constantFrom<SolutionOutcome>('helped', 'failed') });

  it('counts a key once, and lets the later word about it stand', () => {
    const once = counted(untried('a'), keyAt(1), 'helped');
    expect(once).toEqual({ solutionId: 'a', helped: 1, failed: 0, counted: [{ key: keyAt(1), outcome: 'helped' }] });
    expect(counted(once, keyAt(1), 'helped')).toBe(once);
    expect(counted(once, keyAt(1), 'failed')).toEqual({
      solutionId: 'a',
      helped: 0,
      failed: 1,
      counted: [{ key: keyAt(1), outcome: 'failed' }],
    });
  });

  it('never counts a key twice, in whatever order and however often keys come', () => {
    fc.assert(
      fc.property(fc.array(wordOf, { maxLength: 400 }), (words) => {
        const end = words.reduce((so, { second, outcome }) => counted(so, keyAt(second), outcome), untried('a'));
        expect(end.helped + end.failed).toBeLessThanOrEqual(new Set(words.map(({ second }) => second)).size);
        expect(end.counted.length).toBeLessThanOrEqual(MOST_COUNTED);
        expect(end.counted).toEqual(end.counted.toSorted((a, b) => (a.key < b.key ? -1 : 1)));
        expect(Math.min(end.helped, end.failed)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('counts all that come in the order of their time, and none again that was dropped', () => {
    const seconds = Array.from({ length: 4 * MOST_COUNTED }, (_, index) => index + 1);
    const all = seconds.reduce<Effectiveness>((so, second) => counted(so, keyAt(second), 'helped'), untried('a'));
    expect(all).toMatchObject({ helped: 4 * MOST_COUNTED, failed: 0 });
    expect(seconds.reduce((so, second) => counted(so, keyAt(second), 'helped'), all)).toBe(all);
    expect(counted(all, keyAt(3, 'late'), 'failed')).toBe(all);
    expect(counted(all, keyAt(4 * MOST_COUNTED, 'other'), 'failed').failed).toBe(1);
  });
});

describe('effectivenessWords', () => {
  it.each([
    [7, 2, 'helped 7 of 9 times (78 %, 90 % range 51 to 93 %)'],
    [1, 0, 'helped 1 of 1 time (100 %, 90 % range 23 to 100 %)'],
    [0, 3, 'helped 0 of 3 times (0 %, 90 % range 0 to 44 %)'],
    [0, 0, 'not tried yet'],
  ])('of %s and %s are %s', (helped, failed, words) => {
    expect(effectivenessWords({ helped, failed })).toBe(words);
  });
});

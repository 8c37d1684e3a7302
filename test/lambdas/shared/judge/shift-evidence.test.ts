import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HARM_SHIFTS } from '../../../../lambdas/shared/judge/policy.ts';
import { binned, shiftEvidence, shiftScores, shiftWeights } from '../../../../lambdas/shared/judge/shift-evidence.ts';
import { before } from './samples.ts';

const baseline = before(60);
const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);

/** All ways in which `drawn` of the pooled requests may be the canary's, with their chances. */
function* splits(both: readonly number[], drawn: number): Generator<{ canary: number[]; chance: number }> {
  const all = both.reduce((sum, count) => sum + count, 0);
  function* rest(bin: number, left: number): Generator<{ canary: number[]; ways: number }> {
    if (bin === both.length) {
      if (left === 0) yield { canary: [], ways: 1 };
      return;
    }
    for (let k = 0; k <= Math.min(left, both[bin] as number); k++) {
      for (const { canary, ways } of rest(bin + 1, left - k)) yield { canary: [k, ...canary], ways: ways * choose(both[bin] as number, k) };
    }
  }
  for (const { canary, ways } of rest(0, drawn)) yield { canary, chance: ways / choose(all, drawn) };
}

const pooled = fc.tuple(...Array.from({ length: 6 }, () => fc.integer({ min: 0, max: 3 })));

describe('the evidence of a shift', () => {
  it('is expected to be one when both versions are alike, whatever the minute was like', () => {
    fc.assert(
      fc.property(pooled, fc.nat(8), fc.constantFrom(...HARM_SHIFTS), (both, wanted, shift) => {
        const drawn = Math.min(
          wanted,
          both.reduce((sum, count) => sum + count, 0),
        );
        let mean = 0;
        for (const { canary, chance } of splits(both, drawn))
          mean += chance * Math.exp(shiftEvidence({ canary, both }, shiftWeights(baseline, shift)));
        expect(mean).toBeCloseTo(1, 9);
      }),
      { numRuns: 60 },
    );
  });

  it('never falls when a request of the canary takes longer, so that a faster canary is not convicted', () => {
    fc.assert(
      fc.property(pooled, pooled, fc.integer({ min: 0, max: 4 }), fc.constantFrom(...HARM_SHIFTS), (canary, stable, from, shift) => {
        fc.pre((canary[from] as number) > 0);
        const slower = canary.map((count, bin) => count + (bin === from + 1 ? 1 : 0) - (bin === from ? 1 : 0));
        const weights = shiftWeights(baseline, shift);
        const of = (own: readonly number[]) =>
          shiftEvidence({ canary: [...own], both: own.map((count, bin) => count + (stable[bin] as number)) }, weights);
        expect(of(slower)).toBeGreaterThanOrEqual(of(canary) - 1e-9);
      }),
    );
  });

  it('has weights that rise, mean one under the null, and scores that are their slope', () => {
    const shares = [0.5, 0.25, 0.15, 0.05, 0.04, 0.01];
    for (const shift of HARM_SHIFTS) {
      const weights = shiftWeights(baseline, shift);
      expect(weights).toEqual(weights.toSorted((a, b) => a - b));
      expect(weights.reduce((sum, weight, bin) => sum + weight * (shares[bin] as number), 0)).toBeCloseTo(1, 9);
    }
    const step = 1e-5;
    for (const [bin, score] of shiftScores(baseline).entries()) {
      expect(Math.log(shiftWeights(baseline, step)[bin] as number) / step).toBeCloseTo(score, 3);
    }
  });

  it('counts between the thresholds, and lets the lower one hold where they disagree', () => {
    const canary = { requests: 10, errors: 0, above: [4, 3, 5, 1, 0] };
    const stable = { requests: 20, errors: 0, above: [10, 5, 2, 1, 0] };
    expect(binned({ minute: 0, weight: 0.3, canary, stable })).toEqual({ canary: [6, 1, 0, 2, 1, 0], both: [16, 6, 3, 3, 2, 0] });
  });
});

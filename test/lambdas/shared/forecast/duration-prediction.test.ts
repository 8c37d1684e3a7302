import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predictRun, type RunFigures, RUNS_NEEDED } from '../../../../lambdas/shared/forecast/duration-prediction.ts';

/** A log-normal operation around 100 ms with a spread of 0.3. */
const USUAL: RunFigures = { count: 60, mean: 100 * Math.exp(0.045), variance: 1035, weight: 0.1, p05: 61, p50: 100, p95: 164 };

function predicted(figures: RunFigures) {
  const found = predictRun(figures);
  if (found.kind !== 'prediction') throw new Error(`expected a prediction, found ${found.kind}`);
  return found;
}

describe('predictRun', () => {
  it('needs some runs', () => {
    expect(predictRun({ ...USUAL, count: RUNS_NEEDED - 1 })).toEqual({ kind: 'not-enough-data', have: 9, need: 10 });
  });

  it('predicts the median while the last runs are as all, with the spread of all and a little more', () => {
    const { estimate, low, high } = predicted(USUAL);
    expect(estimate).toBeCloseTo(100, 6);
    expect(low).toBeLessThan(61);
    expect(low).toBeGreaterThan(55);
    expect(high).toBeGreaterThan(164);
    expect(high).toBeLessThan(182);
  });

  it('is as confident as SPEC 4 says: min(samples / 100, 0.95)', () => {
    expect([10, 60, 95, 1000].map((count) => predicted({ ...USUAL, count }).confidence)).toEqual([0.1, 0.6, 0.95, 0.95]);
  });

  it('follows a deployment that made it twice as slow, and not a little noise', () => {
    expect(predicted({ ...USUAL, mean: 2.09 * 100, variance: 4140 }).estimate).toBeGreaterThan(180);
    expect(predicted({ ...USUAL, mean: 110 }).estimate).toBeCloseTo(100, 6);
  });

  it('does not take a cold start among the last runs for a drift', () => {
    // One run of 1,500 ms of the last ten or so: mean 104.6 + 0.1 * 1400, variance (1 - 0.1) 0.1 1400^2 and that of the others.
    expect(predicted({ ...USUAL, mean: 244, variance: 177_000 }).estimate).toBeLessThan(170);
  });

  it('predicts what takes nothing measurable as it was', () => {
    expect(predicted({ ...USUAL, p05: 0, p50: 0, p95: 2 })).toMatchObject({ estimate: 0, low: 0, high: 2 });
  });

  it('refuses figures that contradict one another', () => {
    expect(() => predictRun({ ...USUAL, mean: Number.NaN })).toThrow('mean: found NaN; expected a finite number from 0');
    expect(() => predictRun({ ...USUAL, p50: 10 })).toThrow('quantiles: found 61, 10, 164; expected p05 <= p50 <= p95');
    expect(() => predictRun({ ...USUAL, weight: 0 })).toThrow('weight: found 0');
  });

  it('keeps its range in order, and does not depend on the unit', () => {
    const figure = fc.double({ min: 0.01, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(figure, figure, figure, figure, figure, (mean, variance, a, b, c) => {
        const [p05 = 0, p50 = 0, p95 = 0] = [a, b, c].toSorted((x, y) => x - y);
        const { estimate, low, high } = predicted({ ...USUAL, mean, variance, p05, p50, p95 });
        expect(low).toBeLessThanOrEqual(estimate);
        expect(estimate).toBeLessThanOrEqual(high);
        const seconds = predicted({
          ...USUAL,
          mean: 1000 * mean,
          variance: 1e6 * variance,
          p05: 1000 * p05,
          p50: 1000 * p50,
          p95: 1000 * p95,
        });
        expect(seconds.estimate / (1000 * estimate)).toBeCloseTo(1, 6);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kayentaAtTheEnd, kayentaPeeked, kayentaScore, metricFails } from '../../../../bench/judge/ways/kayenta.ts';
import { mannWhitneyShift } from '../../../../bench/judge/ways/mann-whitney.ts';
import type { Figures, MinuteFigures } from '../../../../bench/judge/ways/minute-figures.ts';

const ramp = (from: number, step: number, length = 10): number[] => Array.from({ length }, (_, index) => from + step * index);
const minute = (index: number, canary: Partial<Figures>): MinuteFigures => {
  const stable = { p95: 100 + (index % 7), errorRate: 0.01, throughput: 600 + (index % 5) };
  return { canary: { ...stable, ...canary }, stable };
};
const minutes = (length: number, canary: (index: number) => Partial<Figures>): MinuteFigures[] =>
  Array.from({ length }, (_, index) => minute(index, canary(index)));

describe("Kayenta's judge", () => {
  it('fails a metric that is clearly worse, in its direction only', () => {
    expect(metricFails(ramp(150, 1), ramp(100, 1), 'higher')).toBe(true);
    expect(metricFails(ramp(150, 1), ramp(100, 1), 'lower')).toBe(false);
    expect(metricFails(ramp(100, 1), ramp(150, 1), 'lower')).toBe(true);
    expect(metricFails(ramp(102, 1), ramp(100, 1), 'higher')).toBe(false);
    expect(metricFails([], ramp(100, 1), 'higher')).toBeNull();
  });

  it('asks for an interval beyond a quarter of the estimate', () => {
    // Differences from -9 + d to 9 + d; of 100 the interval begins at the 20th smallest, -4 + d, and the estimate is d.
    expect(mannWhitneyShift(ramp(0, 1), ramp(0, 1), 0.98)?.lower).toBe(-4);
    expect(metricFails(ramp(5, 1), ramp(0, 1), 'higher')).toBe(false);
    expect(metricFails(ramp(6, 1), ramp(0, 1), 'higher')).toBe(true);
  });

  it('gives the same word with and without its short cut', () => {
    const values = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(values, values, (canary, control) => {
        const shift = mannWhitneyShift(canary, control, 0.98);
        expect(metricFails(canary, control, 'higher')).toBe(shift !== null && shift.lower > 0.25 * Math.abs(shift.estimate));
      }),
    );
  });

  it('scores the metrics that pass, and fails below 75', () => {
    expect(kayentaScore(minutes(20, () => ({})))).toBe(100);
    const slow = minutes(20, (index) => ({ p95: 200 + index }));
    expect(kayentaScore(slow)).toBeCloseTo(200 / 3, 9);
    expect(kayentaAtTheEnd(slow)).toBe(20);
    expect(kayentaAtTheEnd(minutes(20, () => ({})))).toBeNull();
    expect(kayentaScore(minutes(20, () => ({ p95: null, errorRate: null })))).toBe(100);
  });

  it('is rolled back at the first failing peek', () => {
    const late = minutes(60, (index) => (index < 10 ? {} : { throughput: 300 - index }));
    // The 10 n small differences of n minutes must be fewer than the interval's rank: 292 of 300 at n = 30, 414 of 350 at 35.
    expect(kayentaPeeked(late)).toBe(35);
    expect(kayentaPeeked(late.slice(10))).toBe(5);
    expect(kayentaPeeked(minutes(60, () => ({})))).toBeNull();
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predictDuration } from '../../../../lambdas/analysis/predictions/predict-duration.ts';
import type { SeriesPrediction } from '../../../../lambdas/analysis/predictions/predict-series.ts';
import { DAY_MS, MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { normal, random } from '../../shared/forecast/series.ts';
import { CHECKOUT, learned, minutesFrom, ORDERS, SUNDAY } from './learned.ts';

const MINUTES = 300;
const NOW = SUNDAY + MINUTES * MINUTE_MS;

function predicted(found: SeriesPrediction): Extract<SeriesPrediction, { kind: 'prediction' }> {
  if (found.kind !== 'prediction') throw new Error(`expected a prediction, found ${found.kind}`);
  return found;
}

/** Quantile of sorted values, interpolated. */
function at(sorted: readonly number[], level: number): number {
  const rank = level * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? 0;
  return below + (rank % 1) * ((sorted[Math.ceil(rank)] ?? 0) - below);
}

/** Minutes of so many log-normal runs each, around 100 ms. */
function simulated(perMinute: number, spread: number, seed: number) {
  const next = random(seed);
  const run = (): number => 100 * Math.exp(spread * normal(next));
  const minutes = minutesFrom(SUNDAY, MINUTES, () => {
    const runs = Array.from({ length: perMinute }, run).toSorted((a, b) => a - b);
    return {
      invocations: perMinute,
      'duration-p50': at(runs, 0.5),
      'duration-p95': at(runs, 0.95),
      'duration-mean': runs.reduce((sum, each) => sum + each, 0) / perMinute,
      'duration-max': at(runs, 1),
    };
  });
  return { minutes, runs: Array.from({ length: 2000 }, run) };
}

describe('predictDuration', () => {
  describe.each([
    ['target', ORDERS],
    ['operation', CHECKOUT],
  ] as const)('of a %s', (of, subject) => {
    it.each([1, 2, 5, 20, 200])('holds about nine of ten single runs at %d runs a minute', (perMinute) => {
      const { minutes, runs } = simulated(perMinute, 0.4, 7 * perMinute);
      const { estimate, low, high, confidence } = predicted(predictDuration(of, learned(subject, minutes), NOW));
      const held = runs.filter((run) => low <= run && run <= high).length / runs.length;
      expect(held).toBeGreaterThan(0.8);
      expect(held).toBeLessThan(0.97);
      expect(Math.abs(estimate / 100 - 1)).toBeLessThan(0.2);
      expect(confidence).toBe(0.95);
    });
  });

  it('gives finite ends in order around the estimate, whatever the minutes hold', () => {
    const minute = fc.record({
      n: fc.integer({ min: 0, max: 500 }),
      low: fc.double({ min: 0, max: 1e5, noNaN: true }),
      factor: fc.nat(20),
    });
    fc.assert(
      fc.property(fc.array(minute, { minLength: 10, maxLength: 60 }), fc.constantFrom('target', 'operation'), (drawn, of) => {
        const minutes = minutesFrom(SUNDAY, drawn.length, (index) => {
          const { n, low, factor } = drawn[index] ?? { n: 0, low: 0, factor: 0 };
          const upper = low * (1 + factor / 4);
          return { invocations: n, 'duration-p50': low, 'duration-p95': upper, 'duration-mean': low, 'duration-max': upper };
        });
        const { estimate, low, high } = predicted(predictDuration(of, learned(ORDERS, minutes), SUNDAY + drawn.length * MINUTE_MS));
        expect(Number.isFinite(high)).toBe(true);
        expect(0 <= low && low <= estimate && estimate <= high).toBe(true);
      }),
    );
  });

  it('takes a duration that is too small to be one for none', () => {
    const minutes = minutesFrom(SUNDAY, 10, (index) => ({ 'duration-p50': index === 9 ? 2.5e-323 : 0 }));
    expect(predicted(predictDuration('target', learned(ORDERS, minutes), SUNDAY + 10 * MINUTE_MS))).toMatchObject({
      low: 0,
      estimate: 0,
      high: 0,
    });
  });

  it('says what is missing: a series, minutes, or anything of late', () => {
    expect(predictDuration('target', {}, NOW)).toEqual({ kind: 'not-enough-data', have: 0, need: 10 });
    const few = learned(ORDERS, simulated(3, 0.2, 1).minutes.slice(0, 9));
    expect(predictDuration('target', few, NOW)).toEqual({ kind: 'not-enough-data', have: 9, need: 10 });
    const { minutes } = simulated(3, 0.2, 1);
    const last = SUNDAY + (MINUTES - 1) * MINUTE_MS;
    expect(predictDuration('target', learned(ORDERS, minutes), last + 8 * DAY_MS)).toEqual({ kind: 'stale', ageMs: 8 * DAY_MS });
  });

  it('takes the range from mean and variance while the sketch is young', () => {
    const { 'duration-p50': p50 } = learned(ORDERS, simulated(1, 0.3, 5).minutes);
    const { 'duration-p50': young } = learned(
      ORDERS,
      minutesFrom(SUNDAY, 1, () => ({ 'duration-p50': 100 })),
    );
    // As after a lasting change: the statistics of many points, a sketch of one.
    const adopted = { ...p50!, sketch: young!.sketch };
    const { low, estimate, high } = predicted(predictDuration('target', { 'duration-p50': adopted }, NOW));
    expect(high / low).toBeGreaterThan(1.5);
    expect(Math.abs(estimate / 100 - 1)).toBeLessThan(0.3);
  });
});

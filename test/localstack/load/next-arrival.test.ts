import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { dailyShape } from '../../../localstack/embedded/load/daily-shape.ts';
import { nextArrival } from '../../../localstack/embedded/load/next-arrival.ts';
import { seededRandom } from '../../../localstack/embedded/load/random.ts';

function arrivals(seed: number, perMinute: number, amplitude: number, until: number): number[] {
  const random = seededRandom(seed, 'test');
  const found: number[] = [];
  for (let at = nextArrival(0, { perMinute, amplitude }, random); at < until; at = nextArrival(at, { perMinute, amplitude }, random)) {
    found.push(at);
  }
  return found;
}

describe('nextArrival', () => {
  it('gives the mean rate over a whole day, whatever the amplitude', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (seed, perMinute, amplitude) => {
          const expected = perMinute * (DAY_MS / MINUTE_MS);
          // Six standard deviations of a Poisson count: a false alarm in 5 × 10^8 draws.
          expect(Math.abs(arrivals(seed, perMinute, amplitude, DAY_MS).length - expected)).toBeLessThan(6 * Math.sqrt(expected));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('spreads the counts of minutes as Poisson does: variance near the mean', () => {
    const counts = Array.from({ length: 24 * 60 }, () => 0);
    for (const at of arrivals(7, 10, 0, DAY_MS)) counts[Math.floor(at / MINUTE_MS)]! += 1;
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1);
    expect(variance / mean).toBeGreaterThan(0.8);
    expect(variance / mean).toBeLessThan(1.2);
  });

  it('follows the day: more around 06:00 than around 18:00', () => {
    const found = arrivals(3, 10, 0.5, DAY_MS);
    const around = (hour: number): number => found.filter((at) => Math.abs(at - hour * HOUR_MS) < HOUR_MS).length;
    expect(around(6) / around(18)).toBeGreaterThan(2);
  });

  it('is always later, and repeats with the same seed', () => {
    const found = arrivals(11, 30, 1, HOUR_MS);
    expect(found.every((at, index) => at > (found[index - 1] ?? 0))).toBe(true);
    expect(arrivals(11, 30, 1, HOUR_MS)).toEqual(found);
    expect(arrivals(12, 30, 1, HOUR_MS)).not.toEqual(found);
  });

  it('never comes at rate 0, and refuses a rate that is none', () => {
    const random = seededRandom(1, 'x');
    expect(nextArrival(0, { perMinute: 0, amplitude: 0 }, random)).toBe(Number.POSITIVE_INFINITY);
    expect(() => nextArrival(0, { perMinute: -1, amplitude: 0 }, random)).toThrow(/perMinute: found -1/);
    expect(() => nextArrival(0, { perMinute: 1, amplitude: 2 }, random)).toThrow(/amplitude: found 2/);
  });
});

describe('dailyShape', () => {
  it('has mean 1 over a day and never falls below 0', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (amplitude) => {
        const shape = Array.from({ length: 1440 }, (_, minute) => dailyShape(minute * MINUTE_MS, amplitude));
        expect(shape.reduce((sum, value) => sum + value, 0) / shape.length).toBeCloseTo(1, 9);
        expect(Math.min(...shape)).toBeGreaterThanOrEqual(-1e-12);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../localstack/embedded/load/random.ts';

const draw = (seed: number, purpose: string, count: number): number[] => {
  const random = seededRandom(seed, purpose);
  return Array.from({ length: count }, random);
};

describe('seededRandom', () => {
  it('repeats with the same seed and purpose, and differs with another of either', () => {
    expect(draw(1, 'a', 5)).toEqual(draw(1, 'a', 5));
    expect(draw(1, 'a', 5)).not.toEqual(draw(2, 'a', 5));
    expect(draw(1, 'a', 5)).not.toEqual(draw(1, 'b', 5));
  });

  it('fills [0, 1) evenly: chi-squared over 100 cells', () => {
    const cells = Array.from({ length: 100 }, () => 0);
    for (const value of draw(42, 'even', 100_000)) cells[Math.floor(value * 100)]! += 1;
    const chiSquared = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // 99 degrees of freedom: mean 99, standard deviation 14; beyond 160 or below 50 a fair source comes once in 10^4.
    expect(chiSquared).toBeLessThan(160);
    expect(chiSquared).toBeGreaterThan(50);
  });

  it('refuses a seed that is no integer', () => {
    expect(() => seededRandom(0.5, 'a')).toThrow(/seed: found 0.5/);
  });
});

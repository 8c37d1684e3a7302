import { describe, expect, it } from 'vitest';
import { binomial } from '../../../../bench/judge/world/binomial.ts';
import { seededRandom } from '../../../../localstack/embedded/load/random.ts';

const DRAWS = 20_000;

describe('a binomial count', () => {
  it.each([
    [5, 0.3, 'inversion'],
    [600, 0.004, 'inversion'],
    [600, 0.1, 'rejection'],
    [5400, 0.5, 'rejection'],
    [40, 0.9, 'the complement'],
  ])('of %i trials at %f has its mean and its variance (%s)', (trials, p) => {
    const next = seededRandom(1, `${trials} at ${p}`);
    const counts = Array.from({ length: DRAWS }, () => binomial(trials, p, next));
    const mean = counts.reduce((sum, count) => sum + count, 0) / DRAWS;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / DRAWS;
    const expected = trials * p * (1 - p);
    expect(Math.abs(mean - trials * p)).toBeLessThan(4 * Math.sqrt(expected / DRAWS));
    // A variance from n draws is off by sqrt(2 / n) of itself, a little more for skewed counts.
    expect(Math.abs(variance / expected - 1)).toBeLessThan(5 * Math.sqrt(2 / DRAWS));
    expect(counts.every((count) => Number.isInteger(count) && count >= 0 && count <= trials)).toBe(true);
  });

  it('is all or nothing at the ends', () => {
    const next = (): number => 0.999999;
    expect([binomial(0, 0.5, next), binomial(7, 0, next), binomial(7, -1e-18, next), binomial(7, 1, next), binomial(7, 2, next)]).toEqual([
      0, 0, 0, 7, 7,
    ]);
  });
});

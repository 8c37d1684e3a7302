import { describe, expect, it } from 'vitest';
import { criticalRank, mannWhitneyShift } from '../../../../bench/judge/ways/mann-whitney.ts';

/** Permeability constants of the human chorioamnion at term and at 12 to 26 weeks (Hollander and Wolfe, table 4.1). */
const TERM = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
const EARLY = [1.15, 0.88, 0.9, 0.74, 1.21];

describe("the Mann-Whitney test's shift", () => {
  it('is the one of the textbook: .305, from -.15 to .76', () => {
    const shift = mannWhitneyShift(TERM, EARLY, 0.95);
    expect(criticalRank(TERM.length, EARLY.length, 0.95)).toBe(9);
    expect(shift?.estimate).toBeCloseTo(0.305, 12);
    expect(shift?.lower).toBeCloseTo(-0.15, 12);
    expect(shift?.upper).toBeCloseTo(0.76, 12);
  });

  it('moves with the values, and turns around with the sides', () => {
    const moved = mannWhitneyShift(
      TERM.map((value) => value + 3),
      EARLY,
      0.95,
    );
    expect(moved?.lower).toBeCloseTo(2.85, 12);
    const turned = mannWhitneyShift(EARLY, TERM, 0.95);
    expect([turned?.lower, turned?.estimate, turned?.upper].map((value) => value?.toFixed(3))).toEqual(['-0.760', '-0.305', '0.150']);
  });

  it('is unknown from too few values', () => {
    expect(mannWhitneyShift([1, 2], [1, 2], 0.98)).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { learnUsual, usual } from '../../../../lambdas/shared/detection/usual-by-hour.ts';

describe('what is usual in an hour', () => {
  it('is the overall figure for an hour without points', () => {
    expect(usual(new Float32Array(1), 0, 0, 3)).toBe(3);
  });

  it('becomes its own with its points', () => {
    const floats = new Float32Array(1);
    for (let seen = 1; seen <= 60; seen += 1) learnUsual(floats, 0, seen, 9, 3);
    expect(usual(floats, 0, 60, 3)).toBeCloseTo((9 * 60 + 3 * 12) / 72, 5);
  });

  it('takes a distance as ten times the overall one at most', () => {
    const floats = new Float32Array(1);
    learnUsual(floats, 0, 1, 1e6, 3);
    expect(floats[0]).toBe(30);
  });
});

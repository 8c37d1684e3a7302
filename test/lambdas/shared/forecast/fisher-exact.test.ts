import { describe, expect, it } from 'vitest';
import { fisherExact } from '../../../../lambdas/shared/forecast/fisher-exact.ts';

describe('fisherExact', () => {
  it('is the lady tasting tea: all four of eight cups, or three', () => {
    expect(fisherExact(4, 4, 4, 8)).toBeCloseTo(1 / 70, 12);
    expect(fisherExact(3, 4, 4, 8)).toBeCloseTo(17 / 70, 12);
  });

  it('is certain of none or more, and of what cannot be otherwise', () => {
    expect(fisherExact(0, 5, 3, 20)).toBeCloseTo(1, 12);
    expect(fisherExact(2, 4, 4, 6)).toBeCloseTo(1, 12);
  });
});

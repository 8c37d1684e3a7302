import { describe, expect, it } from 'vitest';
import { levelShift } from '../../../../lambdas/shared/forecast/level-shift.ts';

const line = Array.from({ length: 30 }, (_, index) => index);

describe('levelShift', () => {
  it('finds where the level jumped', () => {
    const values = line.map((index) => (index < 12 ? 1 : 9) + (index % 2) / 10);
    // The line through both levels leaves distances of up to 4.
    const residuals = values.map((value, index) => value - 0.35 * index);
    expect(levelShift(values, residuals)).toBe(12);
  });

  it('keeps the line where it fits, and where nothing does', () => {
    expect(
      levelShift(
        line,
        line.map(() => 0),
      ),
    ).toBeNull();
    expect(
      levelShift(
        line,
        line.map((index) => (index % 2) - 0.5),
      ),
    ).toBeNull();
    const noise = line.map((index) => Math.sin(37 * index ** 2));
    expect(levelShift(noise, noise)).toBeNull();
  });
});

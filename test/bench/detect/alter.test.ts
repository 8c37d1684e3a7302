import { describe, expect, it } from 'vitest';
import { ALTERATIONS, alter } from '../../../bench/detect/alter.ts';
import { generate } from '../../../bench/detect/generate.ts';

describe('altered copies', () => {
  const series = generate(1, 3).slice(0, 6);

  it.each(Object.keys(ALTERATIONS))('%s: a value for each time, in order, and other values or fewer', (name) => {
    const copies = alter(series, ALTERATIONS[name] as (typeof ALTERATIONS)[string]);
    copies.forEach((copy, index) => {
      const original = series[index] as (typeof series)[number];
      expect(copy.values).toHaveLength(copy.at.length);
      expect(copy.at.every((moment, row) => row === 0 || moment > (copy.at[row - 1] as number))).toBe(true);
      expect(copy.values).not.toEqual(original.values);
      expect(copy.windows).toEqual(original.windows);
    });
  });

  it('drop a window that lost its rows', () => {
    const one = {
      name: 'a/x',
      category: 'a',
      at: [0, 1000, 2000],
      values: [1, 2, 3],
      windows: [
        [0, 0],
        [1000, 2000],
      ] as const,
    };
    expect(alter([one], ALTERATIONS['the other rows'] as (typeof ALTERATIONS)[string])).toMatchObject([
      { at: [1000], windows: [[1000, 2000]] },
    ]);
  });
});

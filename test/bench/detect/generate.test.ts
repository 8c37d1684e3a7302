import { describe, expect, it } from 'vitest';
import { generate } from '../../../bench/detect/generate.ts';

describe('generated series', () => {
  const all = generate(1, 5);

  it('are the same for the same seed, and others for another', () => {
    expect(generate(1, 5)[7]?.values).toEqual(all[7]?.values);
    expect(generate(1, 6)[7]?.values).not.toEqual(all[7]?.values);
  });

  it('cover every metric at every step, with finite values that are not negative', () => {
    expect(all).toHaveLength(24);
    expect(new Set(all.map(({ name }) => name)).size).toBe(24);
    expect(all.every(({ values }) => values.every((value) => Number.isFinite(value) && value >= 0))).toBe(true);
  });

  it('label each incident with a window that begins with it and overlaps no other', () => {
    for (const { windows, incidents, at } of all) {
      expect(windows.map(([start]) => start)).toEqual(incidents.map(({ first }) => at[first]));
      windows.forEach(([start, end], index) => {
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThan(windows[index + 1]?.[0] ?? Infinity);
      });
    }
  });

  it('hold a flatline still', () => {
    const frozen = all.flatMap(({ values, incidents }) =>
      incidents.filter(({ kind }) => kind === 'flatline').map(({ first, last }) => new Set(values.slice(first, last + 1)).size),
    );
    expect(frozen.length).toBeGreaterThan(0);
    expect(frozen.every((distinct) => distinct === 1)).toBe(true);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStepFinder, gapLength } from '../../../bin/series/step-finder.ts';

const MINUTE = 60_000;

function find(distances: readonly number[]) {
  const finder = createStepFinder();
  let at = 1000;
  for (const distance of distances) finder.add(at, (at += distance));
  return { found: finder.found(), typical: finder.typicalMs() };
}

const repeat = (distance: number, times: number) => Array.from({ length: times }, () => distance);

describe('the step of a series', () => {
  it('is none before there are two points', () => {
    expect(find([])).toEqual({ found: { kind: 'none' }, typical: null });
    expect(gapLength({ kind: 'none' })).toBeNull();
  });

  it('is the one distance', () => {
    const { found, typical } = find(repeat(5 * MINUTE, 20));
    expect(found).toEqual({
      kind: 'regular',
      steps: [{ ms: 5 * MINUTE, min: 5 * MINUTE, max: 5 * MINUTE, share: 1 }],
      gaps: { count: 0, missingPoints: 0, longest: null },
    });
    expect(typical).toBe(5 * MINUTE);
    expect(gapLength(found)).toBe(7.5 * MINUTE);
  });

  it('stays the same one where points are lost, and the gaps are counted', () => {
    const { found } = find([...repeat(MINUTE, 10), 2 * MINUTE, ...repeat(MINUTE, 10), 2 * MINUTE, MINUTE, 60 * MINUTE]);
    expect(found).toMatchObject({
      kind: 'regular',
      steps: [{ ms: MINUTE }],
      gaps: { count: 3, missingPoints: 61, longest: { from: 1000 + 25 * MINUTE, to: 1000 + 85 * MINUTE } },
    });
  });

  it('may jitter', () => {
    const distances = Array.from({ length: 200 }, (_, index) => MINUTE + ((index * 37) % 41) * 100 - 2000);
    const { found } = find(distances);
    expect(found).toMatchObject({ kind: 'regular', gaps: { count: 0 } });
    if (found.kind !== 'regular') throw new Error(found.kind);
    expect(found.steps[0]).toMatchObject({ min: 58_000, max: 62_000, share: 1 });
    expect(Math.abs(found.steps[0].ms - MINUTE)).toBeLessThan(100);
  });

  it('may change within the series; then a gap is longer than the longest', () => {
    const { found } = find([...repeat(60 * MINUTE, 20), ...repeat(MINUTE, 60), 3 * 60 * MINUTE]);
    expect(found).toMatchObject({ kind: 'mixed', steps: [{ ms: MINUTE }, { ms: 60 * MINUTE }], gaps: { count: 1, missingPoints: 2 } });
  });

  it('is not told of a series that has none', () => {
    const { found } = find(Array.from({ length: 300 }, (_, index) => Math.round(1000 * 1.03 ** index)));
    expect(found).toMatchObject({ kind: 'irregular' });
    expect(gapLength(found)).toBeNull();
    if (found.kind !== 'irregular') throw new Error(found.kind);
    expect(found.medianMs / (1000 * 1.03 ** 150)).toBeCloseTo(1, 1);
  });

  it('has every distance in its count, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1e15 }), { minLength: 1, maxLength: 50 }), (distances) => {
        const { found, typical } = find(distances);
        expect(typical).toBeGreaterThanOrEqual(Math.min(...distances));
        expect(typical).toBeLessThanOrEqual(Math.max(...distances));
        if (found.kind === 'none') throw new Error('there are distances');
        if (found.kind !== 'irregular') expect(found.steps.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});

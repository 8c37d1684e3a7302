import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlotBuckets, type PlotPoint } from '../../../bin/series/plot-buckets.ts';

const CAPACITY = 8;
const point = (at: number, value: number, score = 0): PlotPoint => ({
  at,
  value,
  low: value - 1,
  high: value + 1,
  anomaly: score >= 1,
  score,
});

function reduce(points: readonly PlotPoint[], windowMs?: number) {
  const plot = createPlotBuckets(CAPACITY, windowMs);
  for (const each of points) plot.add(each);
  return plot.buckets();
}

describe('the points of a picture', () => {
  it('stay as they are while there are few', () => {
    expect(reduce([point(1000, 5), point(1003, 6)])).toMatchObject([
      { from: 1000, to: 1000, min: 5, max: 5 },
      { from: 1003, to: 1003, min: 6, max: 6 },
    ]);
  });

  it('leave out what has no value, and keep the strongest anomaly of a stretch', () => {
    expect(reduce([point(0, Number.NaN)])).toEqual([]);
    const [bucket] = reduce([point(0, 5, 1), point(0, 9, 3), point(0, 1, 2)]);
    expect(bucket).toEqual({ from: 0, to: 0, min: 1, max: 9, low: 0, high: 10, anomaly: { at: 0, value: 9, score: 3 } });
  });

  it('never need more room than there is, and lose no extreme and no anomaly, in any order of time', () => {
    const times = fc.oneof(
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: -8.64e15, max: 8.64e15 }),
      fc.integer({ min: 1.7e12, max: 1.7e12 + 1e8 }),
    );
    const points = fc.array(fc.record({ at: times, value: fc.integer({ min: -99, max: 99 }), score: fc.integer({ min: 0, max: 3 }) }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(points, (drawn) => {
        const buckets = reduce(drawn.map(({ at, value, score }) => point(at, value, score)));
        const of = (field: 'at' | 'value') => drawn.map((each) => each[field]);
        expect(buckets.length).toBeLessThanOrEqual(CAPACITY);
        expect([buckets[0]?.from, buckets.at(-1)?.to]).toEqual([Math.min(...of('at')), Math.max(...of('at'))]);
        expect(Math.min(...buckets.map(({ min }) => min))).toBe(Math.min(...of('value')));
        expect(Math.max(...buckets.map(({ max }) => max))).toBe(Math.max(...of('value')));
        expect(buckets.some(({ anomaly }) => anomaly !== null)).toBe(drawn.some(({ score }) => score >= 1));
        for (const [index, bucket] of buckets.entries()) if (index > 0) expect(bucket.from).toBeGreaterThan(buckets[index - 1]?.to ?? 0);
      }),
    );
  });

  it('may be those of the newest time only', () => {
    const buckets = reduce(
      Array.from({ length: 100 }, (_, index) => point(index * 10, index)),
      80,
    );
    expect(buckets).toHaveLength(CAPACITY);
    expect(buckets[0]?.from).toBe(920);
    expect(reduce([point(1000, 1), point(100, 2)], 80)).toMatchObject([{ from: 1000 }]);
    expect(reduce([point(1000, 1), point(990, 2), point(1075, 3)], 80)).toMatchObject([{ from: 1000 }, { from: 1075 }]);
  });
});

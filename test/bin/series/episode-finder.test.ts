import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEpisodeFinder, distanceFromNormal, MOST_EPISODES } from '../../../bin/series/episode-finder.ts';
import type { Place } from '../../../bin/series/point-order.ts';
import type { ScoredRow } from '../../../bin/series/scored-row.ts';
import { MINUTE, scoredRow } from './scored-rows.ts';

function find(rows: readonly (ScoredRow | [ScoredRow, Place])[]) {
  const finder = createEpisodeFinder();
  for (const each of rows) {
    const [row, place] = Array.isArray(each) ? each : ([each, 'next'] as const);
    finder.add(row, place, MINUTE);
  }
  return finder.found();
}

const calm = (from: number, count = 4) => Array.from({ length: count }, (_, index) => scoredRow(from + index, 10));

describe('an episode', () => {
  it('reaches from the first point outside the band to the last one, and tells the worst', () => {
    const rows = [...calm(0), scoredRow(4, 13, 0.3), scoredRow(5, 30, 2), scoredRow(6, 10), scoredRow(7, 14, 0.4), ...calm(8)];
    expect(find(rows)).toEqual({
      count: 1,
      episodes: [
        {
          since: 4 * MINUTE,
          until: 7 * MINUTE,
          points: 3,
          anomalies: 1,
          score: 2,
          ongoing: false,
          worst: { at: 5 * MINUTE, value: 30, expected: 10, low: 8, high: 12 },
        },
      ],
    });
  });

  it('needs an anomaly: leaving the band alone is none', () => {
    expect(find([...calm(0), scoredRow(4, 13, 0.3), scoredRow(5, 13, 0.3), ...calm(6)])).toEqual({ count: 0, episodes: [] });
  });

  it('may be an anomaly within the band', () => {
    expect(find([scoredRow(0, 11, 1.5), ...calm(1)]).episodes).toMatchObject([{ since: 0, until: 0, points: 1, anomalies: 1 }]);
  });

  it('ends after three calm points, and where the data break off', () => {
    const twice = (between: readonly ScoredRow[], second: number) =>
      find([scoredRow(0, 30, 2), ...between, scoredRow(second, 30, 2)]).count;
    expect(twice(calm(1, 2), 3)).toBe(1);
    expect(twice(calm(1, 3), 4)).toBe(2);
    expect(twice([], 4)).toBe(1);
    expect(twice([], 5)).toBe(2);
  });

  it('is said to go on when the data end in it', () => {
    expect(find([...calm(0), scoredRow(4, 30, 2), scoredRow(5, 10)]).episodes).toMatchObject([{ ongoing: true }]);
    expect(find([...calm(0), scoredRow(4, 30, 2), ...calm(5, 3)]).episodes).toMatchObject([{ ongoing: false }]);
  });

  it('leaves out missing points, and counts the alarm of a late one for itself', () => {
    const rows: (ScoredRow | [ScoredRow, Place])[] = [
      ...calm(10),
      [scoredRow(14, Number.NaN), 'missing'],
      [scoredRow(2, 40, 3), 'late'],
      scoredRow(15, 30, 2),
      [scoredRow(15, 50, 4), 'duplicate'],
      [scoredRow(13, 30), 'late'],
    ];
    expect(find(rows).episodes).toMatchObject([
      { since: 2 * MINUTE, until: 2 * MINUTE, points: 1, ongoing: false },
      { since: 15 * MINUTE, until: 15 * MINUTE, points: 2, worst: { value: 50 } },
    ]);
  });

  it('is kept when it is strong, and counted in any case', () => {
    const rows = Array.from({ length: 3 * MOST_EPISODES }, (_, index) => scoredRow(100 * index, 30, 1 + (index % 7)));
    const { count, episodes } = find(rows);
    expect(count).toBe(3 * MOST_EPISODES);
    expect(episodes).toHaveLength(MOST_EPISODES);
    expect(Math.min(...episodes.map(({ score }) => score))).toBeGreaterThanOrEqual(5);
    expect(episodes.map(({ since }) => since)).toEqual(episodes.map(({ since }) => since).toSorted((a, b) => a - b));
  });

  it('holds each anomaly exactly once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ value: fc.integer({ min: 0, max: 20 }), score: fc.double({ min: 0, max: 2, noNaN: true }) })),
        (points) => {
          const rows = points.map(({ value, score }, minute) => scoredRow(minute, value, score));
          const { count, episodes } = find(rows);
          expect(count).toBe(episodes.length);
          expect(episodes.reduce((sum, { anomalies }) => sum + anomalies, 0)).toBe(rows.filter(({ anomaly }) => anomaly).length);
          for (const { since, until, worst } of episodes) {
            expect(since).toBeLessThanOrEqual(worst.at);
            expect(worst.at).toBeLessThanOrEqual(until);
          }
        },
      ),
    );
  });
});

describe('the distance from normal', () => {
  it('is measured in widths of the band on that side', () => {
    const band = { at: 0, expected: 10, low: 8, high: 14 };
    expect(distanceFromNormal({ ...band, value: 18 })).toBe(2);
    expect(distanceFromNormal({ ...band, value: 4 })).toBe(3);
    expect(distanceFromNormal({ ...band, value: 10 })).toBe(0);
    expect(distanceFromNormal({ ...band, high: 10, value: 11 })).toBe(Infinity);
    expect(distanceFromNormal({ ...band, expected: null, value: 11 })).toBe(0);
  });
});

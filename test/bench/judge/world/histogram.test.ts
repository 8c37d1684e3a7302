import { describe, expect, it } from 'vitest';
import { heavyTailed } from '../../../../bench/judge/world/durations.ts';
import {
  addDuration,
  addRequests,
  addUp,
  binsOf,
  countsAbove,
  durationOf,
  edgeOf,
  emptyHistogram,
  quantileEdge,
  quantileMs,
} from '../../../../bench/judge/world/histogram.ts';
import { seededRandom } from '../../../../localstack/embedded/load/random.ts';

const durations = heavyTailed(0.5);

describe('a histogram of durations', () => {
  it.each([
    ['one by one', 20, 2000],
    ['bin by bin', 4000, 10],
  ])('holds the shares of the distribution, drawn %s', (_, requests, times) => {
    const next = seededRandom(3, 'histogram');
    const histogram = emptyHistogram();
    for (let time = 0; time < times; time++) addRequests(histogram, requests, durations, Math.log(1.2), next);
    const edges = [60, 120, 180, 300, 600, 2000].map((ms) => edgeOf(ms));
    const all = requests * times;
    countsAbove(histogram, edges).forEach((count, index) => {
      const share = durations.tail(Math.log(durationOf(edges[index] as number) / 100 / 1.2));
      expect(Math.abs(count - all * share)).toBeLessThan(4 * Math.sqrt(all * share * (1 - share)));
    });
  });

  it('counts what is above its edges, and the margin of 10 % ends on an edge', () => {
    const histogram = emptyHistogram();
    for (const ms of [1, 50, 150, 1e9]) addDuration(histogram, ms, 2);
    expect(countsAbove(histogram, [edgeOf(100), edgeOf(200)])).toEqual([4, 2]);
    const edge = edgeOf(100);
    expect(durationOf(edge + binsOf(0.1))).toBeCloseTo(1.1 * durationOf(edge), 9);
    expect(() => binsOf(0.05)).toThrow('the margin is 0.05');
  });

  it('finds quantiles by nearest rank', () => {
    const histogram = emptyHistogram();
    for (const ms of [50, 80, 100, 150]) addDuration(histogram, ms, 1);
    addDuration(histogram, 400, 1);
    const upper = durationOf(quantileEdge(histogram, 0.6));
    expect(upper).toBeGreaterThanOrEqual(100);
    expect(upper).toBeLessThan(102);
    expect(Math.abs(quantileMs(histogram, 0.95) / 400 - 1)).toBeLessThan(0.01);
    expect(() => quantileMs(emptyHistogram(), 0.5)).toThrow('it holds 0 requests');
  });

  it('adds up', () => {
    const [one, other] = [emptyHistogram(), emptyHistogram()];
    addDuration(one, 100, 2);
    addDuration(other, 300, 3);
    expect(countsAbove(addUp([one, other]), [edgeOf(50), edgeOf(200)])).toEqual([5, 3]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PointRow } from '../../../bin/input/read-points.ts';
import { createDetection } from '../../../bin/series/detection.ts';
import { createPlotBuckets } from '../../../bin/series/plot-buckets.ts';
import { fakeDetector, MINUTE } from './scored-rows.ts';

const row = (minute: number, value: number): PointRow => ({
  timestamp: `${minute * MINUTE}`,
  text: String(value),
  at: minute * MINUTE,
  value,
});

async function run(rows: readonly PointRow[], threshold = 1, batch = 3) {
  const fake = fakeDetector();
  const plot = createPlotBuckets(100);
  const detection = createDetection(fake.detector, threshold, plot);
  async function* batches() {
    for (let from = 0; from < rows.length; from += batch) yield rows.slice(from, from + batch);
  }
  const scored = [];
  for await (const each of detection.score(batches())) scored.push(...each);
  return { scored, found: detection.findings(), learned: fake.learned, buckets: plot.buckets() };
}

describe('the findings of a file', () => {
  it('count rows, those judged, and anomalies by the threshold that was asked for', async () => {
    const rows = [row(0, 10), row(1, 10), row(2, 25), row(3, 14), row(4, 10)];
    const { found, buckets } = await run(rows);
    expect(found).toMatchObject({ judged: 3, anomalies: 1, episodeCount: 1, threshold: 1, facts: { rows: 5, first: 0, last: 4 * MINUTE } });
    expect(buckets.filter(({ anomaly }) => anomaly !== null)).toMatchObject([{ anomaly: { value: 25, score: 1.5 } }]);
    expect((await run(rows, 0.4)).found).toMatchObject({ anomalies: 2, episodeCount: 1 });
    expect((await run(rows, 1.5)).found.anomalies).toBe(1);
    expect((await run(rows, 1.6)).found.anomalies).toBe(0);
  });

  it('count what is missing, doubled and out of order', async () => {
    const { found, scored } = await run([row(0, 10), row(1, 10), row(2, Number.NaN), row(4, 10), row(4, 10), row(3, 30)]);
    expect(found.facts).toMatchObject({ rows: 6, missing: 1, duplicates: 1, outOfOrder: 1 });
    // The row without a value has an expectation, but nothing was held against it.
    expect(found.judged).toBe(3);
    expect(scored[2]).toMatchObject({ score: 0, expected: 10, anomaly: false });
    expect(scored[5]).toMatchObject({ score: 2, anomaly: true });
  });

  it('are none of an empty file', async () => {
    const { found } = await run([]);
    expect(found).toMatchObject({
      judged: 0,
      anomalies: 0,
      episodes: [],
      facts: { rows: 0, first: null, last: null, step: { kind: 'none' } },
    });
  });

  it('have one scored row for each row, in order, and tell exactly which of them were learned', async () => {
    const rows = fc.array(
      fc.record({ minute: fc.integer({ min: 0, max: 30 }), value: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constant(Number.NaN)) }),
    );
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 5 }), async (drawn, batch) => {
        const given = drawn.map(({ minute, value }) => row(minute, value));
        const { scored, found, learned } = await run(given, 1, batch);
        expect(scored.map(({ timestamp, text }) => [timestamp, text])).toEqual(given.map(({ timestamp, text }) => [timestamp, text]));
        const { rows: count, missing, duplicates, outOfOrder } = found.facts;
        expect(count - missing - duplicates - outOfOrder).toBe(learned.length);
        expect(scored.every(({ score, anomaly }) => anomaly === score >= 1)).toBe(true);
      }),
    );
  });
});

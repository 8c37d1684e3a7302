import type { Detector } from '../../lambdas/shared/detection/detector.ts';
import type { PointRow } from '../input/read-points.ts';
import { createEpisodeFinder, type Episode } from './episode-finder.ts';
import type { PlotBuckets } from './plot-buckets.ts';
import { createPointOrder, type SeriesFacts } from './point-order.ts';
import type { ScoredRow } from './scored-row.ts';

/** What the detector found in a file. */
export interface Findings {
  facts: SeriesFacts;
  threshold: number;
  /** Rows with a value and an expectation: before there is enough data a detector has none. */
  judged: number;
  /** Rows whose score reached the threshold. */
  anomalies: number;
  /** Episodes that these rows form, and the strongest of them in order of time. */
  episodeCount: number;
  episodes: readonly Episode[];
}

export interface Detection {
  /** Scores the rows as they come: one row out for each row in, in the same order. */
  score(batches: AsyncIterable<PointRow[]>): AsyncGenerator<ScoredRow[]>;
  /** Of all rows scored so far. */
  findings(): Findings;
}

/** Runs `detector` over a file in constant memory. A score of `threshold` or more is an anomaly; the picture's `plot` gets every point. */
export function createDetection(detector: Detector, threshold: number, plot: PlotBuckets | null): Detection {
  const order = createPointOrder();
  const episodes = createEpisodeFinder();
  let judged = 0;
  let anomalies = 0;

  function scoreRow(row: PointRow): ScoredRow {
    const place = order.add(row);
    const scored = detector.observe(row.at, row.value);
    const result = { ...row, ...scored, anomaly: scored.score >= threshold };
    if (result.expected !== null && place !== 'missing') judged += 1;
    if (result.anomaly) anomalies += 1;
    episodes.add(result, place, order.typicalMs());
    plot?.add(result);
    return result;
  }

  return {
    async *score(batches) {
      for await (const rows of batches) yield rows.map(scoreRow);
    },
    findings() {
      const { count, episodes: strongest } = episodes.found();
      return { facts: order.facts(), threshold, judged, anomalies, episodeCount: count, episodes: strongest };
    },
  };
}

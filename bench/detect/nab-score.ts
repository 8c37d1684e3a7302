import type { LabelledSeries } from './labelled-series.ts';

/** What a hit, a miss and a false alarm weigh (NAB's three application profiles; Lavin & Ahmad 2015, arXiv:1510.03336). */
export interface Weights {
  hit: number;
  miss: number;
  falseAlarm: number;
}

export const PROFILES = {
  standard: { hit: 1, miss: 1, falseAlarm: 0.11 },
  reward_low_FP: { hit: 1, miss: 1, falseAlarm: 0.22 },
  reward_low_FN: { hit: 1, miss: 2, falseAlarm: 0.11 },
} as const satisfies Record<string, Weights>;

/** One row after the probation: what a detection there is worth, before the weights. */
export interface ScoredRow {
  score: number;
  /** Index of the window that holds the row, -1 outside. */
  window: number;
  /** 0 to 1 inside a window, -1 to 0 outside. */
  gain: number;
}

/** A detector's scores of one series, reduced to what the score needs. Rows are in time order. */
export interface ScoredFile {
  name: string;
  category: string;
  windows: number;
  rows: ScoredRow[];
}

export interface Tally {
  /** Sum over the files, in units of one hit. */
  raw: number;
  hits: number;
  misses: number;
  falseAlarms: number;
  /** 0: never alarms, 100: every window at its first row; null: these files have no window. */
  score: number | null;
}

/** The first 15 % of a file, at most 750 rows, are for learning. */
const PROBATION_SHARE = 0.15;
const PROBATION_ROWS = 750;

/** Falls from 0.987 at -1 through 0 at 0 to -1. */
const sigmoid = (y: number): number => 2 / (1 + Math.exp(5 * y)) - 1;

/**
 * Reduces one series and its scores. A row in a window is worth sigmoid(-(rows to its end) / width), scaled so that the first row is worth 1;
 * a row outside costs 1, or -sigmoid(rows since the last window / (its width - 1)) when there is an earlier window.
 *
 * @throws RangeError when the numbers of rows and scores differ, a score is not a number, or a window holds no row.
 */
export function scoreFile(series: LabelledSeries, scores: readonly number[]): ScoredFile {
  const { name, at, category } = series;
  if (scores.length !== at.length)
    throw new RangeError(`${name}: found ${scores.length} scores, expected one for each of ${at.length} rows`);
  const spans = series.windows
    .map(([start, end]) => {
      const first = at.findIndex((moment) => moment >= start && moment <= end);
      if (first < 0) throw new RangeError(`${name}: the window ${new Date(start).toISOString()} holds no row`);
      return { first, last: at.findLastIndex((moment) => moment >= start && moment <= end) };
    })
    .toSorted((a, b) => a.first - b.first);
  const rows: ScoredRow[] = [];
  let window = -1;
  for (let row = Math.min(Math.floor(PROBATION_SHARE * at.length), PROBATION_ROWS); row < at.length; row++) {
    const score = scores[row] as number;
    if (Number.isNaN(score)) throw new RangeError(`${name}: the score of row ${row} is NaN, expected a number`);
    while (window + 1 < spans.length && (spans[window + 1] as { first: number }).first <= row) window++;
    const span = spans[window];
    if (span === undefined) {
      rows.push({ score, window: -1, gain: -1 });
    } else if (row <= span.last) {
      const width = span.last - span.first + 1;
      rows.push({ score, window, gain: sigmoid(-(span.last - row + 1) / width) / sigmoid(-1) });
    } else {
      rows.push({ score, window: -1, gain: sigmoid((row - span.last) / Math.max(1, span.last - span.first)) });
    }
  }
  return { name, category, windows: spans.length, rows };
}

const normalised = (raw: number, windows: number, weights: Weights): number | null =>
  windows === 0 ? null : (100 * (raw + weights.miss * windows)) / ((weights.hit + weights.miss) * windows);

/** The score of these files when every row with `score >= threshold` is a detection. */
export function tally(files: readonly ScoredFile[], threshold: number, weights: Weights): Tally {
  let raw = 0;
  let hits = 0;
  let falseAlarms = 0;
  let windows = 0;
  for (const file of files) {
    windows += file.windows;
    const found = new Set<number>();
    for (const { score, window, gain } of file.rows) {
      if (score < threshold || found.has(window)) continue;
      if (window < 0) {
        falseAlarms++;
        raw += weights.falseAlarm * gain;
      } else {
        found.add(window);
        raw += weights.hit * gain;
      }
    }
    hits += found.size;
  }
  raw -= weights.miss * (windows - hits);
  return { raw, hits, misses: windows - hits, falseAlarms, score: normalised(raw, windows, weights) };
}

/** Sums of at least this much better are better: adding in another order changes the last digits. */
const ROUNDING = 1e-12;

/**
 * The threshold with the best score over these files, of all distinct scores and of no detection at all (Infinity); of equals the highest.
 * One sweep from the highest score down.
 */
export function fitThreshold(files: readonly ScoredFile[], weights: Weights): number {
  const rows: { score: number; window: number; gain: number }[] = [];
  let windows = 0;
  for (const file of files) {
    for (const row of file.rows) rows.push({ ...row, window: row.window < 0 ? -1 : windows + row.window });
    windows += file.windows;
  }
  rows.sort((a, b) => b.score - a.score);
  const best = new Map<number, number>();
  let total = -weights.miss * windows;
  let winner = { total, threshold: Infinity };
  rows.forEach(({ score, window, gain }, index) => {
    if (window < 0) {
      total += weights.falseAlarm * gain;
    } else {
      const earned = best.get(window);
      if (earned === undefined) total += weights.miss + weights.hit * gain;
      else if (gain > earned) total += weights.hit * (gain - earned);
      if (earned === undefined || gain > earned) best.set(window, gain);
    }
    if (rows[index + 1]?.score !== score && total > winner.total + ROUNDING) winner = { total, threshold: score };
  });
  return winner.threshold;
}

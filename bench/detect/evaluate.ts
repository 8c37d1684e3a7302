import type { LabelledSeries } from './labelled-series.ts';
import { fitThreshold, PROFILES, type ScoredFile, scoreFile, type Tally, tally, type Weights } from './nab-score.ts';

/** What a benchmark needs of a detector. */
export interface Scorer {
  observe: (at: number, value: number) => { score: number };
}

/** Anomaly scores of every series, row by row, each by a detector of its own. */
export function scoreAll(series: readonly LabelledSeries[], create: () => Scorer): Map<string, number[]> {
  return new Map(
    series.map(({ name, at, values }) => {
      const detector = create();
      return [name, values.map((value, row) => detector.observe(at[row] as number, value).score)];
    }),
  );
}

export const reduce = (series: readonly LabelledSeries[], scores: ReadonlyMap<string, number[]>): ScoredFile[] =>
  series.map((one) => scoreFile(one, scores.get(one.name) ?? []));

export const categories = (files: readonly ScoredFile[]): string[] => [...new Set(files.map(({ category }) => category))].toSorted();

/** Sum of tallies over disjoint files, each taken at a threshold of its own. */
function sum(tallies: readonly Tally[], weights: Weights): Tally {
  const add = (part: (one: Tally) => number): number => tallies.reduce((total, one) => total + part(one), 0);
  const [raw, hits, misses, falseAlarms] = [
    add((one) => one.raw),
    add((one) => one.hits),
    add((one) => one.misses),
    add((one) => one.falseAlarms),
  ];
  const windows = hits + misses;
  const score = windows === 0 ? null : (100 * (raw + weights.miss * windows)) / ((weights.hit + weights.miss) * windows);
  return { raw, hits, misses, falseAlarms, score };
}

/**
 * Every category judged at the threshold that the other categories choose (standard profile). Only the threshold is refitted: the constants of the
 * detector have seen all files, so this bounds the optimism of the threshold, not theirs.
 */
export function leaveOneCategoryOut(files: readonly ScoredFile[]): Tally & { thresholds: Map<string, number> } {
  const weights = PROFILES.standard;
  const thresholds = new Map<string, number>();
  const tallies = categories(files).map((category) => {
    const threshold = fitThreshold(
      files.filter((file) => file.category !== category),
      weights,
    );
    thresholds.set(category, threshold);
    return tally(
      files.filter((file) => file.category === category),
      threshold,
      weights,
    );
  });
  return { ...sum(tallies, weights), thresholds };
}

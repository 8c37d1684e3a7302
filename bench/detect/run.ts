import process from 'node:process';
import { parseArgs } from 'node:util';
import { createDetector, THRESHOLD } from '../../lambdas/shared/detection/detector.ts';
import { ALTERATIONS, alter } from './alter.ts';
import { categories, leaveOneCategoryOut, reduce, scoreAll } from './evaluate.ts';
import { generate } from './generate.ts';
import type { LabelledSeries } from './labelled-series.ts';
import { fitThreshold, PROFILES, type ScoredFile, type Tally, tally } from './nab-score.ts';
import { readNab } from './nab-files.ts';
import { PEERS } from './peers.ts';
import { writeResults } from './write-results.ts';

/**
 * Scores the detector on a copy of the Numenta Anomaly Benchmark (the developers' half: 29 files) beside published detectors, and on generated
 * series of a cloud account. A fitted threshold is fitted over the scores that the detector gives: its memory of alarms is that of its own
 * threshold.
 *
 *   node bench/detect/run.ts --data <folder with data/ and labels/> [--out <folder for the scores>]
 *   node bench/detect/run.ts --generated [--copies 3] [--seed 1] [--out <folder>]
 */
const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    generated: { type: 'boolean', default: false },
    copies: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name} is ${text}, expected a whole number from 1`);
  return value;
}

const fixed = (value: number | null, digits = 1): string => (value === null ? '–' : value.toFixed(digits));
const row = (cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);
function head(cells: readonly string[]): void {
  row(cells);
  row(cells.map(() => '---'));
}
const counts = ({ hits, misses, falseAlarms }: Tally): (string | number)[] => [hits, misses, falseAlarms];

function profiles(files: readonly ScoredFile[]): void {
  head(['threshold', 'profile', 'at', 'score', 'hits', 'misses', 'false alarms']);
  for (const [name, weights] of Object.entries(PROFILES)) {
    const fitted = fitThreshold(files, weights);
    const best = tally(files, fitted, weights);
    row(['fitted on these files', name, fixed(fitted, 4), fixed(best.score), ...counts(best)]);
  }
  for (const [name, weights] of Object.entries(PROFILES)) {
    const found = tally(files, THRESHOLD, weights);
    row(["the product's", name, fixed(THRESHOLD, 4), fixed(found.score), ...counts(found)]);
  }
}

function byCategory(files: readonly ScoredFile[]): void {
  const crossed = leaveOneCategoryOut(files);
  console.log("\nBy category, standard profile, at the product's threshold; last column: the threshold that the other categories choose\n");
  head(['category', 'files', 'score', 'hits', 'misses', 'false alarms', 'threshold without it']);
  for (const category of categories(files)) {
    const own = files.filter((file) => file.category === category);
    const found = tally(own, THRESHOLD, PROFILES.standard);
    row([category, own.length, fixed(found.score), ...counts(found), fixed(crossed.thresholds.get(category) ?? null, 4)]);
  }
  console.log(
    `\nThreshold cross-validated by category: ${fixed(crossed.score)} (${counts(crossed).join(' / ')} hits, misses, false alarms)`,
  );
}

function measure(title: string, series: readonly LabelledSeries[], out: string | undefined): ScoredFile[] {
  const scores = scoreAll(series, createDetector);
  const files = reduce(series, scores);
  const windows = files.reduce((sum, file) => sum + file.windows, 0);
  console.log(`${title}: ${files.length} series, ${windows} incidents\n`);
  profiles(files);
  byCategory(files);
  if (out !== undefined) writeResults(out, series, scores);
  return files;
}

function published(files: readonly ScoredFile[]): void {
  const own = tally(files, fitThreshold(files, PROFILES.standard), PROFILES.standard).score;
  console.log("\nBeside NAB's detectors, as published: developers' half, standard profile, best threshold of each\n");
  head(['detector', 'score']);
  const ranking = [
    ...PEERS.map(({ name, score }) => ({ name: `${name} (published)`, score })),
    { name: 'Kaizen (measured now)', score: own ?? 0 },
  ];
  for (const { name, score } of ranking.toSorted((a, b) => b.score - a.score)) row([name, fixed(score)]);
  console.log(
    '\nThe detector was developed on these files: its figure here flatters it. What it is worth on others is nearer to the altered copies.',
  );
}

function altered(series: readonly LabelledSeries[], own: readonly ScoredFile[]): void {
  console.log("\nAltered copies of the files, standard profile, at the product's threshold\n");
  head(['copy', 'score', 'hits', 'misses', 'false alarms']);
  const scores: number[] = [];
  const print = (name: string, files: readonly ScoredFile[]): void => {
    const found = tally(files, THRESHOLD, PROFILES.standard);
    scores.push(found.score ?? 0);
    row([name, fixed(found.score), ...counts(found)]);
  };
  print('unaltered', own);
  for (const [name, change] of Object.entries(ALTERATIONS)) {
    const copies = alter(series, change);
    print(name, reduce(copies, scoreAll(copies, createDetector)));
  }
  row(['mean', fixed(scores.reduce((sum, score) => sum + score, 0) / scores.length), '', '', '']);
}

function nab(directory: string): void {
  const series = readNab(directory);
  const files = measure('Numenta Anomaly Benchmark', series, options.out);
  altered(series, files);
  published(files);
}

function main(): void {
  if (options.data === undefined && !options.generated) {
    throw new RangeError('--data is missing: expected the folder of a copy of NAB (data/ and labels/), or --generated');
  }
  if (options.data !== undefined) nab(options.data);
  if (!options.generated) return;
  if (options.data !== undefined) console.log('');
  const series = generate(positive('copies', options.copies), positive('seed', options.seed));
  measure('Generated series of a cloud account', series, options.data === undefined ? options.out : undefined);
}

try {
  main();
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  console.error(`detect: ${error.message}`);
  process.exitCode = 2;
}

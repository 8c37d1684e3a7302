import type { Random } from '../../forecast/random.ts';
import { binomial } from './binomial.ts';
import { type Durations, MEDIAN_MS } from './durations.ts';

/** Bins a margin of 10 % wide in five: 1.9 %, the resolution of a quantile sketch, so that 1.1 times an edge is an edge again. */
const BINS_IN_TEN_PERCENT = 5;
const WIDTH = Math.log(1.1) / BINS_IN_TEN_PERCENT;
/** The first edge is at 35 ms, which no threshold comes near; the last at 19 s. */
const FIRST = Math.log(0.35);
const BINS = 330;
/** Up to so many requests are drawn one by one; more are split bin by bin. Both are draws from the same distribution. */
const ONE_BY_ONE = 60;

/** Requests by duration: bin i holds those between edge i and edge i + 1; the outer ones also what lies beyond. */
export type Histogram = Int32Array;

export const emptyHistogram = (): Histogram => new Int32Array(BINS);

function binOf(y: number): number {
  return Math.min(BINS - 1, Math.max(0, Math.floor((y - FIRST) / WIDTH)));
}

/** Adds one request's duration, ms. */
export function addDuration(histogram: Histogram, durationMs: number, count: number): void {
  const bin = binOf(Math.log(durationMs / MEDIAN_MS));
  histogram[bin] = (histogram[bin] as number) + count;
}

/** Adds the durations of `requests` requests, all of them e^shift times as long as `durations` says. */
export function addRequests(histogram: Histogram, requests: number, durations: Durations, shift: number, next: Random): void {
  let left = requests;
  let bin = 0;
  let above = 1;
  while (left > ONE_BY_ONE && bin < BINS - 1) {
    const beyond = durations.tail(FIRST + (bin + 1) * WIDTH - shift);
    const here = binomial(left, 1 - beyond / above, next);
    histogram[bin] = (histogram[bin] as number) + here;
    left -= here;
    above = beyond;
    bin++;
  }
  for (; left > 0; left--) {
    const place = Math.max(bin, binOf(durations.at(above * next()) + shift));
    histogram[place] = (histogram[place] as number) + 1;
  }
}

export const durationOf = (edge: number): number => MEDIAN_MS * Math.exp(FIRST + edge * WIDTH);
/** Index of the edge at `durationMs`, which {@link durationOf} gave. */
export const edgeOf = (durationMs: number): number => Math.round((Math.log(durationMs / MEDIAN_MS) - FIRST) / WIDTH);

/**
 * Bins that a margin takes.
 *
 * @throws RangeError when that is no whole number: the margin would not lie on an edge.
 */
export function binsOf(margin: number): number {
  const bins = Math.log1p(margin) / WIDTH;
  if (Math.abs(bins - Math.round(bins)) > 1e-9) {
    throw new RangeError(`binsOf: the margin is ${margin}, expected one that ends on an edge, such as 0.1`);
  }
  return Math.round(bins);
}

/** Requests above each of `edges`, which ascend. */
export function countsAbove(histogram: Histogram, edges: readonly number[]): number[] {
  const counts = edges.map(() => 0);
  let sum = 0;
  let bin = BINS - 1;
  for (let index = edges.length - 1; index >= 0; index--) {
    for (; bin >= (edges[index] as number); bin--) sum += histogram[bin] as number;
    counts[index] = sum;
  }
  return counts;
}

export function addUp(histograms: readonly Histogram[]): Histogram {
  const sum = emptyHistogram();
  for (const histogram of histograms) {
    for (let bin = 0; bin < BINS; bin++) sum[bin] = (sum[bin] as number) + (histogram[bin] as number);
  }
  return sum;
}

/** Bin of the request of rank `rank` from below, from 1, and its place among the bin's requests, from 0 to 1. */
function ranked(histogram: Histogram, rank: number): { bin: number; part: number } {
  let below = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const here = histogram[bin] as number;
    if (below + here >= rank) return { bin, part: (rank - below - 0.5) / here };
    below += here;
  }
  throw new RangeError(`histogram: it holds ${below} requests, expected at least ${rank}`);
}

const rankOf = (histogram: Histogram, level: number): number =>
  Math.max(1, Math.ceil(level * histogram.reduce((sum, count) => sum + count, 0)));

/** Upper edge of the bin that the quantile lies in. */
export function quantileEdge(histogram: Histogram, level: number): number {
  return ranked(histogram, rankOf(histogram, level)).bin + 1;
}

/** The quantile, ms, by nearest rank; within a bin the requests are taken to be spread evenly. */
export function quantileMs(histogram: Histogram, level: number): number {
  const { bin, part } = ranked(histogram, rankOf(histogram, level));
  return durationOf(bin + part);
}

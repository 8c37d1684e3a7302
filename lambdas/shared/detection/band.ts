import { BAND_ABOVE, BAND_BELOW, BAND_CORRECTION, BAND_LEVEL, BAND_SCALE, LEVEL_MISS, SINCE } from './layout.ts';
import { REFRACTORY_ROWS } from './alarm-policy.ts';
import { average } from './moving-average.ts';
import { dayShare, profileAt } from './seasonal-features.ts';
import type { State } from './state.ts';

/** Part of the points that the band is to hold; what it leaves outside is shared by both sides. */
export const COVERAGE = 0.99;
const OUTSIDE = (1 - COVERAGE) / 2;

/** The expectation makes up a quarter of each miss, and a miss counts there as three scales at most: an outlier doesn't drag it along. */
const CORRECTION_WEIGHT = 1 / 4;
const CORRECTION_CLIP = 3;

/** The level is an average of 256 points, each taken as at most ten usual distances away, for the same reason. */
const LEVEL_WEIGHT = 1 / 256;
const LEVEL_CLIP = 10;

/** Memory of the scale in points, and the most scales that a miss counts as: one outlier widens the band by 3/50 = 6 % at most. */
const SCALE_WEIGHT = 1 / 50;
const SCALE_CLIP = 4;

/**
 * A point outside widens its side by this part, in scales, and one inside narrows it by so much less that it rests where the right part
 * of the points lies outside. Young, a side moves faster: by 5/n, up to half.
 */
const WIDEN = 0.05;
const YOUNG_WIDEN = 5;
const WIDEST_STEP = 0.5;
const NARROWING = OUTSIDE / (1 - OUTSIDE);

/** Width of a side at the start, in scales: 99 % of a Gaussian lie within 2.58 deviations, which are 3.2 times its average distance. */
export const FIRST_WIDTH = 3.2;

/** Bounds of a side, in scales. */
const NARROWEST = 1;
const WIDEST = 50;

/** One-step-ahead expectation: level and day profile, each as far as it is to be believed, corrected by the latest misses. */
export function expectation(state: State, at: number): number {
  const { numbers } = state;
  const level = numbers[BAND_LEVEL] as number;
  return level + dayShare(numbers) * (profileAt(state, at, level) - level) + (numbers[BAND_CORRECTION] as number);
}

/** How far the band reaches below the expectation, at least 0. */
export const reachBelow = (numbers: Float64Array): number => (numbers[BAND_SCALE] as number) * (numbers[BAND_BELOW] as number);

/** How far the band reaches above the expectation, at least 0. */
export const reachAbove = (numbers: Float64Array): number => (numbers[BAND_SCALE] as number) * (numbers[BAND_ABOVE] as number);

/**
 * Learns a point. The scale follows how lively the series is just now, the sides how many scales hold 99 %. An outlier widens the band by
 * 6 % and its side by 5 %; in the rows after an alarm, which are the incident's, nothing widens it.
 *
 * @param expected what {@link expectation} gave for it
 */
export function learnBand(numbers: Float64Array, value: number, expected: number, youth: number): void {
  if (youth === 1) {
    numbers[BAND_LEVEL] = value;
    return;
  }
  const miss = value - expected;
  const scale = numbers[BAND_SCALE] as number;
  const quiet = (numbers[SINCE] as number) > REFRACTORY_ROWS;
  const step = quiet ? Math.max(WIDEN, Math.min(WIDEST_STEP, YOUNG_WIDEN * youth)) : 0;
  learnSide(numbers, BAND_BELOW, -miss > reachBelow(numbers), step);
  learnSide(numbers, BAND_ABOVE, miss > reachAbove(numbers), step);

  average(numbers, BAND_SCALE, clip(Math.abs(miss), scale * (quiet ? SCALE_CLIP : 1)), Math.max(youth, SCALE_WEIGHT));
  numbers[BAND_CORRECTION] = (numbers[BAND_CORRECTION] as number) + CORRECTION_WEIGHT * clip(miss, CORRECTION_CLIP * scale);
  const level = numbers[BAND_LEVEL] as number;
  const off = clip(value - level, LEVEL_CLIP * (numbers[LEVEL_MISS] as number));
  numbers[BAND_LEVEL] = level + Math.max(youth, LEVEL_WEIGHT) * off;
}

/** The value within ±most; as it is while nothing is known of what is usual. */
function clip(value: number, most: number): number {
  if (most === 0) return value;
  return value > most ? most : value < -most ? -most : value;
}

function learnSide(numbers: Float64Array, side: number, outside: boolean, step: number): void {
  const moved = (numbers[side] as number) * (outside ? 1 + step : 1 - NARROWING * step);
  numbers[side] = moved < NARROWEST ? NARROWEST : moved > WIDEST ? WIDEST : moved;
}

import {
  DAY_COUNTS,
  DAY_MISS,
  DAY_PROFILE,
  LEVEL_MISS,
  SEASONAL,
  SEASONAL_FIRST,
  USUAL_MISS,
  WEEK_COUNTS,
  WEEK_PROFILE,
} from './layout.ts';
import { halfHourOf, hourOfWeek } from './time-slots.ts';
import { learnUsual, usual } from './usual-by-hour.ts';
import { average } from './moving-average.ts';
import { averageOf } from './value-averages.ts';
import { learnBin } from './profile.ts';
import type { State } from './state.ts';

/** Values that a bin of the profiles remembers: ten days of five-minute points, and a little less than two weeks of them. */
const DAY_CAP = 60;
const WEEK_CAP = 20;

/** The day profile learns a miss as at most ten usual ones: an incident doesn't become its hour's norm. */
const MOST_MISSES = 10;

/** Memory of the misses, in points. */
const MISS_WEIGHT = 1 / 2000;

const LEVEL = averageOf(256);

/** Windows of the averages of the residuals: from the day profile, the week profile, and the mixture of day profile and level. */
const DAY_WEIGHTS = [1 / 4, 1 / 16, 1 / 48] as const;
const WEEK_WEIGHTS = [1 / 4, 1 / 16] as const;
const MIXED_WEIGHTS = [1 / 4, 1 / 32] as const;

/**
 * Family G: what the hour doesn't explain. Writes seven features in the value's unit and learns the profiles. A residual from a profile
 * is measured by what is usual in its half hour, so that a lively hour is no news every day; an hour seen for the first time has none.
 * Must run before the averages learn the value, since the level alone is judged one step ahead as the profile is.
 */
export function seasonalFeatures(state: State, at: number, value: number, youth: number, features: Float64Array): void {
  const { numbers, floats, small } = state;
  const day = halfHourOf(at);
  const week = hourOfWeek(at);
  const daySeen = small[DAY_COUNTS + day] as number;
  const offLevel = youth === 1 ? 0 : value - (numbers[LEVEL] as number);
  const offDay = daySeen === 0 ? 0 : value - (numbers[DAY_PROFILE + day] as number);
  const offWeek = small[WEEK_COUNTS + week] === 0 ? 0 : value - (numbers[WEEK_PROFILE + week] as number);
  const mixed = offLevel + dayShare(numbers) * (offDay - offLevel);

  const overall = numbers[DAY_MISS] as number;
  const here = usual(floats, USUAL_MISS + day, daySeen, overall);
  const calm = here > 0 && overall > 0 ? overall / here : 1;
  residualFeatures(numbers, offDay * calm, offWeek * calm, mixed, youth, features);

  const weight = youth > MISS_WEIGHT ? youth : MISS_WEIGHT;
  const most = MOST_MISSES * average(numbers, DAY_MISS, Math.abs(offDay), weight);
  average(numbers, LEVEL_MISS, Math.abs(offLevel), weight);
  learnBin(numbers, small, WEEK_PROFILE + week, WEEK_COUNTS + week, WEEK_CAP, value);
  const seen = learnBin(
    numbers,
    small,
    DAY_PROFILE + day,
    DAY_COUNTS + day,
    DAY_CAP,
    daySeen === 0 ? value : value - offDay + clip(offDay, most),
  );
  learnUsual(floats, USUAL_MISS + day, seen, Math.abs(offDay), overall);
}

function residualFeatures(numbers: Float64Array, day: number, week: number, mixed: number, youth: number, features: Float64Array): void {
  let i = 0;
  for (const weight of DAY_WEIGHTS) {
    features[SEASONAL_FIRST + i] = average(numbers, SEASONAL + i, day, youth > weight ? youth : weight);
    i += 1;
  }
  for (const weight of WEEK_WEIGHTS) {
    features[SEASONAL_FIRST + i] = average(numbers, SEASONAL + i, week, youth > weight ? youth : weight);
    i += 1;
  }
  for (const weight of MIXED_WEIGHTS) {
    features[SEASONAL_FIRST + i] = average(numbers, SEASONAL + i, mixed, youth > weight ? youth : weight);
    i += 1;
  }
}

/** How much the day profile is to be believed, 0..1: 1 / (1 + (its miss / the level's miss)^4). */
export function dayShare(numbers: Float64Array): number {
  const dayMiss = numbers[DAY_MISS] as number;
  const levelMiss = numbers[LEVEL_MISS] as number;
  if (levelMiss === 0) return dayMiss === 0 ? 0.5 : 0;
  const ratio = dayMiss / levelMiss;
  const square = ratio * ratio;
  return 1 / (1 + square * square);
}

/** The day profile's value for this time; the level where it has none. */
export function profileAt(state: State, at: number, level: number): number {
  const day = halfHourOf(at);
  return state.small[DAY_COUNTS + day] === 0 ? level : (state.numbers[DAY_PROFILE + day] as number);
}

const clip = (value: number, most: number): number => (value > most ? most : value < -most ? -most : value);

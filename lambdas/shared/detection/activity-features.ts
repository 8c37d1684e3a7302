import {
  ACTIVITY_FIRST,
  DAY_COUNTS,
  DRIFT,
  JUMPS,
  JUMP_QUANTILE,
  JUMP_SCALE,
  STEP_LONG,
  STEP_SHORT,
  STEP_USUAL,
  USUAL_DRIFT,
  USUAL_STEP,
  VARIANCES,
} from './layout.ts';
import { learnUsual, usual } from './usual-by-hour.ts';
import { average } from './moving-average.ts';
import { averageOf } from './value-averages.ts';
import { halfHourOf } from './time-slots.ts';
import { learnQuantile, scaleWeightOf, stepOf } from './streaming-quantile.ts';
import type { State } from './state.ts';

/** A step or a variance counts as at least this part of its long average: a quiet hour of a busy series is not a catastrophe. */
const STEP_FLOOR = 0.05;
const VARIANCE_FLOOR = 0.02;

/** A jump is a distance from the average of 12 that only one in twenty exceeds. */
const JUMP_SHARE = 0.95;

const NEAR = averageOf(12);
const FAR = averageOf(144);

/**
 * Family A: does the series move more, or less, than is usual at this time of day? Writes four features without unit. Must run after
 * the averages and the day profile have learned the value.
 *
 * @param step |value − previous value|
 */
export function activityFeatures(state: State, at: number, value: number, step: number, youth: number, features: Float64Array): void {
  const { numbers, floats } = state;
  const bin = halfHourOf(at);
  const seen = state.small[DAY_COUNTS + bin] as number;
  features[ACTIVITY_FIRST] = stepFeature(state, bin, seen, step, youth);

  // The first distance is 0, and so is the estimate's start.
  const beyond = Math.abs(value - (numbers[NEAR] as number)) - (numbers[JUMP_QUANTILE] as number);
  const jump = beyond > 0 ? 1 : 0;
  learnQuantile(numbers, JUMP_QUANTILE, floats, JUMP_SCALE, beyond, JUMP_SHARE, stepOf(youth), scaleWeightOf(youth));
  features[ACTIVITY_FIRST + 1] = average(numbers, JUMPS, jump, youth > 1 / 96 ? youth : 1 / 96);
  features[ACTIVITY_FIRST + 2] = average(numbers, JUMPS + 1, jump, youth > 1 / 32 ? youth : 1 / 32);

  features[ACTIVITY_FIRST + 3] = varianceFeature(state, bin, seen, Math.abs(value - (numbers[FAR] as number)), youth);
}

/** ln of the average step of the last 32 points against what their hours led to expect. */
function stepFeature(state: State, bin: number, seen: number, step: number, youth: number): number {
  const { numbers, floats } = state;
  const short = average(numbers, STEP_SHORT, step, youth > 1 / 32 ? youth : 1 / 32);
  const overall = average(numbers, STEP_LONG, step, youth > 1 / 2000 ? youth : 1 / 2000);
  const here = usual(floats, USUAL_STEP + bin, seen - 1, overall);
  learnUsual(floats, USUAL_STEP + bin, seen, step, overall);
  const expected = average(numbers, STEP_USUAL, here, youth > 1 / 32 ? youth : 1 / 32);
  return logRatio(short, expected, STEP_FLOOR * overall);
}

/** ln of the variance about the average of 144 over 144 points against that over 3000, each point measured by what is usual in its hour. */
function varianceFeature(state: State, bin: number, seen: number, distance: number, youth: number): number {
  const { numbers, floats } = state;
  const overall = average(numbers, DRIFT, distance, youth > 1 / 2000 ? youth : 1 / 2000);
  const here = usual(floats, USUAL_DRIFT + bin, seen - 1, overall);
  learnUsual(floats, USUAL_DRIFT + bin, seen, distance, overall);
  const measured = here > 0 ? distance * (overall / here) : distance;
  const square = measured * measured;
  const short = average(numbers, VARIANCES, square, youth > 1 / 144 ? youth : 1 / 144);
  const long = average(numbers, VARIANCES + 1, square, youth > 1 / 3000 ? youth : 1 / 3000);
  return logRatio(short, long, VARIANCE_FLOOR * long);
}

/** ln of one against the other, both raised by the floor; 0 for a series that never moved. */
function logRatio(found: number, expected: number, floor: number): number {
  return expected + floor > 0 ? Math.log((found + floor) / (expected + floor)) : 0;
}

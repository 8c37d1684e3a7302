import { COUNT, FEATURES, FIRST_AT, LAST_AT, LAST_VALUE, SPREAD, STEP_LONG } from './layout.ts';
import { THRESHOLD, applyPolicy } from './alarm-policy.ts';
import { expectation, learnBand, reachAbove, reachBelow } from './band.ts';
import { activityFeatures } from './activity-features.ts';
import { average } from './moving-average.ts';
import { combine } from './combine.ts';
import { averageOf, learnAverages } from './value-averages.ts';
import { contextSurprise } from './context-surprise.ts';
import { frozenStrength } from './frozen-value.ts';
import { levelFeatures } from './level-features.ts';
import { seasonalFeatures } from './seasonal-features.ts';
import type { Scored } from './scored.ts';
import type { State } from './state.ts';

/**
 * Points before the first score and the first band. Longer hides the first incidents of hourly series: 200 points instead of 100 cost 1 point
 * of the NAB score over the altered copies.
 */
const WARM_UP = 100;

/** Values further out are taken for this: distances are kept as float32 (up to 3.4e38), and a wide band must stay in range too. */
const LARGEST = 1e30;

/** Memory of the spread, in points. */
const SPREAD_WEIGHT = 1 / 2000;
const LONGEST = averageOf(2000);

/** Scratch, written anew for every point. */
const features = new Float64Array(FEATURES);

/** What is expected at this time, with nothing to score: the value is missing. */
export function foresee(state: State, at: number): Scored {
  const { numbers } = state;
  if ((numbers[COUNT] as number) < WARM_UP) return { score: 0, expected: null, low: null, high: null, anomaly: false };
  const expected = expectation(state, at);
  return { score: 0, expected, low: expected - reachBelow(numbers), high: expected + reachAbove(numbers), anomaly: false };
}

/** Scores a point against the state, then learns it. Both numbers must be finite, and the times in order. */
export function learnPoint(state: State, at: number, raw: number): Scored {
  const scored = foresee(state, at);
  const strength = learnFeatures(state, at, raw > LARGEST ? LARGEST : raw < -LARGEST ? -LARGEST : raw);
  if (scored.expected === null) return scored;
  scored.score = applyPolicy(state.numbers, at, strength);
  scored.anomaly = scored.score >= THRESHOLD;
  return scored;
}

/** Takes the value through all features and learns it; how strongly they speak together. */
function learnFeatures(state: State, at: number, value: number): number {
  const { numbers } = state;
  const count = (numbers[COUNT] as number) + 1;
  const youth = 1 / count;
  const step = count > 1 ? Math.abs(value - (numbers[LAST_VALUE] as number)) : 0;

  learnBand(numbers, value, expectation(state, at), youth);
  seasonalFeatures(state, at, value, youth, features);
  learnAverages(numbers, value, youth);
  levelFeatures(numbers, features);
  activityFeatures(state, at, value, step, youth, features);
  contextSurprise(state, at, youth, features);
  const spread = average(numbers, SPREAD, Math.abs(value - (numbers[LONGEST] as number)), youth > SPREAD_WEIGHT ? youth : SPREAD_WEIGHT);

  const frozen = count > 1 ? frozenStrength(numbers, step, youth) : 0;
  if (count === 1) numbers[FIRST_AT] = at;
  numbers[COUNT] = count;
  numbers[LAST_AT] = at;
  numbers[LAST_VALUE] = value;
  return combine(state, features, spread, numbers[STEP_LONG] as number, youth) + frozen;
}

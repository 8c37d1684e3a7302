import { averageOf } from './value-averages.ts';

/** Pairs of windows: a short average against a long one. The last looks for a lasting shift of a quiet series. */
const PAIRS = [
  [averageOf(4), averageOf(32)],
  [averageOf(8), averageOf(64)],
  [averageOf(16), averageOf(128)],
  [averageOf(32), averageOf(256)],
  [averageOf(64), averageOf(512)],
  [averageOf(64), averageOf(2000)],
] as const;

const SHORT = Uint16Array.from(PAIRS, ([short]) => short);
const LONG = Uint16Array.from(PAIRS, ([, long]) => long);

/** Family L: how far short averages of the value have left long ones. Writes six features, the first ones, in the value's unit. */
export function levelFeatures(numbers: Float64Array, features: Float64Array): void {
  for (let i = 0; i < PAIRS.length; i += 1) {
    features[i] = (numbers[SHORT[i] as number] as number) - (numbers[LONG[i] as number] as number);
  }
}

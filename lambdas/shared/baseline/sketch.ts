import { LogCollapsingLowestDenseDDSketch as DDSketch } from '@datadog/sketches-js';

/**
 * A quantile sketch whose answers are off by at most a fixed share of the value: DDSketch (Masson, Rim, Lee: DDSketch, a fast and
 * fully-mergeable quantile sketch with relative-error guarantees, VLDB 2019), in the authors' implementation. Values fall into bins
 * whose bounds grow by (1 + a) / (1 - a); a bin counts.
 */
export type Sketch = DDSketch;

/**
 * Share of the value that a quantile may be off: 2 % is well below the 5 % under which no deviation is looked at
 * (deviation-floor.ts), and a decade then takes ln(10) / ln(1.02 / 0.98) = 58 bins.
 */
export const RELATIVE_ACCURACY = 0.02;

/**
 * Most bins: 256 reach from the largest value down to a (1.02 / 0.98)^256 = 28,000th of it, four and a half decades: from the
 * longest run of 900 s to 32 ms. What is smaller still is counted in the lowest bin.
 */
export const BIN_LIMIT = 256;

/** Below this a value counts as zero: a millionth of a millisecond, request or megabyte is nothing that is measured. */
export const SMALLEST = 1e-6;

/** A sketch that has seen nothing. */
export function emptySketch(): Sketch {
  return new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY, binLimit: BIN_LIMIT });
}

/**
 * Adds a value.
 * @throws RangeError when the value is not finite or negative.
 */
export function addToSketch(sketch: Sketch, value: number): void {
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`value: found ${value}; expected a finite number from 0`);
  sketch.accept(value < SMALLEST ? 0 : value);
}

/**
 * Value at rank `level * (count - 1)`, within {@link RELATIVE_ACCURACY}; null when nothing was seen.
 * @throws RangeError when the level is outside 0..1.
 */
export function sketchQuantile(sketch: Sketch, level: number): number | null {
  if (!(level >= 0 && level <= 1)) throw new RangeError(`level: found ${level}; expected 0..1`);
  return sketch.count === 0 ? null : sketch.getValueAtQuantile(level);
}

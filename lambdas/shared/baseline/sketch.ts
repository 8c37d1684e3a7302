/**
 * A quantile sketch whose answers are off by at most a fixed share of the value: DDSketch (Masson, Rim, Lee: DDSketch, a
 * fast and fully-mergeable quantile sketch with relative-error guarantees, VLDB 2019). Values fall into bins whose bounds
 * grow by `gamma`; a bin counts. Same bins as the reference implementation @datadog/sketches-js, which is not used at run
 * time because its serialisation needs protobufjs; the tests hold the two against each other.
 */
export interface Sketch {
  /** Count by bin: bin i holds the values in (gamma^(i-1), gamma^i]. */
  bins: ReadonlyMap<number, number>;
  /** Count of zeros and of values too small for a bin. */
  zeros: number;
}

/**
 * Share of the value that a quantile may be off: 2 % is well below the 5 % under which no deviation is looked at
 * (deviation-floor.ts), and a decade then takes ln(10) / ln(gamma) = 58 bins, about 0.5 KB.
 */
export const RELATIVE_ACCURACY = 0.02;
export const GAMMA = 1 + (2 * RELATIVE_ACCURACY) / (1 - RELATIVE_ACCURACY);
const BINS_PER_OCTAVE = Math.LN2 / Math.log1p((2 * RELATIVE_ACCURACY) / (1 - RELATIVE_ACCURACY));

/** Below this a value counts as zero: a thousandth of a millisecond, request or megabyte is nothing that is measured. */
const SMALLEST = 1e-6;

export const EMPTY_SKETCH: Sketch = { bins: new Map(), zeros: 0 };

/**
 * The sketch with one more value.
 * @throws RangeError when the value is not finite or negative.
 */
export function addToSketch(sketch: Sketch, value: number): Sketch {
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`value: found ${value}; expected a finite number from 0`);
  if (value < SMALLEST) return { bins: sketch.bins, zeros: sketch.zeros + 1 };
  const bin = Math.ceil(Math.log2(value) * BINS_PER_OCTAVE);
  return { bins: new Map(sketch.bins).set(bin, (sketch.bins.get(bin) ?? 0) + 1), zeros: sketch.zeros };
}

/** What one sketch would be that had seen the values of both. */
export function mergeSketches(a: Sketch, b: Sketch): Sketch {
  const bins = new Map(a.bins);
  for (const [bin, count] of b.bins) bins.set(bin, (bins.get(bin) ?? 0) + count);
  return { bins, zeros: a.zeros + b.zeros };
}

/** How many values the sketch has seen. */
export function sketchCount(sketch: Sketch): number {
  let count = sketch.zeros;
  for (const inBin of sketch.bins.values()) count += inBin;
  return count;
}

/**
 * Value at rank `level * (count - 1)`, within {@link RELATIVE_ACCURACY}; null when nothing was seen.
 * @throws RangeError when the level is outside 0..1.
 */
export function sketchQuantile(sketch: Sketch, level: number): number | null {
  if (!(level >= 0 && level <= 1)) throw new RangeError(`level: found ${level}; expected 0..1`);
  const count = sketchCount(sketch);
  if (count === 0) return null;
  const rank = level * (count - 1);
  let seen = sketch.zeros;
  if (rank < seen) return 0;
  const bins = [...sketch.bins].toSorted(([a], [b]) => a - b);
  for (const [bin, inBin] of bins) {
    seen += inBin;
    if (seen > rank) return valueOf(bin);
  }
  // Rounding in `seen` may leave the last rank over; it is in the last bin.
  return valueOf(bins.at(-1)?.[0] ?? 0);
}

/** The value of the bin's middle, in the sense that its relative distance to both bounds is the same. */
function valueOf(bin: number): number {
  return 2 ** (bin / BINS_PER_OCTAVE) * (2 / (1 + GAMMA));
}

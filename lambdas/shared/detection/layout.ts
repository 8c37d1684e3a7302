/**
 * Where each part of a detector's state lies. The whole state is one buffer: what is worked on is what is stored, so restoring and
 * going on is bit for bit the same as never having stopped. Positions count the elements of the view that holds them.
 *
 *     bytes 0..7   magic "KZAD", layout version, three zero bytes
 *     numbers      float64: averages, profiles, estimates of quantiles
 *     floats       float32: scales, shapes of the tails, held rarities
 *     words        uint16: counts of the levels over all hours
 *     small        uint8: counts by part of the day and level, of the profiles' bins, of the tails' excesses
 */

/** "KZAD" and the version of this layout. A change of any position or meaning below is a new version. */
export const HEADER = [0x4b, 0x5a, 0x41, 0x44, 1, 0, 0, 0] as const;

/** Half hours of the day and hours of the week that have an average of their own, UTC. */
export const DAY_BINS = 48;
export const WEEK_BINS = 168;

/** The context: views of the value, levels -10..10 of each, and parts of the day of two hours each, UTC. */
export const VIEWS = 7;
export const LEVELS = 21;
export const DAY_PARTS = 12;

/** Features by family, one after the other in this order. */
export const LEVEL_FEATURES = 6;
export const SEASONAL_FEATURES = 7;
export const ACTIVITY_FEATURES = 4;
export const SEASONAL_FIRST = LEVEL_FEATURES;
export const ACTIVITY_FIRST = SEASONAL_FIRST + SEASONAL_FEATURES;
export const CONTEXT_FIRST = ACTIVITY_FIRST + ACTIVITY_FEATURES;
export const FEATURES = CONTEXT_FIRST + VIEWS;

/** Every feature has an upper tail, and all but the context's surprises a lower one. */
export const TAILS = 2 * CONTEXT_FIRST + VIEWS;

/** Averages of the value, by window; the windows are in value-averages.ts. */
export const VALUE_AVERAGES = 17;

/** Hands out positions one after the other. */
function allocator(first: number): { take: (length: number) => number; used: () => number } {
  let next = first;
  return {
    take(length) {
      const at = next;
      next += length;
      return at;
    },
    used: () => next,
  };
}

const numbers = allocator(HEADER.length / Float64Array.BYTES_PER_ELEMENT);

/** Points learned so far, the times of the first and the last one (epoch ms), and the value of the last. */
export const COUNT = numbers.take(1);
export const FIRST_AT = numbers.take(1);
export const LAST_AT = numbers.take(1);
export const LAST_VALUE = numbers.take(1);
export const AVERAGES = numbers.take(VALUE_AVERAGES);
/** Average distance of the value from its longest average. */
export const SPREAD = numbers.take(1);
/** Average step |x - previous x| over a short and a long window, and the step that the hours led to expect over the short one. */
export const STEP_SHORT = numbers.take(1);
export const STEP_LONG = numbers.take(1);
export const STEP_USUAL = numbers.take(1);
/** How far the day profile and the level alone miss, on average. */
export const DAY_MISS = numbers.take(1);
export const LEVEL_MISS = numbers.take(1);
export const SEASONAL = numbers.take(SEASONAL_FEATURES);
export const JUMP_QUANTILE = numbers.take(1);
export const JUMPS = numbers.take(2);
/** Average distance from the average of 144; short and long average of its square, each against the hour's usual distance. */
export const DRIFT = numbers.take(1);
export const VARIANCES = numbers.take(2);
/** Centre and average deviation of each view of the value. */
export const CENTRES = numbers.take(VIEWS);
export const DEVIATIONS = numbers.take(VIEWS);
/** How often a value is the same as the one before it, and how many in a row have been. */
export const UNCHANGED = numbers.take(1);
export const RUN = numbers.take(1);
/** Alarm policy: the height that alarms built up, and the rows since the last alarm. */
export const HEIGHT = numbers.take(1);
export const SINCE = numbers.take(1);
/** Band: its level, the miss that is made up for, the usual size of a miss, and how many of it each side reaches. */
export const BAND_LEVEL = numbers.take(1);
export const BAND_CORRECTION = numbers.take(1);
export const BAND_SCALE = numbers.take(1);
export const BAND_BELOW = numbers.take(1);
export const BAND_ABOVE = numbers.take(1);
export const DAY_PROFILE = numbers.take(DAY_BINS);
export const WEEK_PROFILE = numbers.take(WEEK_BINS);
export const TAIL_THRESHOLDS = numbers.take(TAILS);
export const NUMBERS = numbers.used();

const floats = allocator(NUMBERS * (Float64Array.BYTES_PER_ELEMENT / Float32Array.BYTES_PER_ELEMENT));
export const FLOATS_FIRST = floats.used();
/** By half hour of the day: the usual miss of the day profile, the usual step, the usual distance from the average of 144. */
export const USUAL_MISS = floats.take(DAY_BINS);
export const USUAL_STEP = floats.take(DAY_BINS);
export const USUAL_DRIFT = floats.take(DAY_BINS);
export const JUMP_SCALE = floats.take(1);
export const TAIL_SCALES = floats.take(TAILS);
/** Mean and root mean square of the excesses over a tail's threshold. */
export const TAIL_MEANS = floats.take(TAILS);
export const TAIL_SQUARES = floats.take(TAILS);
export const HELD = floats.take(TAILS);
export const FLOATS = floats.used();

const words = allocator(FLOATS * (Float32Array.BYTES_PER_ELEMENT / Uint16Array.BYTES_PER_ELEMENT));
/** By view: counts of each level over all hours, and their sum. */
export const LEVEL_COUNTS = words.take(VIEWS * LEVELS);
export const LEVEL_TOTALS = words.take(VIEWS);
export const WORDS = words.used();

const small = allocator(WORDS * Uint16Array.BYTES_PER_ELEMENT);
/** By view and part of the day: counts of each level, and their sum. */
export const PART_COUNTS = small.take(VIEWS * DAY_PARTS * LEVELS);
export const PART_TOTALS = small.take(VIEWS * DAY_PARTS);
export const DAY_COUNTS = small.take(DAY_BINS);
export const WEEK_COUNTS = small.take(WEEK_BINS);
export const EXCESSES = small.take(TAILS);

/** Bytes of a state, a multiple of eight. */
export const STATE_BYTES = Math.ceil(small.used() / 8) * 8;

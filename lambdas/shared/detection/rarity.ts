import { EXCESSES, HELD, TAIL_MEANS, TAIL_SCALES, TAIL_SQUARES, TAIL_THRESHOLDS } from './layout.ts';
import { learnQuantile } from './streaming-quantile.ts';
import type { State } from './state.ts';

/** The part of the points that a tail's threshold leaves above it. */
const TAIL_SHARE = 0.015;

/** Excesses needed before a tail has a shape, remembered for its shape, and the most that one may count in means. */
const LEAST_EXCESSES = 5;
const EXCESS_MEMORY = 150;
const EXCESS_CAP = 10;

/** Heaviest tail that is believed: at 1/2 the variance of a generalised Pareto is infinite. Below the lightest it is an exponential. */
const HEAVIEST = 0.5;
const LIGHTEST = 1e-6;

/** Rarest score: one in 10^12. */
const RAREST = 12;

/** Rarity at the threshold itself: −log10 of the share above it. */
const AT_THRESHOLD = -Math.log10(TAIL_SHARE);

/** Held rarities lose a fifth a point, as e^(−1/5). */
const HOLD = Math.exp(-1 / 5);

/** What is left of a held rarity counts for nothing from here on; denormal numbers would cost time. */
const FORGOTTEN = 1e-6;

/**
 * How rare is this feature, on this side? −log10 of the part of points that lie further out, by a generalised-Pareto tail over a
 * streaming quantile, with shape and scale from the first two moments of the excesses (Hosking and Wallis 1987); 0 below the quantile
 * and before five excesses. Judges, then learns; keeps and returns the larger of this rarity and the last one, decayed.
 *
 * @param tail number of the tail
 * @param value the feature, negated for a lower tail
 * @param floor the least scale of the tail, in the feature's unit
 * @param step of the quantile, as {@link stepOf} gives it for this point
 * @param weight of its scale, as {@link scaleWeightOf} gives it for this point
 */
export function holdRarity(state: State, tail: number, value: number, floor: number, step: number, weight: number): number {
  const { numbers, floats } = state;
  const excess = value - (numbers[TAIL_THRESHOLDS + tail] as number);
  const faded = (floats[HELD + tail] as number) * HOLD;
  let held = faded > FORGOTTEN ? faded : 0;
  if (excess > 0) {
    const rarity = rarityOf(state, tail, excess, floor);
    if (rarity > held) held = rarity;
    learnExcess(state, tail, excess);
  }
  floats[HELD + tail] = held;
  learnQuantile(numbers, TAIL_THRESHOLDS + tail, floats, TAIL_SCALES + tail, excess, 1 - TAIL_SHARE, step, weight);
  return held;
}

/** Starts a tail at its first value. */
export function startTail(state: State, tail: number, value: number): void {
  state.numbers[TAIL_THRESHOLDS + tail] = value;
}

function rarityOf(state: State, tail: number, excess: number, floor: number): number {
  if ((state.small[EXCESSES + tail] as number) < LEAST_EXCESSES) return 0;
  const mean = state.floats[TAIL_MEANS + tail] as number;
  const ratio = mean > 0 ? (state.floats[TAIL_SQUARES + tail] as number) / mean : 1;
  // variance / mean²; 1 for an exponential tail, more for a heavier one.
  const dispersion = ratio * ratio - 1;
  const bent = dispersion > 0 ? (1 - 1 / dispersion) / 2 : 0;
  const shape = bent < 0 ? 0 : bent > HEAVIEST ? HEAVIEST : bent;
  const scale = Math.max(mean * (1 - shape), floor);
  if (!(scale > 0)) return 0;
  const depth = excess / scale;
  const nats = shape > LIGHTEST ? Math.log1p(shape * depth) / shape : depth;
  return Math.min(RAREST, nats * Math.LOG10E + AT_THRESHOLD);
}

/** Learns an excess into mean and root mean square (the root, because a square would leave the range of a float32). */
function learnExcess(state: State, tail: number, excess: number): void {
  const { floats, small } = state;
  const seen = small[EXCESSES + tail] as number;
  const mean = floats[TAIL_MEANS + tail] as number;
  const root = floats[TAIL_SQUARES + tail] as number;
  const capped = seen > 0 && excess > EXCESS_CAP * mean ? EXCESS_CAP * mean : excess;
  const count = seen < EXCESS_MEMORY ? seen + 1 : EXCESS_MEMORY;
  floats[TAIL_MEANS + tail] = mean + (capped - mean) / count;
  floats[TAIL_SQUARES + tail] = Math.sqrt(root * root + (capped * capped - root * root) / count);
  small[EXCESSES + tail] = count;
}

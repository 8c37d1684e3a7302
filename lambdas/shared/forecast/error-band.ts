/** Share of the values that the band is meant to hold. */
export const COVERAGE = 0.9;
const BELOW = (1 - COVERAGE) / 2;

/** Errors after which a band stands on its own; before, it is the normal distribution's around the mean absolute error. */
export const ERRORS_NEEDED = 10;
/** The 95 % quantile of a normal distribution in mean absolute errors: 1.645 / sqrt(2 / pi) = 2.06. */
const NORMAL_QUANTILE = 2.06;
/** Weight of an error in the scale, and step of a quantile in scales: a quantile crosses its scale in about 12 misses. */
const SCALE_WEIGHT = 0.02;
const QUANTILE_STEP = 0.08;
/** While young, the steps are larger: as 4 / n they reach the lasting step after 50 errors. */
const YOUNG_STEP = 4;
/** An error counts in the scale with at most five scales or a hundredth of itself. */
const SCALE_CLIP = 5;
const SCALE_LEAK = 0.01;

/**
 * The 5 % and 95 % quantiles of a horizon's measured errors (value minus forecast), each followed by steps of its pinball loss: up by
 * 0.95 steps when exceeded, else down by 0.05 of one. In the long run a share of 5 % lies beyond it whatever the distribution is and
 * however it changes (adaptive conformal inference, Gibbs and Candes 2021; quantile tracking of Angelopoulos, Candes and Tibshirani 2023).
 */
export interface ErrorBand {
  count: number;
  /** Mean absolute error, clipped. */
  scale: number;
  low: number;
  high: number;
}

export function emptyBand(): ErrorBand {
  return { count: 0, scale: 0, low: 0, high: 0 };
}

/** Learns one error, value minus forecast. */
export function learnError(band: ErrorBand, error: number): void {
  band.count++;
  const size = Math.abs(error);
  const young = band.count <= ERRORS_NEEDED;
  const cap = young ? Infinity : Math.max(SCALE_CLIP * band.scale, SCALE_LEAK * size);
  band.scale += Math.max(SCALE_WEIGHT, 1 / band.count) * (Math.min(size, cap) - band.scale);
  if (young) {
    band.low = -NORMAL_QUANTILE * band.scale;
    band.high = NORMAL_QUANTILE * band.scale;
    return;
  }
  const step = Math.max(QUANTILE_STEP, YOUNG_STEP / band.count) * band.scale;
  band.high += step * (error > band.high ? 1 - BELOW : -BELOW);
  band.low += step * (error < band.low ? BELOW - 1 : BELOW);
}

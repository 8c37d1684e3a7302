/** The estimate moves by this part of its scale a point when it is old, and by 3/n when it is young. */
const OLD_STEP = 0.003;
const YOUNG_STEP = 3;

/** Memory of the scale, in points. */
const SCALE_WINDOW = 10_000;

/** One point widens the scale as if it were at most this many scales away: an outlier doesn't blow up the step. */
const SCALE_CLIP = 8;

/** Step of a streaming estimate, in its scale, when it has learned n points. @param youth 1/n */
export function stepOf(youth: number): number {
  const young = YOUNG_STEP * youth;
  return young > OLD_STEP ? young : OLD_STEP;
}

/** Weight of a point in a quantile's scale. @param youth 1/n */
export const scaleWeightOf = (youth: number): number => (youth > 1 / SCALE_WINDOW ? youth : 1 / SCALE_WINDOW);

/**
 * Learns one value into a streaming quantile: numbers[at] is the estimate, floats[scaleAt] its scale, the average distance of the
 * values from the estimate. Up by step × share when the value is above, down by step × (1 − share) when it is not: the estimate rests
 * where a part `share` of the values lies below it (stochastic approximation, Robbins and Monro 1951). It must be started at the first
 * value: a start far off would be left only slowly on the rare side.
 *
 * @param off value − estimate
 * @param share the quantile, 0..1
 * @param step what {@link stepOf} gives for this point
 * @param weight what {@link scaleWeightOf} gives for this point
 */
export function learnQuantile(
  numbers: Float64Array,
  at: number,
  floats: Float32Array,
  scaleAt: number,
  off: number,
  share: number,
  step: number,
  weight: number,
): void {
  const scale = floats[scaleAt] as number;
  const distance = off < 0 ? -off : off;
  const clipped = scale > 0 && distance > SCALE_CLIP * scale ? SCALE_CLIP * scale : distance;
  const next = scale + weight * (clipped - scale);
  numbers[at] = (numbers[at] as number) + step * next * (off > 0 ? share : share - 1);
  floats[scaleAt] = next;
}

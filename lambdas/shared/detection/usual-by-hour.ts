/** Half hours of the day differ in how lively they are. Points that a half hour needs before its own figure outweighs that of all hours. */
const PRIOR = 12;

/** A distance counts as at most ten times the overall one: an incident doesn't make its hour a wild one. */
const CLIP = 10;

/**
 * What distance is usual in this half hour: its own average, held to that of all hours until it has points of its own.
 *
 * @param count points that the half hour has seen
 * @param overall the average distance over all hours
 */
export function usual(floats: Float32Array, at: number, count: number, overall: number): number {
  return ((floats[at] as number) * count + PRIOR * overall) / (count + PRIOR);
}

/** Learns a distance into the half hour's average. @param seen points that it has seen with this one, capped: its memory */
export function learnUsual(floats: Float32Array, at: number, seen: number, distance: number, overall: number): void {
  const before = floats[at] as number;
  const clipped = distance > CLIP * overall ? CLIP * overall : distance;
  floats[at] = before + (clipped - before) / seen;
}

import { type Detector, type Scored, createDetector } from '../../../../lambdas/shared/detection/detector.ts';

export interface Point {
  at: number;
  value: number;
}

/** Uniform numbers in [0, 1), reproducible by seed (mulberry32). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A standard normal number (Box and Muller 1958). */
export function noise(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Points every five minutes from the epoch on. */
export function series(length: number, seed: number, value: (index: number, random: () => number) => number): Point[] {
  const random = uniform(seed);
  return Array.from({ length }, (_, index) => ({ at: index * 300_000, value: value(index, random) }));
}

export function observeAll(detector: Detector, points: readonly Point[]): Scored[] {
  return points.map(({ at, value }) => detector.observe(at, value));
}

/** Indices of the points on which a new detector alarms. */
export function alarms(points: readonly Point[]): number[] {
  return observeAll(createDetector(), points).flatMap(({ anomaly }, index) => (anomaly ? [index] : []));
}

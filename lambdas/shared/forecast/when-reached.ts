import { DAY_MS, HOUR_MS } from '../time.ts';
import type { DailyShape } from './daily-shape.ts';

/** The end of a Date's range, ms: what comes later is no moment any more, and a step would be lost in its rounding. */
const FAR_FUTURE = 8.64e15;

/** A point of a line: epoch ms, and the series' unit. */
interface Pivot {
  at: number;
  value: number;
}

/** When the line through the pivot, rising by `slope` an hour, meets the bound with the most that a time of day adds. */
export function whenAtPeak(pivot: Pivot, slope: number, bound: number, shape: DailyShape): number {
  return Math.min(FAR_FUTURE, pivot.at + ((bound - shape.peak - pivot.value) / slope) * HOUR_MS);
}

/** When the line and what the time of day adds meet the bound together: within a day after {@link whenAtPeak}, to a step of `widthMs`. */
export function whenReached(pivot: Pivot, slope: number, bound: number, shape: DailyShape, widthMs: number): number {
  const first = whenAtPeak(pivot, slope, bound, shape);
  if (shape.peak === 0) return first;
  for (let at = first; at < first + DAY_MS; at += widthMs) {
    if (pivot.value + (slope * (at - pivot.at)) / HOUR_MS + shape.offsetAt(at) >= bound) return at;
  }
  return first + DAY_MS;
}

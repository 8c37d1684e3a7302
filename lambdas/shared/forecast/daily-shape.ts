import { DAY_MS } from '../time.ts';
import { median } from './median.ts';

/** Days that a history must span before a daily rise can be told from a trend: each time of day was then seen three times. */
export const DAYS_NEEDED = 3;

/** What each time of day adds to the level, apart from the trend. */
export interface DailyShape {
  /** The most that a time of day adds, at least 0. */
  peak: number;
  /** What the time of `at` (epoch ms) adds; 0 at a time that was never seen. */
  offsetAt: (at: number) => number;
}

export const NO_SHAPE: DailyShape = { peak: 0, offsetAt: () => 0 };

/**
 * The daily shape of buckets, {@link NO_SHAPE} when they span too little to tell. The slope is first taken between equal times of day only
 * (the seasonal slope of Hirsch, Slack and Smith 1982); the offset of a time is the median of its distances from that line.
 * @param starts of the buckets (epoch ms, rising, multiples of `widthMs`).
 */
export function dailyShape(starts: readonly number[], values: readonly number[], widthMs: number): DailyShape {
  const first = starts[0] ?? 0;
  const spans = (starts.at(-1) ?? 0) + widthMs - first;
  // From half a day on a bucket has no time of day.
  if (spans < DAYS_NEEDED * DAY_MS || widthMs >= DAY_MS / 2) return NO_SHAPE;
  const slotOf = (at: number): number => Math.floor((((at % DAY_MS) + DAY_MS) % DAY_MS) / widthMs);
  const slots = new Map<number, number[]>();
  for (const [index, start] of starts.entries()) slots.set(slotOf(start), [...(slots.get(slotOf(start)) ?? []), index]);
  const slopes = [...slots.values()].flatMap((indices) => slopesWithin(indices, starts, values));
  if (slopes.length === 0) return NO_SHAPE;
  const slope = median(slopes);
  const flat = values.map((value, index) => value - slope * ((starts[index] ?? 0) - first));
  const level = median(flat);
  const offsets = new Map([...slots].map(([slot, indices]) => [slot, median(indices.map((index) => flat[index] ?? 0)) - level]));
  return { peak: Math.max(0, ...offsets.values()), offsetAt: (at) => offsets.get(slotOf(at)) ?? 0 };
}

function slopesWithin(indices: readonly number[], starts: readonly number[], values: readonly number[]): number[] {
  return indices.flatMap((later, position) =>
    indices
      .slice(0, position)
      .map((earlier) => ((values[later] ?? 0) - (values[earlier] ?? 0)) / ((starts[later] ?? 0) - (starts[earlier] ?? 0))),
  );
}

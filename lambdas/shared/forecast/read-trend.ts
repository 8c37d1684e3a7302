import { HOUR_MS } from '../time.ts';
import type { Bucket } from './bucket-history.ts';
import { type DailyShape, dailyShape } from './daily-shape.ts';
import { levelShift } from './level-shift.ts';
import { median } from './median.ts';
import { type SenSlope, senSlope } from './sen-slope.ts';

/** The level now is that of so many last buckets, on the trend's line: an older bend of the line does not move it. */
const LEVEL_BUCKETS = 24;

/** The trend of a history, without its daily shape and only since its last jump. */
export interface Trend {
  /** Per hour. */
  slope: SenSlope;
  /** Of the line, now. */
  level: number;
  /** Median moment (epoch ms) and median value. */
  middle: { at: number; value: number };
  shape: DailyShape;
  /** Whether the level jumped: `just-now` when too little history came since, so that the slope is of all of it and means little. */
  jump: 'none' | 'just-now' | 'upward' | 'downward';
  /** First moment, and number of buckets, of what was used. */
  from: number;
  buckets: number;
}

/**
 * Reads the trend of buckets in order of time, `widthMs` wide: values times `sign`. The slope is Theil and Sen's, with the interval of
 * Kendall's test under correlated neighbours (sen-slope.ts); a daily shape is taken out first (daily-shape.ts), and only what comes after
 * a jump of the level counts (level-shift.ts), when that is `least` buckets or more.
 */
export function readTrend(buckets: readonly Bucket[], widthMs: number, now: number, sign: 1 | -1, least: number): Trend {
  const starts = buckets.map(({ start }) => start);
  const raw = buckets.map(({ mean }) => sign * mean);
  const shape = dailyShape(starts, raw, widthMs);
  const values = raw.map((value, index) => value - shape.offsetAt(starts[index] ?? 0));
  const hours = buckets.map(({ at }) => (at - now) / HOUR_MS);
  const whole = fit(hours, values, now);
  const from = starts[0] ?? now;
  const shift = levelShift(values, whole.residuals);
  if (shift === null) return { ...whole, shape, jump: 'none', from, buckets: values.length };
  const since = values.slice(shift);
  if (since.length < least) return { ...whole, level: median(since), shape, jump: 'just-now', from, buckets: values.length };
  const jump = median(since) > median(values.slice(0, shift)) ? 'upward' : 'downward';
  return { ...fit(hours.slice(shift), since, now), shape, jump, from: starts[shift] ?? now, buckets: since.length };
}

function fit(hours: readonly number[], values: readonly number[], now: number) {
  const slope = senSlope(hours, values);
  const residuals = values.map((value, index) => value - slope.slope * (hours[index] ?? 0));
  const middle = { at: now + median(hours) * HOUR_MS, value: median(values) };
  return { slope, residuals, level: median(residuals.slice(-LEVEL_BUCKETS)), middle };
}

import { DAY_MS, MINUTE_MS } from '../time.ts';

/** Buckets that are kept at most: 14,028 pairs, which a test of the trend takes a few milliseconds for. */
export const MAX_BUCKETS = 168;

/**
 * Widths of a bucket in minutes: each a multiple of the one before, so that buckets merge without a rest, and up to a day a part of it,
 * so that times of day can be compared. Steps of two and three keep at least 56 buckets when a history up to 33 days widens.
 */
const WIDTHS = [1, 2, 4, 8, 16, 32, 96, 288, 1440, 10_080].map((minutes) => minutes * MINUTE_MS);
const NARROWEST = MINUTE_MS;

/** The longest window that the widest bucket holds: three years. */
export const MAX_WINDOW_MS = MAX_BUCKETS * 7 * DAY_MS;

/** A stretch of time that begins at `start` (epoch ms, a multiple of the width), with the mean moment and the mean value of its points. */
export interface Bucket {
  start: number;
  at: number;
  mean: number;
  count: number;
}

/**
 * Past points in at most {@link MAX_BUCKETS} buckets of equal width: fine while the history is short, coarser as it grows to the window.
 */
export interface BucketHistory {
  widthMs: number;
  buckets: Bucket[];
}

export function emptyHistory(): BucketHistory {
  return { widthMs: NARROWEST, buckets: [] };
}

/** Adds a point that is not older than the newest bucket, and drops what lies further back than `windowMs`. */
export function addToHistory(history: BucketHistory, windowMs: number, at: number, value: number): void {
  put(history, { start: at, at, mean: value, count: 1 });
  const first = history.buckets.findIndex((bucket) => bucket.start > at - windowMs);
  if (first > 0) history.buckets.splice(0, first);
  while (history.buckets.length > MAX_BUCKETS) widen(history);
}

function widen(history: BucketHistory): void {
  const wider = WIDTHS.find((width) => width > history.widthMs);
  // A window of at most MAX_WINDOW_MS never needs more than the widest.
  if (wider === undefined) throw new RangeError(`window: found more than ${MAX_BUCKETS} buckets of ${history.widthMs} ms`);
  const before = history.buckets;
  history.widthMs = wider;
  history.buckets = [];
  for (const bucket of before) put(history, bucket);
}

/** Adds a bucket, or a point as a bucket of its own, to the newest one that it falls into. */
function put({ buckets, widthMs }: BucketHistory, { start: from, at, mean, count }: Bucket): void {
  const start = Math.floor(from / widthMs) * widthMs;
  const last = buckets.at(-1);
  if (last !== undefined && last.start === start) {
    last.count += count;
    last.at += ((at - last.at) * count) / last.count;
    last.mean += ((mean - last.mean) * count) / last.count;
  } else buckets.push({ start, at, mean, count });
}

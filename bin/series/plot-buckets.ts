/** What a picture shows of the points within one stretch of time. */
export interface PlotBucket {
  /** First and last point, epoch ms. */
  from: number;
  to: number;
  /** Least and greatest value. */
  min: number;
  max: number;
  /** The band's outermost bounds; null where there was none. */
  low: number | null;
  high: number | null;
  /** The anomaly with the highest score. */
  anomaly: { at: number; value: number; score: number } | null;
}

/** A point to be drawn; the band may be missing. */
export interface PlotPoint {
  at: number;
  value: number;
  low: number | null;
  high: number | null;
  anomaly: boolean;
  score: number;
}

export interface PlotBuckets {
  /** Adds a point in any order of time. `at` is finite; a value that isn't is left out. */
  add(point: PlotPoint): void;
  /** In order of time; never more than the capacity. */
  buckets(): PlotBucket[];
}

/**
 * Points reduced to at most `capacity` buckets of equal length, in one pass and constant memory. The length of the series isn't known
 * before its end: buckets begin at a millisecond and double whenever there are too many. With `windowMs` only the newest so many
 * milliseconds are kept, in buckets of a fixed length.
 */
export function createPlotBuckets(capacity: number, windowMs?: number): PlotBuckets {
  let width = windowMs === undefined ? 1 : windowMs / capacity;
  let buckets = new Map<number, PlotBucket>();
  let first = Infinity;
  let last = -Infinity;

  function put(index: number, bucket: PlotBucket): void {
    const there = buckets.get(index);
    if (there === undefined) buckets.set(index, bucket);
    else merge(there, bucket);
  }

  /** Buckets are aligned to the epoch, so that two of them make one of twice the length whichever way the series grows. */
  function double(): void {
    const old = buckets;
    buckets = new Map();
    for (const [index, bucket] of old) put(Math.floor(index / 2), bucket);
    first = Math.floor(first / 2);
    last = Math.floor(last / 2);
    width *= 2;
  }

  function makeRoom(at: number): number | null {
    let index = Math.floor(at / width);
    if (windowMs !== undefined) {
      if (index > last) {
        last = index;
        // In order of arrival, which is nearly that of time: what stays behind a younger one goes a little later.
        for (const each of buckets.keys()) {
          if (each > last - capacity) break;
          buckets.delete(each);
        }
      }
      return index <= last - capacity ? null : index;
    }
    while (Math.max(last, index) - Math.min(first, index) >= capacity) {
      double();
      index = Math.floor(at / width);
    }
    first = Math.min(first, index);
    last = Math.max(last, index);
    return index;
  }

  return {
    add({ at, value, low, high, anomaly, score }) {
      if (!Number.isFinite(value)) return;
      const index = makeRoom(at);
      if (index === null) return;
      put(index, { from: at, to: at, min: value, max: value, low, high, anomaly: anomaly ? { at, value, score } : null });
    },
    buckets: () =>
      [...buckets.entries()]
        .filter(([index]) => windowMs === undefined || index > last - capacity)
        .toSorted(([a], [b]) => a - b)
        .map(([, bucket]) => bucket),
  };
}

function merge(into: PlotBucket, other: PlotBucket): void {
  into.from = Math.min(into.from, other.from);
  into.to = Math.max(into.to, other.to);
  into.min = Math.min(into.min, other.min);
  into.max = Math.max(into.max, other.max);
  into.low = least(into.low, other.low);
  into.high = greatest(into.high, other.high);
  if (other.anomaly !== null && (into.anomaly === null || other.anomaly.score > into.anomaly.score)) into.anomaly = other.anomaly;
}

const least = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.min(a, b));
const greatest = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b));

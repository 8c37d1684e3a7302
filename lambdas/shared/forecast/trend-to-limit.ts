import { DAY_MS, HOUR_MS } from '../time.ts';
import { ABSURD } from './absurd.ts';
import { addToHistory, type Bucket, emptyHistory, MAX_WINDOW_MS } from './bucket-history.ts';
import { NO_SHAPE } from './daily-shape.ts';
import { readTrend, type Trend } from './read-trend.ts';
import { whenAtPeak, whenReached } from './when-reached.ts';

/**
 * The limit of a series: reached from below when it rises (memory, latency, error rate), from above when it falls (free disk, quota left).
 */
export interface Limit {
  value: number;
  reachedBy: 'rising' | 'falling';
}

/** The trend that a verdict rests on. Times are epoch ms, `level` is in the series' unit, slopes in that unit per hour. */
export interface TrendEvidence {
  /** Where the series stands now, without noise and daily shape. */
  level: number;
  /**
   * What the daily peak toward the limit adds to it; null before three days of history, when a daily rise cannot be told from a trend, and
   * where the buckets are too wide to show one.
   */
  dailyPeak: number | null;
  slopePerHour: number;
  /** The 90 % interval of the slope. */
  slopeLow: number;
  slopeHigh: number;
  /** First and last moment of the history that was used (after the last jump of the level), and its number of buckets. */
  from: number;
  to: number;
  buckets: number;
}

export type TrendToLimit =
  | { kind: 'not-enough-data'; /** Filled buckets. */ have: number; need: number }
  /** At or beyond the limit now, or at each daily peak. */
  | { kind: 'already'; evidence: TrendEvidence }
  /**
   * No crossing within the horizon is to be expected, and why; `level-shift`: it jumped, and has no trend since, or too little history
   * since.
   */
  | { kind: 'never'; reason: 'no-trend' | 'moves-away' | 'level-shift' | 'beyond-horizon'; evidence: TrendEvidence }
  /**
   * Crosses at `at`; the slope's 90 % interval puts it between `earliest` and `latest`; `confidence` that it does so within the horizon,
   * 0..1.
   */
  | { kind: 'crosses'; at: number; earliest: number; latest: number; confidence: number; evidence: TrendEvidence };

export interface TrendHistory {
  /**
   * Adds a point: `at` epoch ms, `value` in the series' unit; values that are not finite or absurd (absurd.ts), and points older than the
   * last one are left out. Constant memory.
   */
  observe(at: number, value: number): void;
  /**
   * When the series reaches the limit, within `horizonMs` (default: as far ahead as the history looks back; further is guessing).
   * @throws RangeError when the limit is not finite or the horizon not positive.
   */
  toLimit(limit: Limit, horizonMs?: number): TrendToLimit;
}

/** Below this Kendall's S is not close to normal (Kendall 1975 asks for ten), and a level shift could not be told from a trend. */
export const BUCKETS_NEEDED = 12;
const DEFAULT_WINDOW_MS = 7 * DAY_MS;
/**
 * A history of the last `windowMs` (default 7 days, at most three years), in at most 168 buckets of means, finer while it is short.
 * A leak of the last hours shows in a short window, a slow one in a long window: keep two histories to see both.
 * @throws RangeError when the window is not within (0, MAX_WINDOW_MS].
 */
export function createTrendHistory({ windowMs = DEFAULT_WINDOW_MS }: { windowMs?: number } = {}): TrendHistory {
  if (!(windowMs > 0 && windowMs <= MAX_WINDOW_MS)) {
    throw new RangeError(`windowMs: found ${windowMs}; expected more than 0, at most ${MAX_WINDOW_MS}`);
  }
  const history = emptyHistory();
  let last = -Infinity;
  return {
    observe: (at, value) => {
      if (!Number.isFinite(at) || !(Math.abs(value) <= ABSURD) || at <= last) return;
      last = at;
      addToHistory(history, windowMs, at, value);
    },
    toLimit: (limit, horizonMs) => trendToLimit(history.buckets, history.widthMs, last, limit, horizonMs),
  };
}

/**
 * The same for buckets at hand: in order of time, `widthMs` wide; `now` (epoch ms) is the moment of the last point. See read-trend.ts for
 * the trend and when-reached.ts for the crossing.
 */
function trendToLimit(buckets: readonly Bucket[], widthMs: number, now: number, limit: Limit, horizonMs?: number): TrendToLimit {
  if (!Number.isFinite(limit.value)) throw new RangeError(`limit: found ${limit.value}; expected a finite number`);
  if (horizonMs !== undefined && !(horizonMs > 0)) throw new RangeError(`horizonMs: found ${horizonMs}; expected more than 0`);
  if (buckets.length < BUCKETS_NEEDED) return { kind: 'not-enough-data', have: buckets.length, need: BUCKETS_NEEDED };
  // A limit that is reached from above is one that is reached from below, seen from below.
  const sign = limit.reachedBy === 'rising' ? 1 : -1;
  const trend = readTrend(buckets, widthMs, now, sign, BUCKETS_NEEDED);
  const evidence = evidenceOf(trend, sign, now);
  const bound = sign * limit.value;
  if (trend.level + trend.shape.peak >= bound) return { kind: 'already', evidence };
  const reason = whyNot(trend);
  if (reason !== null) return { kind: 'never', reason, evidence };
  const horizon = horizonMs ?? now - (buckets[0]?.start ?? now);
  // The slope turns the line about the level now, or about the middle of the history: the wider of both ranges, since the level now is
  // noisy and the middle knows nothing of a late bend.
  const { shape, middle, slope, level } = trend;
  const pivots = [{ at: now, value: level }, middle] as const;
  const at = Math.max(now, whenReached(pivots[0], slope.slope, bound, shape, widthMs));
  if (at > now + horizon) return { kind: 'never', reason: 'beyond-horizon', evidence };
  const needed = pivots.map((pivot) => (bound - shape.peak - pivot.value) / ((now + horizon - pivot.at) / HOUR_MS));
  return {
    kind: 'crosses',
    at,
    // A little more and it is met a daily peak earlier: the early end does not wait for the time of day.
    earliest: Math.max(now, Math.min(...pivots.map((pivot) => whenAtPeak(pivot, slope.high, bound, shape)))),
    latest: Math.max(at, ...pivots.map((pivot) => whenReached(pivot, slope.low, bound, shape, widthMs))),
    confidence: Math.min(...needed.map(slope.confidenceAbove)),
    evidence,
  };
}

function whyNot({ slope, jump }: Trend): 'level-shift' | 'moves-away' | 'no-trend' | null {
  if (jump === 'just-now') return 'level-shift';
  if (slope.high < 0) return 'moves-away';
  if (slope.low > 0) return null;
  return jump === 'upward' ? 'level-shift' : 'no-trend';
}

function evidenceOf({ slope, level, shape, from, buckets }: Trend, sign: 1 | -1, now: number): TrendEvidence {
  return {
    level: sign * level,
    dailyPeak: shape === NO_SHAPE ? null : sign * shape.peak,
    slopePerHour: sign * slope.slope,
    slopeLow: sign === 1 ? slope.low : -slope.high,
    slopeHigh: sign === 1 ? slope.high : -slope.low,
    from,
    to: now,
    buckets,
  };
}

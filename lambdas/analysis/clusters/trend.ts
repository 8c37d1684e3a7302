import type { FailureCluster, MinuteStats, Trend } from '../../shared/contract/records.ts';
import type { Span } from '../../shared/ports.ts';
import { compareRates } from '../../shared/stats/compare-rates.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/time.ts';
import { rateBins } from './rate-bins.ts';

/**
 * The window is cut into twelve parts, of which the newest three, a quarter, are compared with the nine before: six hours of a day with the
 * eighteen before. Ten parts more than the two rates take are enough to see whether failures come in bursts.
 */
const PARTS = 12;
const NEWEST = 3;
/** Shorter windows have less than a minute a part. */
const LEAST_MS = PARTS * MINUTE_MS;
/** One-sided: of a hundred steady clusters one is said to rise, and one to fall. */
const LEVEL = 0.01;
/** Less than half as much again is nothing that anybody acts on, however sure it is. */
const MATERIAL = 1.5;
/** Steady: a true rate twice as high, and one half as high, are each ruled out at 5 %, which takes about thirty failures. */
const NOTICEABLE = 2;
const RULED_OUT = 0.05;

export interface TrendInput {
  /** Times of the window's failures, epoch ms, any order. */
  times: readonly number[];
  minutes: readonly MinuteStats[];
  /** All failures of it were read. */
  span: Span;
  /** First failure on record. */
  firstSeen: number;
}

/**
 * How the rate of a cluster moves within a window: failures a call in its newest quarter against those before, by {@link compareRates}; per minute
 * where no calls are known. `new`: the first failure ever lies in the newest quarter, and the same rate would have shown before; `gone`: none in the
 * newest quarter, where the rate of before would have shown some.
 */
export function trendOf({ times, minutes, span, firstSeen }: TrendInput): Trend {
  if (span.to - span.from < LEAST_MS) return 'unknown';
  const bins = rateBins(span, PARTS, times, minutes);
  const compared = compareRates(bins.slice(0, -NEWEST), bins.slice(-NEWEST));
  if (compared === null) return 'unknown';
  const { before, after, ratio, pMore, pFewer } = compared;
  const newestFrom = span.to - ((span.to - span.from) * NEWEST) / PARTS;
  if (pMore() < LEVEL && before.count === 0 && firstSeen >= newestFrom) return 'new';
  if (pMore() < LEVEL && ratio >= MATERIAL) return 'rising';
  if (pFewer() < LEVEL && after.count === 0) return 'gone';
  if (pFewer() < LEVEL && ratio <= 1 / MATERIAL) return 'falling';
  return pFewer(NOTICEABLE) < RULED_OUT && pMore(1 / NOTICEABLE) < RULED_OUT ? 'steady' : 'unknown';
}

/**
 * The trend of a cluster that a window did not show at all: `gone` when at its rate on record, failures an hour from its first hour to its last,
 * the window would have shown one with 95 %: 1 - exp(-rate x hours), so three are expected. Without calls nothing can fail.
 */
export function trendWithout({ hours }: Pick<FailureCluster, 'hours'>, { from, to }: Span, calls: number): Trend {
  const [first, last] = [hours[0], hours.at(-1)];
  if (calls === 0 || first === undefined || last === undefined) return 'unknown';
  const rate = hours.reduce((sum, { count }) => sum + count, 0) / ((last.hour - first.hour) / HOUR_MS + 1);
  return 1 - Math.exp(-rate * ((to - from) / HOUR_MS)) >= 1 - RULED_OUT ? 'gone' : 'unknown';
}

import type { Forecast, Forecaster } from '../../lambdas/shared/forecast/forecast.ts';
import { MAX_WINDOW_MS } from '../../lambdas/shared/forecast/bucket-history.ts';
import { createTrendHistory, type Limit, type TrendToLimit } from '../../lambdas/shared/forecast/trend-to-limit.ts';
import { DAY_MS, HOUR_MS } from '../../lambdas/shared/time.ts';
import type { PointRow } from '../input/read-points.ts';
import type { PlotBuckets } from './plot-buckets.ts';
import { createPointOrder, type SeriesFacts } from './point-order.ts';

/** What is wanted of the future. */
export interface Wish {
  horizonMs: number;
  /** `from`: the side on which the series is when all is well; null: where most of its points are. */
  limit: { value: number; from: 'below' | 'above' | null } | null;
}

/** A trend and what it means for the limit, over one length of history. */
export interface WindowTrend {
  window: 'week' | 'whole';
  trend: Trend;
  toLimit: TrendToLimit | null;
}

/** A slope is `rising` or `falling` when its 90 % interval leaves out zero. */
export type Trend =
  | { kind: 'not-enough-data'; have: number; need: number }
  | {
      kind: 'rising' | 'falling' | 'none';
      level: number;
      slopePerHour: number;
      slopeLow: number;
      slopeHigh: number;
      from: number;
      to: number;
    };

/** What a file says of the time after its end. */
export interface Outlook {
  facts: SeriesFacts;
  forecast: Forecast;
  limit: Limit | null;
  trends: readonly WindowTrend[];
}

export interface OutlookMaker {
  /** Reads all rows. */
  learn(batches: AsyncIterable<PointRow[]>): Promise<void>;
  outlook(): Outlook;
}

/** A leak of hours shows in a week, one of months only in all of the history; both are kept. */
const WEEK_MS = 7 * DAY_MS;
/** No series reaches it: with this limit a history says what its trend is, whatever the limit. */
const OUT_OF_REACH: Limit = { value: Number.MAX_VALUE, reachedBy: 'rising' };

/** Learns a series in one pass and constant memory; the picture's `plot` gets every point with what was expected of it. */
export function createOutlook(forecaster: Forecaster, { horizonMs, limit }: Wish, plot: PlotBuckets | null): OutlookMaker {
  const order = createPointOrder();
  const week = createTrendHistory({ windowMs: WEEK_MS });
  const whole = createTrendHistory({ windowMs: MAX_WINDOW_MS });
  let below = 0;
  let above = 0;

  function learnRow(row: PointRow): void {
    order.add(row);
    const point = forecaster.observe(row.at, row.value);
    week.observe(row.at, row.value);
    whole.observe(row.at, row.value);
    if (limit !== null && row.value < limit.value) below += 1;
    if (limit !== null && row.value > limit.value) above += 1;
    plot?.add({ at: row.at, value: row.value, low: point?.low ?? null, high: point?.high ?? null, anomaly: false, score: 0 });
  }

  function limitMet(): Limit | null {
    if (limit === null) return null;
    const from = limit.from ?? (below >= above ? 'below' : 'above');
    return { value: limit.value, reachedBy: from === 'below' ? 'rising' : 'falling' };
  }

  return {
    async learn(batches) {
      for await (const rows of batches) rows.forEach(learnRow);
    },
    outlook() {
      const facts = order.facts();
      const met = limitMet();
      const longer = facts.first !== null && facts.last !== null && facts.last - facts.first > WEEK_MS;
      const histories = longer
        ? ([
            ['week', week],
            ['whole', whole],
          ] as const)
        : ([['whole', week]] as const);
      const trends = histories.map(([window, history]) => ({
        window,
        trend: trendOf(history.toLimit(OUT_OF_REACH)),
        toLimit: met === null ? null : history.toLimit(met),
      }));
      return { facts, forecast: hourly(forecaster, horizonMs), limit: met, trends };
    },
  };
}

/** A point an hour, or one a step where that is longer than an hour. */
function hourly(forecaster: Forecaster, horizonMs: number): Forecast {
  const forecast = forecaster.forecast(horizonMs, HOUR_MS);
  return forecast.kind === 'forecast' && forecast.stepMs > HOUR_MS ? forecaster.forecast(horizonMs) : forecast;
}

function trendOf(found: TrendToLimit): Trend {
  if (found.kind === 'not-enough-data') return found;
  const { level, slopePerHour, slopeLow, slopeHigh, from, to } = found.evidence;
  const kind = slopeLow > 0 ? 'rising' : slopeHigh < 0 ? 'falling' : 'none';
  return { kind, level, slopePerHour, slopeLow, slopeHigh, from, to };
}

import { describeTrendToLimit } from '../../lambdas/shared/forecast/describe-trend-to-limit.ts';
import type { Limit, TrendToLimit } from '../../lambdas/shared/forecast/trend-to-limit.ts';
import type { Outlook, Trend } from '../series/outlook.ts';
import { factsJson } from './facts-json.ts';
import { forecastToLimit } from './outlook-summary.ts';

const iso = (at: number): string | null => (Math.abs(at) <= LAST_MOMENT ? new Date(at).toISOString() : null);
/** The range of a Date, ms: a slow trend may cross beyond it. */
const LAST_MOMENT = 8.64e15;

/** What a file says of the time after its end, for machines: times in ISO 8601, lengths in ms. */
export function outlookJson(name: string, { facts, forecast, limit, trends }: Outlook) {
  return {
    file: name,
    ...factsJson(facts),
    forecast:
      forecast.kind === 'forecast'
        ? { ...forecast, points: forecast.points.map(({ at, ...point }) => ({ at: iso(at), ...point })) }
        : forecast,
    limit: limit === null ? null : { ...limit, words: forecastToLimit(limit, forecast) },
    trends: trends.map(({ window, trend, toLimit }) => ({
      window,
      ...trendJson(trend),
      toLimit: toLimit === null || limit === null ? null : toLimitJson(toLimit, limit),
    })),
  };
}

const trendJson = (trend: Trend) => (trend.kind === 'not-enough-data' ? trend : { ...trend, from: iso(trend.from), to: iso(trend.to) });

function toLimitJson(found: TrendToLimit, limit: Limit) {
  const words = describeTrendToLimit(found, limit);
  switch (found.kind) {
    case 'not-enough-data':
      return { ...found, words };
    case 'already':
      return { kind: found.kind, words };
    case 'never':
      return { kind: found.kind, reason: found.reason, words };
    case 'crosses': {
      const { kind, at, earliest, latest, confidence } = found;
      return { kind, at: iso(at), earliest: iso(earliest), latest: iso(latest), confidence, words };
    }
  }
}

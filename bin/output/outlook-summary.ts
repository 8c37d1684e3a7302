import { moment, percent } from '../../lambdas/reporting/text/numbers.ts';
import { plain } from '../../lambdas/reporting/text/plain.ts';
import { REPORT_WIDTH } from '../../lambdas/reporting/text/render-report.ts';
import { table } from '../../lambdas/reporting/text/table.ts';
import { describeTrendToLimit } from '../../lambdas/shared/forecast/describe-trend-to-limit.ts';
import type { Forecast } from '../../lambdas/shared/forecast/forecast.ts';
import type { Limit } from '../../lambdas/shared/forecast/trend-to-limit.ts';
import type { Outlook, Trend, WindowTrend } from '../series/outlook.ts';
import { counted, factsSummary, labelled } from './facts-summary.ts';
import { figure } from './figure.ts';

const WINDOW_WORDS: Record<WindowTrend['window'], string> = { week: 'the last 7 days', whole: 'the whole file' };

/** What a file says of the time after its end, for people. */
export function outlookSummary(name: string, { facts, forecast, limit, trends }: Outlook): string {
  const lines = [
    ...labelled('file', plain(name)),
    ...factsSummary(facts),
    ...trends.flatMap(({ window, trend }) => labelled('trend', `${WINDOW_WORDS[window]}: ${trendWords(trend)}`)),
    ...(limit === null ? [] : limitLines(limit, trends, forecast)),
    '',
    ...forecastLines(forecast),
  ];
  return `${lines.join('\n')}\n`;
}

/** A trend in a sentence. */
function trendWords(trend: Trend): string {
  if (trend.kind === 'not-enough-data') {
    const have = counted(trend.have, 'stretch of time with a value', 'stretches of time with values');
    return `too little history (${have}, ${trend.need} are needed)`;
  }
  const between = `90 % interval ${signed(trend.slopeLow)} to ${signed(trend.slopeHigh)}`;
  const level = `the level is ${figure(trend.level)}`;
  if (trend.kind === 'none') return `none beyond chance; ${level} (${between} an hour)`;
  return `${trend.kind} by ${figure(Math.abs(trend.slopePerHour))} an hour (${between}); ${level}`;
}

const signed = (value: number): string => (value > 0 ? `+${figure(value)}` : figure(value));

function limitLines(limit: Limit, trends: readonly WindowTrend[], forecast: Forecast): string[] {
  const side = limit.reachedBy === 'rising' ? 'upper' : 'lower';
  return [
    ...labelled(
      'limit',
      `${figure(limit.value)}, ${limit.reachedBy === 'rising' ? 'an' : 'a'} ${side} one. ${forecastToLimit(limit, forecast)}`,
    ),
    ...trends.flatMap(({ window, toLimit }) =>
      toLimit === null ? [] : labelled('', `By ${WINDOW_WORDS[window]}: ${describeTrendToLimit(toLimit, limit)}`),
    ),
  ];
}

/** Whether the forecast of the next hours gets there. */
export function forecastToLimit({ value, reachedBy }: Limit, forecast: Forecast): string {
  if (forecast.kind === 'not-enough-data') return 'There is not enough data for a forecast of the next hours.';
  const beyond = (reached: number) => (reachedBy === 'rising' ? reached >= value : reached <= value);
  const expected = forecast.points.find((point) => beyond(point.expected));
  if (expected !== undefined) return `The forecast reaches it at ${moment(expected.at)}.`;
  const possible = forecast.points.find((point) => beyond(reachedBy === 'rising' ? point.high : point.low));
  if (possible !== undefined) return `The forecast stays short of it; its band reaches it at ${moment(possible.at)}.`;
  return 'The forecast of the next hours and its band stay short of it.';
}

function forecastLines(forecast: Forecast): string[] {
  if (forecast.kind === 'not-enough-data') {
    const have = counted(forecast.have, 'point with a value', 'points with values');
    return [`No forecast: not enough data (${have}, ${forecast.need} are needed).`];
  }
  if (forecast.points.length === 0) return ['No forecast: the step of the series is longer than the hours asked for (--hours).'];
  return [
    `Forecast; the band is meant to hold ${percent(forecast.coverage)} of the values:`,
    ...table(
      [
        { head: 'time', align: 'left' },
        { head: 'expected', align: 'right' },
        { head: 'low', align: 'right' },
        { head: 'high', align: 'right' },
      ],
      forecast.points.map(({ at, expected, low, high }) => [moment(at), figure(expected), figure(low), figure(high)]),
      REPORT_WIDTH,
      0,
    ),
  ];
}

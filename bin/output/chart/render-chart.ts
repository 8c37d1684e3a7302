import { moment } from '../../../lambdas/reporting/text/numbers.ts';
import { cut, plain } from '../../../lambdas/reporting/text/plain.ts';
import { bandPath, linePath, type Place } from '../../../lambdas/shared/chart/paths.ts';
import { styleSheet } from '../../../lambdas/shared/chart/style.ts';
import { escapeXml, path, svg, tenth, text } from '../../../lambdas/shared/chart/svg.ts';
import { timeTicks } from '../../../lambdas/shared/chart/time-axis.ts';
import { valueAxis } from '../../../lambdas/shared/chart/value-axis.ts';
import type { PlotBucket } from '../../series/plot-buckets.ts';

/** Where a series goes from here. */
export interface ChartForecast {
  at: number;
  expected: number;
  low: number;
  high: number;
}

export interface Chart {
  title: string;
  /** What the values are. */
  valueLabel: string;
  buckets: readonly PlotBucket[];
  /** A distance of points (ms) over which no line is drawn; null: there is none such. */
  gapMs: number | null;
  forecast?: readonly ChartForecast[];
  limit?: number;
}

export const WIDTH = 1200;
export const HEIGHT = 400;
const LEFT = 76;
const RIGHT = 24;
const TOP = 56;
const BOTTOM = 50;
/** Pixels that the series has in width: more buckets than these show nothing more. */
export const COLUMNS = WIDTH - LEFT - RIGHT;
const ROWS = HEIGHT - TOP - BOTTOM;

/** A band may be so wide that the series becomes a flat line: it is drawn up to half the series' own height beyond it. */
const BAND_ROOM = 0.5;
/** Characters of a title that fit in the width. */
const MOST_TITLE = 120;
/** Pixels of a legend's mark with its blanks, and of a letter beside it: a little wide, whatever the font. */
const MARK_WIDTH = 44;
const LETTER_WIDTH = 7;
/** Beyond, the difference of two values leaves the range of a double; nothing real is there. */
const MOST_VALUE = 1e300;
const STYLE = styleSheet({
  '.line': 'stroke:var(--series);stroke-width:1.3;stroke-linejoin:round;stroke-linecap:round',
  '.band': 'fill:var(--series);fill-opacity:.22',
  '.forecast': 'stroke:var(--ahead);stroke-width:2;stroke-linejoin:round;stroke-linecap:round',
  '.forecast-band': 'fill:var(--ahead);fill-opacity:.22',
  '.anomaly': 'fill:var(--alarm);stroke:var(--paper);stroke-width:1.5',
});

/** Air above and below what is drawn, as a share of it. */
const AIR = 0.04;

/**
 * The picture as an SVG of WIDTH × HEIGHT: the series, its band, anomalies, and where it goes. Light or dark as the reader's system is. Its size is
 * bounded by the number of buckets.
 */
export function renderChart(chart: Chart): string {
  const { title, buckets, forecast = [], limit, valueLabel } = chart;
  const from = buckets[0]?.from ?? forecast[0]?.at ?? 0;
  const to = Math.max(forecast.at(-1)?.at ?? from, ...buckets.map((bucket) => bucket.to));
  const place = placement(from, to, ...extent(chart));
  return svg({ width: WIDTH, height: HEIGHT, title, description: '', style: STYLE }, [
    `<clipPath id="area"><rect x="${LEFT}" y="${TOP}" width="${COLUMNS}" height="${ROWS}"/></clipPath>`,
    text(LEFT, 21, 'title', cut(plain(title), MOST_TITLE)),
    ...legend(chart),
    ...axes(place, from, to, valueLabel),
    '<g clip-path="url(#area)">',
    path('band', bandPath(buckets, chart.gapMs, place)),
    path(
      'forecast-band',
      bandPath(
        forecast.map(({ at, low, high }) => ({ from: at, to: at, low, high })),
        null,
        place,
      ),
    ),
    path('line', linePath(buckets, chart.gapMs, place)),
    path(
      'forecast',
      linePath(
        forecast.map(({ at, expected }) => ({ from: at, to: at, min: expected, max: expected })),
        null,
        place,
      ),
    ),
    limit === undefined ? '' : `<path class="limit" d="M${LEFT} ${place.y(limit)}h${COLUMNS}"/>`,
    '</g>',
    ...buckets.flatMap(({ anomaly }) =>
      anomaly === null ? [] : [`<circle class="anomaly" cx="${place.x(anomaly.at)}" cy="${place.y(anomaly.value)}" r="4.5"/>`],
    ),
  ]);
}

interface Placement extends Place {
  axis: ReturnType<typeof valueAxis>;
}

function placement(from: number, to: number, low: number, high: number): Placement {
  const axis = valueAxis(low, high);
  const length = to - from;
  return {
    axis,
    x: (at) => tenth(LEFT + (length === 0 ? COLUMNS / 2 : ((at - from) / length) * COLUMNS)),
    y: (value) => tenth(TOP + Math.min(2, Math.max(-1, (axis.high - value) / (axis.high - axis.low))) * ROWS),
  };
}

/** Least and greatest value to be shown. */
function extent({ buckets, forecast = [], limit }: Chart): [number, number] {
  const values = [...buckets.flatMap(({ min, max }) => [min, max]), ...forecast.map(({ expected }) => expected)];
  if (limit !== undefined) values.push(limit);
  if (values.length === 0) return [0, 1];
  const low = Math.max(-MOST_VALUE, Math.min(...values));
  const high = Math.min(MOST_VALUE, Math.max(...values));
  const room = BAND_ROOM * (high - low);
  const bounds = [...buckets, ...forecast].flatMap((each) => (each.low === null || each.high === null ? [] : [each.low, each.high]));
  const lowest = Math.max(low - room, Math.min(low, ...bounds));
  const highest = Math.min(high + room, Math.max(high, ...bounds));
  const air = AIR * (highest - lowest);
  return [lowest - air, highest + air];
}

function axes({ axis, x, y }: Placement, from: number, to: number, valueLabel: string): string[] {
  const bottom = TOP + ROWS;
  const [first, last] = [from, to].map((at) => moment(at).replace(' UTC', ''));
  const spanned = from === to ? first : `${first} to ${last}`;
  return [
    ...axis.ticks.flatMap(({ at, label }) => [
      `<path class="grid" d="M${LEFT} ${y(at)}h${COLUMNS}"/>`,
      text(LEFT - 8, y(at) + 4, 'tick', label, 'end'),
    ]),
    ...timeTicks(from, to).flatMap(({ at, label }) => [
      `<path class="grid" d="M${x(at)} ${TOP}v${ROWS}"/>`,
      text(x(at), bottom + 18, 'tick', label, 'middle'),
    ]),
    `<path class="axis" d="M${LEFT} ${TOP}v${ROWS}h${COLUMNS}"/>`,
    text(LEFT + COLUMNS / 2, HEIGHT - 12, 'label', `time (UTC): ${spanned}`, 'middle'),
    `<text class="label" transform="translate(18 ${TOP + ROWS / 2}) rotate(-90)" text-anchor="middle">${escapeXml(valueLabel)}</text>`,
  ];
}

/** Only what is in the picture. */
function legend({ buckets, forecast = [], limit }: Chart): string[] {
  const entries = [
    ['line', 'series', buckets.length > 0],
    ['band', 'expected band', buckets.some(({ low }) => low !== null)],
    ['anomaly', 'anomaly', buckets.some(({ anomaly }) => anomaly !== null)],
    ['forecast', 'forecast', forecast.length > 0],
    ['forecast-band', 'forecast band', forecast.length > 0],
    ['limit', 'limit', limit !== undefined],
  ] as const;
  let x = LEFT;
  return entries
    .filter(([, , present]) => present)
    .flatMap(([kind, name]) => {
      const left = x;
      x += MARK_WIDTH + name.length * LETTER_WIDTH;
      const mark =
        kind === 'anomaly'
          ? `<circle class="anomaly" cx="${left + 9}" cy="39" r="4.5"/>`
          : `<path class="${kind}" d="${kind.endsWith('band') ? `M${left} 34h18v10h-18z` : `M${left} 39h18`}"/>`;
      return [mark, text(left + 24, 43, 'tick', name)];
    });
}

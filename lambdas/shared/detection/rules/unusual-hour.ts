import { type HourMean, readHours } from '../../baseline/hour-profile.ts';
import type { AnomalyDraft, ScoredPoint, Series } from '../../contract/records.ts';
import { HOUR_MS, hourOfWeek, MINUTE_MS } from '../../time.ts';
import type { SeriesWindow, TargetWindow } from '../target-window.ts';
import { deviationPercent, howFar, inUnit, SERIES_WORDS } from '../words.ts';
import { established, meanOf } from './established.ts';
import type { Rule } from './rule.ts';
import { beyondChance, shareCounts } from './share-counts.ts';
import { MIN_HOUR_POINTS } from './throughput-limit.ts';

/** The current hour above the mean of seven days by more than so many deviations of their hours (SPEC 3). */
const DEVIATIONS = 2;

/** Hours of the week that must be known, with half of an hour's points each: five of the seven days. */
const HOURS_NEEDED = 120;
const HOUR_POINTS = 30;

/** Points of the current hour that make a mean: its noise is then a third of one point's. */
const MIN_POINTS = 10;

/**
 * Where this hour of the week has a norm of its own, it must be exceeded by so much as well: the daily peak is above two deviations each day,
 * and no news.
 */
const ABOVE_OWN = 0.2;

/** The series with a profile. More calls than in other hours are no harm, and info. */
const WATCHED: readonly (readonly [Series, AnomalyDraft['severity']])[] = [
  ['invocations', 'info'],
  ['error-rate', 'warning'],
  ['duration-p95', 'warning'],
];

/** The hour that is under way against the seven days before. */
export const unusualHour: Rule = { type: 'unusual-hour', tellsWarnings: false, find };

function find(window: TargetWindow): AnomalyDraft[] {
  return WATCHED.flatMap(([series, severity]) => {
    const known = established(window, series);
    return known === null ? [] : ofSeries(window, series, severity, known);
  });
}

function ofSeries(
  window: TargetWindow,
  series: Series,
  severity: AnomalyDraft['severity'],
  { baseline, scored }: SeriesWindow,
): AnomalyDraft[] {
  const start = Math.floor((window.until - MINUTE_MS) / HOUR_MS) * HOUR_MS;
  const points = scored.filter(({ at }) => at >= start);
  const last = points.at(-1);
  const hours = readHours(baseline.hours);
  const week = hours.filter((hour): hour is HourMean => hour !== null && hour.count >= HOUR_POINTS).map(({ mean }) => mean);
  if (last === undefined || points.length < MIN_POINTS || week.length < HOURS_NEEDED) return [];
  const expected = week.reduce((sum, mean) => sum + mean, 0) / week.length;
  const deviation = Math.sqrt(week.reduce((sum, mean) => sum + (mean - expected) ** 2, 0) / (week.length - 1));
  const actual = meanOf(points);
  const own = hours[hourOfWeek(start)] ?? null;
  if (actual <= expected + DEVIATIONS * deviation || !isMaterial(window, series, points, expected)) return [];
  if (own !== null && own.count >= MIN_HOUR_POINTS && actual <= own.mean * (1 + ABOVE_OWN)) return [];
  const { name } = window.target;
  return [
    {
      type: 'unusual-hour',
      series,
      severity,
      title: `${name}: an hour with an unusual ${SERIES_WORDS[series]}`,
      description:
        `In this hour the ${SERIES_WORDS[series]} of ${name} is ${inUnit(series, actual)}; the hours of seven days have ` +
        `${inUnit(series, expected)} ± ${inUnit(series, deviation)}: ${howFar(expected, actual)}.`,
      expected,
      actual,
      deviationPercent: deviationPercent(expected, actual),
      since: points[0]?.at ?? last.at,
      lastSeen: last.at,
      discriminator: '',
    },
  ];
}

/** A week of equal hours has no deviation to speak of: a rise must be worth a word too. */
function isMaterial(window: TargetWindow, series: Series, points: readonly ScoredPoint[], expected: number): boolean {
  if (series !== 'error-rate') return meanOf(points) > expected * (1 + ABOVE_OWN);
  const minutes = new Set(points.map(({ at }) => at));
  return beyondChance(
    shareCounts(window, series).filter(({ at }) => minutes.has(at)),
    expected,
  );
}

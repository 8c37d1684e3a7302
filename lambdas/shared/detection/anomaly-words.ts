import type { Anomaly } from '../contract/records.ts';
import { MINUTE_MS } from '../time.ts';
import { clockTime, dayTime, howFar, inMinutes, inUnit, SERIES_WORDS } from './words.ts';

/** What the words are made from. */
export type WordedAnomaly = Pick<
  Anomaly,
  | 'target'
  | 'title'
  | 'type'
  | 'series'
  | 'expected'
  | 'actual'
  | 'since'
  | 'lastSeen'
  | 'related'
  | 'first'
  | 'alerted'
  | 'acknowledged'
  | 'resolution'
>;

/** Others that are named in one line. */
const NAMED = 4;

/** An anomaly in a few lines for people, the first its headline: what; since when and how it ended; how far from normal; what else moved. */
export function anomalyWords(anomaly: WordedAnomaly): string[] {
  return [anomaly.title, when(anomaly), ...distance(anomaly), ...others(anomaly)];
}

function when({ since, lastSeen, resolution, alerted, acknowledged }: WordedAnomaly): string {
  const known = [alerted ? ['a person was told'] : [], acknowledged ? ['acknowledged'] : []].flat();
  const state =
    resolution === null ? `open, last seen ${clockTime(lastSeen)}, ${inMinutes(lastSeen + MINUTE_MS - since)} so far` : resolution;
  return `since ${dayTime(since)}; ${[state, ...known].join('; ')}`;
}

function distance(anomaly: WordedAnomaly): string[] {
  const words = figuresOf(anomaly);
  return words === null ? [] : [words];
}

/** Types whose expectation is a limit that must not be reached, and the one whose figure is a share of days: its title says it all. */
const LIMITS: ReadonlySet<string> = new Set(['utilisation', 'trend']);
const DAYS = 'time-pattern';

/** The value, and the usual one or the limit, with the distance; null: there is none of both. */
export function figuresOf({ type, series, expected, actual }: Pick<Anomaly, 'type' | 'series' | 'expected' | 'actual'>): string | null {
  if (series === null || expected === null || type === DAYS) return null;
  const value = inUnit(series, actual);
  if (expected <= 0) return `${value} where none is usual`;
  if (LIMITS.has(type)) return `${value}; the line to stay below is ${inUnit(series, expected)}`;
  return `${value} where ${inUnit(series, expected)} is usual: ${howFar(expected, actual)}`;
}

function others({ related, first, target }: WordedAnomaly): string[] {
  const [earliest] = related;
  if (earliest === undefined) return [];
  const named = related
    .slice(0, NAMED)
    .map((each) => `${each.target} (${each.series === null ? each.title : SERIES_WORDS[each.series]}, ${clockTime(each.since)})`);
  const more = related.length > NAMED ? ` and ${related.length - NAMED} more` : '';
  return [`with ${named.join('; ')}${more}; ${first ? `${target} was first` : `${earliest.target} was first`}`];
}

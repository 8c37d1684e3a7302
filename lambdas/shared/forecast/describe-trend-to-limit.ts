import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts';
import { DAYS_NEEDED } from './daily-shape.ts';
import type { Limit, TrendEvidence, TrendToLimit } from './trend-to-limit.ts';

/** The verdict in one sentence for people; times in UTC. */
export function describeTrendToLimit(found: TrendToLimit, limit: Limit): string {
  if (found.kind === 'not-enough-data') {
    const have = found.have === 1 ? '1 stretch of time with a value' : `${found.have} stretches of time with values`;
    return `Too little history for a trend: ${have}, ${found.need} are needed.`;
  }
  const { evidence } = found;
  const level = `The level is ${figure(evidence.level)}`;
  const slope = `${evidence.slopePerHour >= 0 ? 'rises' : 'falls'} by ${figure(Math.abs(evidence.slopePerHour))} an hour`;
  const goal = `the limit of ${figure(limit.value)}`;
  switch (found.kind) {
    case 'already':
      return `${level}${atPeak(evidence)}: ${goal} is reached already.`;
    case 'crosses': {
      const between = `between ${moment(found.earliest)} and ${moment(found.latest)}`;
      const when = `in ${span(found.at - evidence.to)} (${moment(found.at)}), ${between}`;
      const sure = `confidence ${Math.round(100 * found.confidence)} %.`;
      return `${level} and ${slope}: it reaches ${goal} ${when}; ${sure}${mayBeDaily(evidence) ? UNKNOWN_SHAPE : ''}`;
    }
    case 'never':
      return `${level}: ${WHY[found.reason]}, so ${goal} is not expected to be reached.`;
  }
}

/** Wide buckets show no daily shape either, but span so many days that their rise is not that of one. */
function mayBeDaily({ dailyPeak, from, to }: TrendEvidence): boolean {
  return dailyPeak === null && to - from < DAYS_NEEDED * DAY_MS;
}

const UNKNOWN_SHAPE = ' A rise that comes every day looks the same until three days are known.';

const WHY = {
  'no-trend': 'there is no trend beyond chance',
  'moves-away': 'it moves away',
  'level-shift': 'it jumped once and has no trend since',
  'beyond-horizon': 'it moves there too slowly to matter within the horizon',
} as const;

function atPeak({ level, dailyPeak }: TrendEvidence): string {
  return dailyPeak === null || dailyPeak === 0 ? '' : ` (${figure(level + dailyPeak)} at the daily peak)`;
}

const figure = (value: number): string => String(Number(value.toPrecision(4)));
const moment = (at: number): string =>
  Math.abs(at) <= 8.64e15 ? `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC` : 'the far future';

function span(ms: number): string {
  if (ms >= 2 * DAY_MS) return `${(ms / DAY_MS).toFixed(1)} days`;
  if (ms >= 2 * HOUR_MS) return `${(ms / HOUR_MS).toFixed(1)} hours`;
  return `${Math.max(1, Math.round(ms / MINUTE_MS))} minutes`;
}

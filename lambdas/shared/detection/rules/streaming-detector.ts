import { CRITICAL_Z } from '../../baseline/judge-value.ts';
import { type AnomalyDraft, DETECTED_SERIES, type ScoredPoint, type Series } from '../../contract/records.ts';
import { THRESHOLD } from '../detector.ts';
import type { SeriesWindow, TargetWindow } from '../target-window.ts';
import { deviationPercent, howFar, inUnit, SERIES_WORDS } from '../words.ts';
import { GAP_MS } from './episode.ts';
import { established, meanOf } from './established.ts';
import { isMaterial } from './material.ts';
import type { Rule } from './rule.ts';

/**
 * The detector says that something is rare; it is an anomaly when it is large enough to matter and stays: so many of the points from its
 * alarm on must be away from what was expected then. At its threshold the detector gives about 10 alarms in 10,000 points (201 in the 193,652
 * of the benchmark's 29 files), 9 a day of a target with six series: most are lone spikes, which end here. The rest is a warning, told after a quarter of an hour.
 */
const K = 3;
const OF = 5;

/** From this multiple of the expectation (or down to its inverse), with z beyond 3 in each of these points, it is critical. */
const CRITICAL_FACTOR = 2;

/** Where a change is bad. The other way is good news, and info; more calls are neither. */
const BAD: Record<(typeof DETECTED_SERIES)[number], 'up' | 'down'> = {
  invocations: 'down',
  'error-rate': 'up',
  concurrency: 'up',
  'duration-p50': 'up',
  'duration-p95': 'up',
  'memory-used': 'up',
};

/** The score of the streaming detector at or above its one threshold. */
export const streamingDetector: Rule = { type: 'detector', tellsWarnings: true, find };

interface Change {
  alarm: ScoredPoint;
  expected: number;
  direction: 'up' | 'down';
  away: ScoredPoint[];
}

function find(window: TargetWindow): AnomalyDraft[] {
  return DETECTED_SERIES.flatMap((series) => {
    const known = established(window, series);
    const change = known === null ? null : newestChange(window, series, known);
    return change === null ? [] : [draft(window, series, change)];
  });
}

/** The newest alarm after which the series stayed away from what was expected at the alarm. */
function newestChange(window: TargetWindow, series: Series, { scored }: SeriesWindow): Change | null {
  for (const [index, alarm] of [...scored.entries()].toReversed()) {
    if (alarm.score < THRESHOLD || alarm.expected === null) continue;
    const expected = alarm.expected;
    const from = scored.slice(index);
    const direction = meanOf(from.slice(0, OF)) >= expected ? 'up' : 'down';
    const isAway = (point: ScoredPoint): boolean => isMaterial(window, series, point, expected, direction);
    if (from.slice(0, OF).filter(isAway).length < K) continue;
    return { alarm, expected, direction, away: contiguous(from.filter(isAway)) };
  }
  return null;
}

/** The points up to the first gap: what comes back later is another change. */
function contiguous(points: readonly ScoredPoint[]): ScoredPoint[] {
  const end = points.findIndex((point, index) => index > 0 && point.at - (points[index - 1]?.at ?? point.at) > GAP_MS);
  return end === -1 ? [...points] : points.slice(0, end);
}

function draft(window: TargetWindow, series: (typeof DETECTED_SERIES)[number], { alarm, expected, direction, away }: Change): AnomalyDraft {
  const { name } = window.target;
  const actual = meanOf(away);
  const since = Math.min(alarm.at, away[0]?.at ?? alarm.at);
  const band =
    alarm.low === null || alarm.high === null ? '' : ` (${inUnit(series, Math.max(0, alarm.low))} to ${inUnit(series, alarm.high)})`;
  const news = direction === BAD[series] ? '' : series === 'invocations' ? ' It is asked for more than usual.' : ' That is good news.';
  return {
    type: 'detector',
    series,
    severity: severityOf(series, direction, expected, away),
    title: `${name}: the ${SERIES_WORDS[series]} ${direction === 'up' ? 'rose' : 'fell'}`,
    description:
      `The ${SERIES_WORDS[series]} of ${name} is ${inUnit(series, actual)} where ${inUnit(series, expected)}${band} was ` +
      `expected: ${howFar(expected, actual)}. The detector's score was ${alarm.score.toFixed(1)}; ${THRESHOLD} is an alarm.${news}`,
    expected,
    actual,
    deviationPercent: deviationPercent(expected, actual),
    since,
    lastSeen: away.at(-1)?.at ?? alarm.at,
    discriminator: direction,
  };
}

function severityOf(
  series: (typeof DETECTED_SERIES)[number],
  direction: 'up' | 'down',
  expected: number,
  away: readonly ScoredPoint[],
): AnomalyDraft['severity'] {
  if (direction !== BAD[series]) return 'info';
  const isFar = ({ value, z }: ScoredPoint): boolean =>
    z !== null &&
    Math.abs(z) > CRITICAL_Z &&
    (direction === 'up' ? value >= CRITICAL_FACTOR * expected : value <= expected / CRITICAL_FACTOR);
  return away.filter(isFar).length >= K ? 'critical' : 'warning';
}

import { baselineQuantile } from '../../baseline/baseline.ts';
import { deviationFloor } from '../../baseline/deviation-floor.ts';
import { CRITICAL_Z } from '../../baseline/judge-value.ts';
import type { AnomalyDraft, ScoredPoint } from '../../contract/records.ts';
import type { SeriesWindow, TargetWindow } from '../target-window.ts';
import { deviationPercent, howFar, inMs } from '../words.ts';
import { type Episode, type KOfN, newestEpisode } from './episode.ts';
import { established, meanOf, paired } from './established.ts';
import { FAR_SLOWER, isAbove, type Rise, SLOWER, MUCH_SLOWER } from './noticeable.ts';
import type { Rule } from './rule.ts';

/**
 * What a critical minute must exceed of all that was learned: on a noisy machine its hiccups are learned, and are no news. While fewer than
 * 300 minutes are learned it is what three of them exceeded: the one slow minute in which a target started would else excuse all others.
 */
const LEARNED_LEVEL = 0.99;
const LEARNED_ABOVE = 3;

/**
 * Minutes that must be out, median AND 95th percentile of each. A normal minute is out in both with at most the probability of one (Student's
 * t, 18 degrees of freedom: the deviation is estimated from 19 points); a run of 90 minutes of 6 services has 540 positions.
 * - at once (z > 3, +75 %): 3 pairs x 0.0038^2 = 4e-5 a position by the z alone, 0.02 a run. Where the minutes scatter by 15 %, more than
 *   medians of 60 calls do, +75 % is z > 5: 3 x 4.6e-5^2 = 7e-9, 4e-6 false alarms a run. An incident that triples the latency is so found in its second
 *   whole minute, the third since its beginning at the latest.
 * - critical (z > 3, +50 %): 6 x 0.0038^5 = 5e-12 a position. The many minutes are not for chance but for what is none: a busy neighbour
 *   slows all calls for a minute or three, and is over before anybody could look.
 * - warning: the mean of five minutes has a standard error of s sqrt(1/5 + 0.053) = 0.5 s (0.053 = alpha / (2 - alpha), that of the baseline's
 *   mean), so a mean beyond z = 3 is 6 of its own deviations: 6e-6 a position, 0.003 a run; and it tells a person only after a quarter of an hour.
 */
const AT_ONCE: KOfN = { k: 2, of: 3 };
const CRITICAL: KOfN = { k: 5, of: 6 };
const WARNING: KOfN = { k: 3, of: 5 };

/** Calls within the minutes that were out: a 95th percentile of fewer than 20 is their largest, and proves no critical rise. */
const MIN_CALLS = 20;

interface Minute {
  at: number;
  p50: ScoredPoint;
  p95: ScoredPoint;
}

/** Median and 95th percentile of duration against their baselines. */
export const latencyLimit: Rule = { type: 'latency', tellsWarnings: true, find };

function find(window: TargetWindow): AnomalyDraft[] {
  const [median, tail] = [established(window, 'duration-p50'), established(window, 'duration-p95')];
  if (median === null || tail === null) return [];
  const minutes = paired(median, tail).map(({ at, one, other }): Minute => ({ at, p50: one, p95: other }));
  const critical =
    newestEpisode(minutes, criticalBy(median, tail, MUCH_SLOWER), AT_ONCE) ??
    newestEpisode(minutes, criticalBy(median, tail, FAR_SLOWER), CRITICAL);
  if (critical !== null) {
    const whole = aroundIt(minutes, critical, median, tail);
    return [draft(window, median, tail, whole, callsIn(window, critical) >= MIN_CALLS ? 'critical' : 'warning')];
  }
  const warning = newestEpisode(minutes, (minute) => isAbove(median, minute.p50, SLOWER) && isAbove(tail, minute.p95, SLOWER), WARNING);
  if (warning === null) return [];
  const clear = [
    isMeanFarOut(
      median,
      warning.newest.map(({ p50 }) => p50),
    ),
    isMeanFarOut(
      tail,
      warning.newest.map(({ p95 }) => p95),
    ),
  ].every(Boolean);
  return clear ? [draft(window, median, tail, warning, 'warning')] : [];
}

/** Whether a minute is critically out: by limit, by z, and above nearly all that was ever learned. */
function criticalBy(median: SeriesWindow, tail: SeriesWindow, rise: Rise): (minute: Minute) => boolean {
  const known = [median, tail].map(({ baseline }) => {
    const level = Math.max(0, Math.min(LEARNED_LEVEL, 1 - LEARNED_ABOVE / baseline.count));
    return baselineQuantile(baseline, level) ?? 0;
  });
  return ({ p50, p95 }) =>
    [p50, p95].every((point, index) => {
      const series = index === 0 ? median : tail;
      return point.z !== null && point.z > CRITICAL_Z && point.value > (known[index] ?? 0) && isAbove(series, point, rise);
    });
}

/** A critical stretch with the minutes around it that were above the limit: what began slowly began then. */
function aroundIt(
  minutes: readonly Minute[],
  { since, lastSeen }: Episode<Minute>,
  median: SeriesWindow,
  tail: SeriesWindow,
): Episode<Minute> {
  const isOut = (minute: Minute): boolean =>
    (minute.at >= since && minute.at <= lastSeen) || (isAbove(median, minute.p50, SLOWER) && isAbove(tail, minute.p95, SLOWER));
  const stretches = newestEpisode(minutes.filter(isOut), () => true, { k: 1, of: 1 });
  const whole = stretches !== null && stretches.since <= since ? stretches : null;
  return whole ?? { since, lastSeen, out: minutes.filter(({ at }) => at >= since && at <= lastSeen), newest: [] };
}

/** Whether the mean of the points is more than CRITICAL_Z deviations of one point above the baseline's. */
function isMeanFarOut({ baseline }: SeriesWindow, points: readonly ScoredPoint[]): boolean {
  const deviation = Math.max(Math.sqrt(baseline.variance), deviationFloor(baseline.series, baseline.mean));
  const mean = meanOf(points);
  return mean > baseline.mean * (1 + SLOWER.share) && mean > baseline.mean + CRITICAL_Z * deviation;
}

function callsIn(window: TargetWindow, { out }: Episode<Minute>): number {
  const minutes = new Set(out.map(({ at }) => at));
  return (window.series.invocations?.scored ?? []).filter(({ at }) => minutes.has(at)).reduce((sum, { value }) => sum + value, 0);
}

function draft(
  window: TargetWindow,
  median: SeriesWindow,
  tail: SeriesWindow,
  { since, lastSeen, out }: Episode<Minute>,
  severity: AnomalyDraft['severity'],
): AnomalyDraft {
  const { name } = window.target;
  const expected = tail.baseline.mean;
  const actual = meanOf(out.map(({ p95 }) => p95));
  const p50 = meanOf(out.map((minute) => minute.p50));
  return {
    type: 'latency',
    series: 'duration-p95',
    severity,
    title: `${name} is slower than usual`,
    description:
      `One in twenty calls of ${name} takes ${inMs(actual)} or more; usual is ${inMs(expected)}: ` +
      `${howFar(expected, actual)}. Half of the calls take ${inMs(p50)} or more; usual is ${inMs(median.baseline.mean)}.`,
    expected,
    actual,
    deviationPercent: deviationPercent(expected, actual),
    since,
    lastSeen,
    discriminator: '',
  };
}

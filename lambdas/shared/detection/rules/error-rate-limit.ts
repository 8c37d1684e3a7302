import { MINUTE_MS } from '../../time.ts';
import type { AnomalyDraft } from '../../contract/records.ts';
import type { TargetWindow } from '../target-window.ts';
import { deviationPercent, inMinutes, inPercent } from '../words.ts';
import { newestEpisode } from './episode.ts';
import { established } from './established.ts';
import type { Rule } from './rule.ts';
import { beyondChance, pooled, type ShareCount, shareCounts } from './share-counts.ts';

/** Rise over the baseline from which the error rate is an anomaly: five points (SPEC 3). */
const LIMIT = 0.05;
/** A success rate below 85 % is critical (SPEC 3). */
const CRITICAL_RATE = 0.15;

/** Minutes whose calls are added up: few for an outage, many for a rise that few calls meet. */
const SPANS_MS = [3 * MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS] as const;

/** The share of failed calls against its baseline, pooled, and no chance: 1 failure of 3 calls is none, 4 of 5 are. */
export const errorRateLimit: Rule = { type: 'errors', tellsWarnings: true, find };

function find(window: TargetWindow): AnomalyDraft[] {
  const known = established(window, 'error-rate');
  if (known === null) return [];
  const expected = known.baseline.mean;
  const counts = shareCounts(window, 'error-rate');
  const isOut = (minute: ShareCount): boolean => minute.value > expected + LIMIT;
  for (const end of counts.filter(isOut).toReversed()) {
    const proven = SPANS_MS.map((span) => counts.filter(({ at }) => at > end.at - span && at <= end.at)).find(
      (minutes) => pooled(minutes).share > expected + LIMIT && beyondChance(minutes, expected),
    );
    if (proven === undefined) continue;
    const first = proven.find(isOut) ?? end;
    const whole = newestEpisode(
      counts.filter((minute) => minute.at <= end.at),
      isOut,
      { k: 1, of: 1 },
    );
    const since = Math.min(first.at, whole?.since ?? first.at);
    const after = newestEpisode(
      counts.filter((minute) => minute.at >= end.at),
      isOut,
      { k: 1, of: 1 },
    );
    const lastSeen = after !== null && after.since === end.at ? after.lastSeen : end.at;
    return [draft(window, expected, counts, since, lastSeen)];
  }
  return [];
}

function draft(window: TargetWindow, expected: number, counts: readonly ShareCount[], since: number, lastSeen: number): AnomalyDraft {
  const { name } = window.target;
  const { calls, failures, share } = pooled(counts.filter(({ at }) => at >= since && at <= lastSeen));
  return {
    type: 'errors',
    series: 'error-rate',
    severity: share > CRITICAL_RATE ? 'critical' : 'warning',
    title: `${name} fails more often than usual`,
    description:
      `${failures} of ${calls} calls of ${name} failed within ${inMinutes(lastSeen + MINUTE_MS - since)}: ${inPercent(share)}; usual is ${inPercent(expected)}. ` +
      `More than ${LIMIT * 100} points above, and more than chance gives, counts as an anomaly.`,
    expected,
    actual: share,
    deviationPercent: deviationPercent(expected, share),
    since,
    lastSeen,
    discriminator: '',
  };
}

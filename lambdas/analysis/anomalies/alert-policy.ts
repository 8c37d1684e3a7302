import type { Anomaly, AnomalyDraft } from '../../shared/contract/records.ts';
import { RULES } from '../../shared/detection/rules.ts';
import { MINUTE_MS } from '../../shared/time.ts';
import { overlap } from './correlate.ts';
import { gravity } from './merge-draft.ts';

/** One incident, one alert: what was found within so long of one that was told belongs to it. */
export const INCIDENT_MS = 10 * MINUTE_MS;

/**
 * How long a warning must have lasted before a person is told: a rise of 20 to 50 % for a few minutes is nothing to get up for, and nearly all
 * false alarms of any rule end sooner (a quarter of an hour is also as long as the windows of the rules are).
 */
const WARNING_LASTED_MS = 15 * MINUTE_MS;

const TOLD_WARNINGS = new Set(RULES.filter(({ tellsWarnings }) => tellsWarnings).map(({ type }) => type));

/**
 * Whether a person is to be told of an anomaly, by itself: open, not told, not acknowledged, and critical, or a warning by the detector or a
 * limit that has lasted. Never info, never what a canary alone shows, never while a rollout of Kaizen's own is under way on the target: the
 * judge has that.
 */
export function isWorthTelling(anomaly: Anomaly, draft: Pick<AnomalyDraft, 'severity'>, rollout: string | null): boolean {
  if (rollout !== null || draft.severity === 'info') return false;
  if (anomaly.resolution !== null || anomaly.alerted || anomaly.acknowledged) return false;
  if (anomaly.severity === 'critical') return true;
  if (anomaly.severity === 'info' || !TOLD_WARNINGS.has(anomaly.type)) return false;
  return anomaly.lastSeen + MINUTE_MS - anomaly.since >= WARNING_LASTED_MS;
}

/**
 * The anomaly whose alert stands for this one too; null: it needs its own. One that was told, is at least as grave, of the same time, and was
 * found within {@link INCIDENT_MS} of it. When that one is over for as long and this one goes on, it was not the same incident: it is told.
 */
export function coveredBy(anomaly: Anomaly, all: readonly Anomaly[], now: number): Anomaly | null {
  const covers = (other: Anomaly): boolean =>
    other.id !== anomaly.id &&
    other.alerted &&
    gravity(other) >= gravity(anomaly) &&
    overlap(other, anomaly) &&
    Math.abs(other.at - anomaly.at) <= INCIDENT_MS &&
    (other.resolution === null || now - other.lastSeen < INCIDENT_MS);
  return all.find(covers) ?? null;
}

import { type Anomaly, type AnomalyDraft, SEVERITIES } from '../../shared/contract/records.ts';
import { anomalyId, isOfKind, kindOf } from './anomaly-kind.ts';

/** How grave, as a number: critical is 2. */
export function gravity({ severity }: Pick<Anomaly, 'severity'>): number {
  return SEVERITIES.indexOf(severity);
}

/** A new record of what was found at `at` (epoch ms). */
export function openedBy(tenant: string, target: string, draft: AnomalyDraft, at: number): Anomaly {
  const { discriminator: _, ...found } = draft;
  return {
    id: anomalyId(target, draft),
    tenant,
    target,
    ...found,
    at,
    related: [],
    first: true,
    alerted: false,
    acknowledged: false,
    resolution: null,
    revision: 0,
  };
}

/**
 * The anomaly that a draft continues, out of those of its target; null: it is a new one. An open one of the same kind is continued however
 * long ago it was seen, for nothing has shown that it ended; a closed one when the draft reaches back into it: a person closed it while it
 * went on, or the message came late. What began after it was last seen is another one, however soon: a closed one stays silent, and would
 * swallow an outage.
 */
export function continuedBy(draft: AnomalyDraft, target: string, anomalies: readonly Anomaly[]): Anomaly | null {
  const kind = kindOf(target, draft);
  const same = anomalies.filter((each) => each.target === target && isOfKind(each, kind));
  return same.find(({ resolution }) => resolution === null) ?? same.find(({ lastSeen }) => draft.since <= lastSeen) ?? null;
}

/**
 * The anomaly after a draft that continues it, in the words of before: the worst severity and value stay. One that became critical is to be told again.
 * A closed one only moves on, silently. An older draft changes nothing.
 */
export function continueWith(anomaly: Anomaly, draft: AnomalyDraft): Anomaly {
  const lastSeen = Math.max(anomaly.lastSeen, draft.lastSeen);
  if (anomaly.resolution !== null) return { ...anomaly, lastSeen };
  const graver = gravity(draft) > gravity(anomaly);
  const further = distance(draft) > distance(anomaly);
  const { expected, actual, deviationPercent } = further ? draft : anomaly;
  const since = Math.min(anomaly.since, draft.since);
  return {
    ...anomaly,
    since,
    lastSeen,
    expected,
    actual,
    deviationPercent,
    severity: graver ? draft.severity : anomaly.severity,
    title: draft.title,
    alerted: anomaly.alerted && !(graver && draft.severity === 'critical'),
  };
}

function distance({ expected, actual }: Pick<Anomaly, 'expected' | 'actual'>): number {
  return Math.abs(actual - (expected ?? 0));
}

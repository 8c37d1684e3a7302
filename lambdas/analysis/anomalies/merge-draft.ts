import { type Anomaly, type AnomalyDraft, SEVERITIES } from '../../shared/contract/records.ts';
import { GAP_MS } from '../../shared/detection/rules/episode.ts';
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
    closedBy: null,
    revision: 0,
  };
}

/**
 * The anomaly that a draft continues, out of those of its target; null: it is a new one. An open one of the same kind is continued however
 * long ago it was seen, for nothing has shown that it ended; a closed one when the draft reaches back into it: a person closed it while it
 * went on, a rule closed it too early, or the message came late. What began after it was last seen is another one, however soon.
 */
export function continuedBy(draft: AnomalyDraft, target: string, anomalies: readonly Anomaly[]): Anomaly | null {
  const kind = kindOf(target, draft);
  const same = anomalies.filter((each) => each.target === target && isOfKind(each, kind));
  return same.find(({ resolution }) => resolution === null) ?? same.find(({ lastSeen }) => draft.since <= lastSeen) ?? null;
}

/** Whether a draft that continues an anomaly shows that the rule which closed it was wrong: it goes on, by more than a gap, after its end. */
export function reopens({ closedBy, lastSeen }: Pick<Anomaly, 'closedBy' | 'lastSeen'>, draft: Pick<AnomalyDraft, 'lastSeen'>): boolean {
  return closedBy === 'rule' && draft.lastSeen > lastSeen + GAP_MS;
}

/**
 * The anomaly after a draft that continues it, found at `at` (epoch ms), in the words of before: the worst severity and value stay. One that
 * became critical is to be told again. An older draft changes nothing.
 *
 * One that a person closed only moves on, silently. One that a rule closed stays as it ended, so that minutes which creep on add up to a gap;
 * beyond the gap it is open again, may be told again, and is as grave as what brought it back: a critical hour that is over must not wake
 * anybody for the warning that is left of it.
 */
export function continueWith(anomaly: Anomaly, draft: AnomalyDraft, at: number): Anomaly {
  const lastSeen = Math.max(anomaly.lastSeen, draft.lastSeen);
  if (reopens(anomaly, draft)) return reopened(anomaly, draft, at);
  if (anomaly.closedBy === 'rule') return anomaly;
  if (anomaly.closedBy === 'person') return { ...anomaly, lastSeen };
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

function reopened(anomaly: Anomaly, draft: AnomalyDraft, at: number): Anomaly {
  const { severity, title, expected, actual, deviationPercent, lastSeen } = draft;
  const since = Math.min(anomaly.since, draft.since);
  const now = { since, lastSeen, at, severity, title, expected, actual, deviationPercent };
  return { ...anomaly, ...now, alerted: false, resolution: null, closedBy: null };
}

function distance({ expected, actual }: Pick<Anomaly, 'expected' | 'actual'>): number {
  return Math.abs(actual - (expected ?? 0));
}

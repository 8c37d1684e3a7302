import { anomalyInput } from '../../shared/audit/decision-inputs.ts';
import { refTo } from '../../shared/audit/refs.ts';
import type { Settings } from '../../shared/contract/environment.ts';
import type { Anomaly } from '../../shared/contract/records.ts';
import { StaleRecord } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports.ts';
import { MINUTE_MS } from '../../shared/time.ts';
import { alertMessage } from './alert-message.ts';
import { coveredBy, INCIDENT_MS, isWorthTelling } from './alert-policy.ts';
import { coOccurrences, coOccurrenceWords } from './co-occurrence.ts';
import type { Kept } from './keep-anomalies.ts';
import { gravity } from './merge-draft.ts';
import { whatChanged } from './what-changed.ts';

export type TellPorts = Pick<Ports, 'work' | 'control' | 'notifier' | 'registry' | 'audit' | 'clock'>;

/** Sentences about the past that a page has room for. */
const PAST_SENTENCES = 2;

/** Writers of one anomaly at the same time are two or three. */
const MAX_ATTEMPTS = 5;

/** Longest that telling takes; a worker that died is followed by the next message of the target, a minute later. */
const LEASE_MS = MINUTE_MS;

/**
 * Tells a person of what is worth it, once an incident, and says whether it did. An anomaly that an earlier alert covers (alert-policy.ts) is
 * not told: that one's record names it among what else moved. The message goes out before it is noted, since a second message does less
 * harm than none.
 *
 * Of several workers at once one speaks. On the same anomaly: each writes it first, at the revision that it read, so that the number it gets is
 * its own, and takes a lock in that name. On two of the same time: by the tenant's window for alerts of this severity.
 * @throws StaleRecord when another worker was first: the caller starts again.
 */
export async function tell(ports: TellPorts, settings: Settings, tenant: string, kept: Kept, rollout: string | null): Promise<boolean> {
  const now = ports.clock();
  const worth = kept.touched
    .filter(({ anomaly, draft }) => isWorthTelling(anomaly, draft, rollout) && coveredBy(anomaly, kept.all, now) === null)
    .map(({ anomaly }) => anomaly)
    .toSorted((a, b) => gravity(b) - gravity(a) || a.since - b.since || a.id.localeCompare(b.id, 'en'));
  const [gravest, ...others] = worth;
  if (gravest === undefined) return false;
  const worst = await ports.work.anomalies.update(gravest);
  const lock = `alert/${worst.id}`;
  const owner = String(worst.revision);
  if (!(await ports.control.acquireLock(lock, owner, LEASE_MS, now))) return false;
  try {
    const claim = `alert/${tenant}/${worst.severity}`;
    if (!(await ports.control.firstSight(claim, worst.id, INCIDENT_MS, now))) return false;
    await ports.notifier.notify(await messageOf(ports, settings, worst, others, kept, now));
    await ports.control.sightCounted(claim, worst.id);
    for (const anomaly of [worst, ...others]) await markTold(ports, anomaly);
  } finally {
    await ports.control.releaseLock(lock, owner);
  }
  await audit(ports, worst, others, now);
  return true;
}

async function messageOf(ports: TellPorts, { stage }: Settings, worst: Anomaly, others: readonly Anomaly[], { all }: Kept, now: number) {
  const related = all.filter(({ id }) => worst.related.some((each) => each.id === id));
  const targets = [...new Set([worst.target, ...worst.related.map(({ target }) => target)])];
  return alertMessage({
    stage,
    worst,
    others,
    changed: await whatChanged(ports, worst.tenant, targets, worst.since),
    before: coOccurrences(worst, related, all).slice(0, PAST_SENTENCES).map(coOccurrenceWords),
    now,
  });
}

/** Whoever wrote it meanwhile: that a person was told stays true. */
async function markTold({ work }: TellPorts, anomaly: Anomaly): Promise<void> {
  for (let current: Anomaly | null = anomaly, attempt = 1; current !== null; attempt += 1) {
    try {
      await work.anomalies.update({ ...current, alerted: true });
      return;
    } catch (error) {
      if (!(error instanceof StaleRecord) || attempt >= MAX_ATTEMPTS) throw error;
      current = await work.anomalies.get(anomaly.tenant, anomaly.id);
    }
  }
}

async function audit({ audit: log }: TellPorts, worst: Anomaly, others: readonly Anomaly[], at: number): Promise<void> {
  await log.append({
    tenant: worst.tenant,
    key: `analysis/anomaly/${worst.id}/${worst.at}/${worst.severity}`,
    actor: 'analysis/detect',
    action: 'alert',
    subject: worst.target,
    about: [refTo('function', worst.target), ...[worst, ...others].map(({ id }) => refTo('anomaly', id))],
    summary: `A person was told: ${worst.title}.`,
    confidence: null,
    risk: null,
    evidence: [worst, ...others].map(({ description, actual, expected }) => ({
      source: 'telemetry' as const,
      summary: description,
      figures: expected === null ? { actual } : { actual, expected },
    })),
    inputs: [worst, ...others].map((each) => anomalyInput(each)),
    at,
  });
}

import type { Anomaly, Improvement, Opportunity } from '../../lambdas/shared/contract/records.ts';
import type { WorkStore } from '../../lambdas/shared/ports.ts';
import type { CloudEvent, EventPhase, RolloutTick } from './events.ts';

type News = Omit<CloudEvent, 'at'>;

/** Where in the loop a status belongs, and how it is to be read. */
const STATUS_NEWS: Record<Improvement['status'], { phase: EventPhase; level: CloudEvent['level'] }> = {
  refused: { phase: 'generation', level: 'bad' },
  generated: { phase: 'generation', level: 'good' },
  rejected: { phase: 'validation', level: 'bad' },
  proposed: { phase: 'validation', level: 'info' },
  'awaiting-approval': { phase: 'validation', level: 'info' },
  validated: { phase: 'validation', level: 'good' },
  'rolling-out': { phase: 'rollout', level: 'info' },
  promoted: { phase: 'rollout', level: 'good' },
  'rolled-back': { phase: 'rollout', level: 'bad' },
  'not-deployed': { phase: 'rollout', level: 'bad' },
  failed: { phase: 'rollout', level: 'bad' },
};

/** One that is to end a failure says which, and where it happens. */
const opportunityNews = ({ target, kind, title, failure, status, reason }: Opportunity): News => ({
  phase: 'analysis',
  level: status === 'chosen' ? 'good' : 'info',
  subject: target,
  message: failure === undefined ? `${target}: ${kind}, ${status}. ${reason}` : `${title}: ${status}. ${reason}`,
});

const statusNews = ({ target, title, status, reason, id }: Improvement): News => ({
  ...STATUS_NEWS[status],
  subject: target,
  message: `${target}: ${title}: ${status}. ${reason}`,
  data: { improvementId: id, status },
});

/** One line an anomaly, when a person was told of it and when it is over; what nobody was told of is left to the report. */
const anomalyNews = ({ id, target, severity, description, resolution }: Anomaly): News => ({
  phase: 'detection',
  level: resolution === null ? 'bad' : 'good',
  subject: target,
  message: resolution === null ? `${description} A person was told.` : `${target}: ${resolution}`,
  data: { anomalyId: id, severity, resolved: resolution !== null },
});

/** How far a rollout is, or null before its canary had a weight. */
function rolloutTick({ id, target, status, rollout }: Improvement): News | null {
  const weight = rollout?.weights.at(-1)?.weight;
  if (rollout === null || weight === undefined) return null;
  const { observations, verdict } = rollout;
  const requests = observations.reduce((sum, { canary }) => sum + canary.requests, 0);
  const tick: RolloutTick = {
    tick: true,
    improvementId: id,
    weight,
    minute: observations.length,
    requests,
    wealth: verdict !== null && 'wealth' in verdict ? verdict.wealth : null,
    word: verdict?.word ?? null,
    done: status !== 'rolling-out',
  };
  return {
    phase: 'rollout',
    level: 'info',
    subject: target,
    message: `${target}: ${(weight * 100).toFixed(0)} % of the traffic, minute ${tick.minute}, ${requests} requests`,
    data: { ...tick },
  };
}

/** Tells of which anomalies of a tenant a person was told, and which of them are over, since it was asked last. Those of earlier runs are no news. */
export async function watchAnomalies(work: WorkStore, tenant: string): Promise<() => Promise<News[]>> {
  const state = ({ resolution }: Anomaly): string => (resolution === null ? 'open' : 'over');
  const seen = new Map((await work.anomalies.list(tenant)).map((anomaly) => [anomaly.id, state(anomaly)]));
  return async () => {
    const fresh = (await work.anomalies.list(tenant)).filter((anomaly) => {
      if (!anomaly.alerted || seen.get(anomaly.id) === state(anomaly)) return false;
      seen.set(anomaly.id, state(anomaly));
      return true;
    });
    return fresh.toSorted((a, b) => a.since - b.since).map(anomalyNews);
  };
}

/** What is news of an improvement: its status, and each answer of a model with the gates' word on it. */
function standing({ status, rounds = [], reviews = [] }: Improvement): string {
  return `${status} ${rounds.length} ${reviews.length}`;
}

/** Tells what changed in a cycle's records since it was asked last. */
export function watchCycle(work: WorkStore, tenant: string, cycleId: string): () => Promise<News[]> {
  const seen = new Map<string, string>();
  const isNew = (key: string, state: string): boolean => {
    if (seen.get(key) === state) return false;
    seen.set(key, state);
    return true;
  };
  return async () => {
    const ofCycle = (record: { cycleId: string }) => record.cycleId === cycleId;
    const opportunities = (await work.opportunities.list(tenant)).filter(ofCycle);
    const improvements = (await work.improvements.list(tenant)).filter(ofCycle);
    return [
      ...opportunities.filter(({ id, status }) => isNew(`opportunity/${id}`, status)).map(opportunityNews),
      ...improvements.flatMap((improvement) => {
        const tick = rolloutTick(improvement);
        return [
          ...(tick !== null && isNew(`tick/${improvement.id}`, JSON.stringify(tick.data)) ? [tick] : []),
          ...(isNew(`improvement/${improvement.id}`, standing(improvement)) ? [statusNews(improvement)] : []),
        ];
      }),
    ];
  };
}

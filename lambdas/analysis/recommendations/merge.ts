import { type Cycle, type Opportunity, type Recommendation, STRATEGY_OF, type Withheld } from '../../shared/contract/records.ts';
import { recommendationId } from '../../shared/ids.ts';
import { DAY_MS } from '../../shared/time.ts';
import { actionOf } from './action-of.ts';
import { impactWords } from './impact-words.ts';
import { easeOf, scoreOf } from './score.ts';
import { TYPE_OF } from './type-of.ts';

/** Not found again for so long, or by so many cycles in a row that looked: at a cycle a day five of them are a working week. */
export const EXPIRES_MS = 14 * DAY_MS;
const MISSED = 5;
/** What a person dismissed is another matter when its impact has doubled since, or is more severe. */
const MATERIAL = 2;

export const KAIZEN = 'analysis/analyse';

const SEVERITIES: readonly Opportunity['severity'][] = ['low', 'medium', 'high', 'critical'];

/** A recommendation as this cycle found it: new, or the one on record brought up to date. Nothing changes when this cycle has counted already. */
export function found(
  opportunity: Opportunity,
  withheld: Withheld,
  before: Recommendation | null,
  cycle: Cycle,
  now: number,
): Recommendation {
  if (before?.cycleId === cycle.id) return before;
  const counted = { found: (before?.found ?? 0) + 1, looked: (before?.looked ?? 0) + 1, missed: 0 };
  const action = actionOf(opportunity, withheld);
  const { target, kind, severity, priority, confidence, prediction, evidence } = opportunity;
  return {
    id: recommendationId(target, kind),
    tenant: opportunity.tenant,
    target,
    kind,
    type: TYPE_OF[kind],
    title: opportunity.title,
    severity,
    priority,
    impact: impactWords(opportunity),
    impactScore: opportunity.impact,
    score: scoreOf({ impactScore: opportunity.impact, ...counted, ease: easeOf(action, withheld, STRATEGY_OF[kind]?.kind ?? null) }),
    confidence,
    ...(prediction === undefined ? {} : { prediction }),
    action,
    evidence,
    withheld,
    why: opportunity.reason,
    ...statusOf(opportunity, before, cycle, now),
    firstSeen: before?.firstSeen ?? opportunity.at,
    lastSeen: opportunity.at,
    expiresAt: opportunity.at + EXPIRES_MS,
    ...counted,
    cycleId: cycle.id,
    opportunityId: opportunity.id,
    revision: before?.revision ?? 0,
  };
}

type Status = Pick<Recommendation, 'status' | 'by' | 'reason' | 'at' | 'answeredScore'>;

function statusOf(opportunity: Opportunity, before: Recommendation | null, cycle: Cycle, now: number): Status {
  const open = (reason: string): Status => ({ status: 'open', by: KAIZEN, reason, at: now, answeredScore: null });
  if (before === null) return open('It was found.');
  const { status, by, reason, at, answeredScore } = before;
  const stays: Status = { status, by, reason, at, answeredScore };
  if (status === 'open') return stays;
  if (status === 'expired') return open('It was found again.');
  if (status === 'applied') {
    // A window that began before the word may show what was there before it.
    return cycle.windowStart >= at ? open(`It was found again after ${by} had applied it.`) : stays;
  }
  const graver = SEVERITIES.indexOf(opportunity.severity) > SEVERITIES.indexOf(before.severity);
  const greater = opportunity.impact >= MATERIAL * (answeredScore ?? before.impactScore) && opportunity.impact > 0;
  return graver || greater ? open(`It is graver than when ${by} dismissed it.`) : stays;
}

/** An open recommendation that this cycle did not find; the same when nothing changes. `looked`: whether it looked at the target, and would have. */
export function notFound(before: Recommendation, cycle: Cycle, looked: boolean, now: number): Recommendation {
  if (before.status !== 'open' || before.cycleId === cycle.id) return before;
  const expired = (reason: string): Recommendation => ({ ...counted, status: 'expired', by: KAIZEN, reason, at: now });
  const counted = looked ? { ...before, looked: before.looked + 1, missed: before.missed + 1, cycleId: cycle.id } : before;
  if (counted.missed >= MISSED) return expired(`${MISSED} cycles in a row looked for it and did not find it.`);
  if (now >= before.expiresAt) return expired(`Nothing found it again for ${EXPIRES_MS / DAY_MS} days.`);
  return counted;
}

/** An open recommendation about what Kaizen does itself by now. */
export function taken(before: Recommendation, opportunity: Opportunity, cycle: Cycle, now: number): Recommendation {
  if (before.status !== 'open') return before;
  const reason = `It is Kaizen's to do now (${opportunity.status}): ${opportunity.reason}`;
  return { ...before, status: 'expired', by: KAIZEN, reason, at: now, cycleId: cycle.id, opportunityId: opportunity.id };
}

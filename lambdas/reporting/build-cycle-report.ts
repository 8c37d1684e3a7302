import {
  OPEN_STATUSES,
  SEVERITIES,
  type Anomaly,
  type Cycle,
  type FailureCluster,
  type Improvement,
  type KnownPattern,
  type Opportunity,
  type Recommendation,
} from '../shared/contract/records.ts';
import type { Cost } from '../shared/cost/price-of.ts';
import { DAY_MS, MINUTE_MS } from '../shared/time.ts';
import {
  type CycleReport,
  ReportedAnomaly,
  type ReportedImprovement,
  type ReportedOpportunity,
  ReportedRecommendation,
  type ReportedRollout,
  type ReportedRound,
} from './cycle-report.ts';
import { reportedFailures } from './reported-failures.ts';
import { monitoringMs } from './monitoring-time.ts';
import { pictureOf } from './rollout-picture.ts';

/** Gravest anomalies that a report shows; the rest is in the store. Ten fit on a screen. */
const ANOMALIES_SHOWN = 10;
/** The same of recommendations. */
const RECOMMENDATIONS_SHOWN = 10;
/** A month of 30 days, in minutes: what `savingPerMonth` projects over. */
const MONTH_MINUTES = (30 * DAY_MS) / MINUTE_MS;

export interface CycleRecords {
  cycle: Cycle;
  opportunities: readonly Opportunity[];
  improvements: readonly Improvement[];
  /** That touch the time from the window's beginning to the report. */
  anomalies: readonly Anomaly[];
  /** Open ones about the cycle's targets. */
  recommendations: readonly Recommendation[];
  /** Of the cycle's targets, seen within its window; and what the tenant knows of failure patterns. */
  clusters: readonly FailureCluster[];
  patterns: readonly KnownPattern[];
  cost: Cost;
}

/** Whether a version of this improvement ever served traffic. */
export function wasDeployed(improvement: Improvement): boolean {
  return improvement.rollout !== null && improvement.rollout.weights.length > 0;
}

/** The report of a cycle, from its records alone. `at` (epoch ms) stands for the end of a cycle that is still open. */
export function buildCycleReport(records: CycleRecords, at: number): CycleReport {
  const { cycle, opportunities, improvements, anomalies, recommendations, clusters, patterns, cost } = records;
  const end = Math.max(cycle.startedAt, cycle.endedAt ?? at);
  const watchedMs = monitoringMs(improvements, cycle.startedAt, end);
  const byId = new Map(opportunities.map((opportunity) => [opportunity.id, opportunity]));
  const promoted = improvements.filter(({ status }) => status === 'promoted');
  return {
    id: cycle.id,
    tenant: cycle.tenant,
    trigger: cycle.trigger,
    cause: cycle.cause,
    status: cycle.status,
    reason: cycle.reason,
    startedAt: cycle.startedAt,
    endedAt: cycle.endedAt,
    duration: { totalMs: end - cycle.startedAt, monitoringMs: watchedMs, workMs: end - cycle.startedAt - watchedMs },
    analysed: { ...cycle.telemetry, windowStart: cycle.windowStart, windowEnd: cycle.windowEnd },
    anomalies: { count: anomalies.length, gravest: gravest(anomalies) },
    failures: reportedFailures(clusters, patterns, cycle.windowStart),
    opportunities: opportunities
      .map((opportunity) => reportedOpportunity(opportunity, cycle, improvements))
      .toSorted((a, b) => b.impact - a.impact || a.id.localeCompare(b.id, 'en')),
    recommendations: {
      count: recommendations.length,
      first: recommendations
        .toSorted((a, b) => b.score - a.score || a.id.localeCompare(b.id, 'en'))
        .slice(0, RECOMMENDATIONS_SHOWN)
        .map((each) => ReportedRecommendation.parse(each)),
    },
    improvements: improvements
      .map((improvement) => reportedImprovement(improvement, byId.get(improvement.opportunityId)))
      .toSorted((a, b) => a.target.localeCompare(b.target, 'en') || a.id.localeCompare(b.id, 'en')),
    counts: {
      opportunities: cycle.opportunities,
      attempted: improvements.length,
      deployed: improvements.filter(wasDeployed).length,
      promoted: promoted.length,
      rolledBack: improvements.filter(({ status }) => status === 'rolled-back').length,
      open: improvements.filter(({ status }) => OPEN_STATUSES.includes(status)).length,
    },
    totalImpact: {
      score: sum(promoted.map(({ opportunityId }) => byId.get(opportunityId)?.impact ?? 0)),
      found: sum(opportunities.map(({ impact }) => impact)),
      savingPerMonth: sum(promoted.map(savingPerMonth)),
    },
    untouched: untouched(cycle, opportunities, improvements),
    cost: { total: cost.total, lines: cost.lines, unpriced: cost.unpriced },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Saving per million requests × requests in 30 days. Both versions together served the target's whole traffic. */
function savingPerMonth({ impact }: Improvement): number {
  if (impact === null || impact.savingPerMillion === null) return 0;
  const perMinute = impact.before.requestsPerMinute + impact.after.requestsPerMinute;
  return (impact.savingPerMillion * perMinute * MONTH_MINUTES) / 1_000_000;
}

function gravest(anomalies: readonly Anomaly[]): CycleReport['anomalies']['gravest'] {
  return anomalies
    .toSorted(
      (a, b) =>
        SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
        Number(a.resolution !== null) - Number(b.resolution !== null) ||
        b.since - a.since ||
        a.id.localeCompare(b.id, 'en'),
    )
    .slice(0, ANOMALIES_SHOWN)
    .map((anomaly) => ReportedAnomaly.parse(anomaly));
}

function reportedOpportunity(opportunity: Opportunity, cycle: Cycle, improvements: readonly Improvement[]): ReportedOpportunity {
  const { id, target, kind, title, severity, priority, gain, confidence, risk, impact, evidence } = opportunity;
  const improvement = improvements.find(({ opportunityId }) => opportunityId === id);
  const became: Pick<ReportedOpportunity, 'outcome' | 'reason'> =
    improvement !== undefined
      ? { outcome: improvement.status, reason: improvement.reason }
      : opportunity.status === 'chosen' && cycle.executionEnded
        ? {
            outcome: 'failed',
            reason: 'It was chosen, but the part of the workflow that writes the improvement failed before it wrote a record.',
          }
        : { outcome: opportunity.status, reason: opportunity.reason };
  return { id, target, kind, title, severity, priority, gain, confidence, risk, impact, evidence, ...became };
}

function reportedRollout({ rollout, impact }: Improvement): ReportedRollout | null {
  if (rollout === null) return null;
  return {
    stableVersion: rollout.snapshot.stableVersion,
    canaryVersion: rollout.canaryVersion,
    startedAt: rollout.startedAt,
    endedAt: rollout.endedAt,
    endedBecause: rollout.endedBecause,
    timeline: rollout.weights,
    judged: {
      minutes: rollout.observations.length,
      canaryRequests: sum(rollout.observations.map(({ canary }) => canary.requests)),
      canaryErrors: sum(rollout.observations.map(({ canary }) => canary.errors)),
      stableRequests: sum(rollout.observations.map(({ stable }) => stable.requests)),
      stableErrors: sum(rollout.observations.map(({ stable }) => stable.errors)),
    },
    plan: rollout.plan?.words ?? null,
    alone:
      rollout.promotedAt === null ? null : { since: rollout.promotedAt, minutes: rollout.watched.length, verdict: rollout.watchVerdict },
    answer: rollout.answer,
    picture: pictureOf(rollout, impact),
  };
}

function reportedRounds({ rounds = [], reviews = [] }: Improvement): ReportedRound[] {
  return rounds.map(({ model, inputTokens, outputTokens, dollars, problem }, index) => {
    const review = reviews.find(({ round }) => round === index + 1);
    const sentBack = review === undefined ? null : `sent back: ${review.reason}`;
    return { model, inputTokens, outputTokens, dollars, problem: problem ?? sentBack, findings: review?.findings.length ?? 0 };
  });
}

function reportedImprovement(improvement: Improvement, opportunity: Opportunity | undefined): ReportedImprovement {
  const { id, opportunityId, target, kind, strategy, title, explanation, status, reason, confidence, risk, diff } = improvement;
  const { configuration, checks, impact } = improvement;
  return {
    id,
    opportunityId,
    target,
    kind,
    strategy,
    title,
    explanation,
    status,
    reason,
    confidence,
    risk,
    evidence: opportunity?.evidence ?? [],
    prediction: opportunity?.prediction ?? null,
    diff,
    configuration,
    checks,
    ...(improvement.rounds === undefined ? {} : { rounds: reportedRounds(improvement) }),
    rollout: reportedRollout(improvement),
    verdict: improvement.rollout?.verdict ?? null,
    before: impact?.before ?? null,
    after: impact?.after ?? null,
    gain:
      impact === null
        ? null
        : {
            p95Ms: impact.p95GainMs,
            p95: impact.p95Gain,
            savingPerMillion: impact.savingPerMillion,
            intervals: impact.intervals ?? null,
          },
  };
}

function untouched(cycle: Cycle, opportunities: readonly Opportunity[], improvements: readonly Improvement[]): CycleReport['untouched'] {
  if (cycle.closing === undefined || cycle.status === 'failed') return null;
  const touched = new Set(improvements.filter(wasDeployed).map(({ target }) => target));
  return cycle.closing.watched
    .filter((target) => !touched.has(target))
    .map((target) => {
      const attempted = improvements.find((improvement) => improvement.target === target);
      const found = opportunities.filter((opportunity) => opportunity.target === target).length;
      if (attempted !== undefined)
        return { target, why: `an improvement was written and not deployed (${attempted.status}): ${attempted.reason}` };
      if (found > 0)
        return {
          target,
          why: found === 1 ? 'one opportunity was found and not attempted' : `${found} opportunities were found, none attempted`,
        };
      return { target, why: 'nothing worth improving was found' };
    });
}

import * as z from 'zod';
import {
  Anomaly,
  CheckResult,
  Cycle,
  Effectiveness,
  Evidence,
  FailureCluster,
  Figures,
  FunctionConfiguration,
  IMPROVEMENT_STATUSES,
  ImpactIntervals,
  Opportunity,
  Prediction,
  Recommendation,
  RolloutAnswer,
  Solution,
  Verdict,
} from '../shared/contract/records.ts';

/** All times are epoch milliseconds of the clock that the cycle ran by, all durations milliseconds, fractions 0..1, money USD. */
const time = z.number().int().nonnegative();
const fraction = z.number().min(0).max(1);

/** What came of an opportunity: of its improvement where there was one, else the analysis' own word. */
export const OPPORTUNITY_OUTCOMES = [...IMPROVEMENT_STATUSES, 'chosen', 'queued', 'recommended', 'skipped'] as const;

export const ReportedOpportunity = Opportunity.pick({
  id: true,
  target: true,
  kind: true,
  title: true,
  severity: true,
  priority: true,
  gain: true,
  confidence: true,
  risk: true,
  impact: true,
  evidence: true,
}).extend({ outcome: z.enum(OPPORTUNITY_OUTCOMES), reason: z.string() });
export type ReportedOpportunity = z.infer<typeof ReportedOpportunity>;

const whole = z.int().nonnegative();
const ms = z.number().nonnegative().nullable();

/** What a picture of the rollout shows: compact, since it has an entry for each judged minute. */
export const RolloutPicture = z.object({
  /** When the first judged minute began. */
  from: time,
  /** The canary's weight; of the stable version and then of the canary: requests, failed, slow (above its threshold of the p95), p95 in ms. */
  minutes: z.array(z.tuple([fraction, whole, whole, whole, ms, whole, whole, whole, ms])),
  /**
   * Natural logarithms of the judge's wealth after each minute: of harm; of a pass by errors, latency and throughput; of harm to both versions, and
   * whether that was proven.
   */
  wealth: z.array(z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.boolean()])),
  /** Wealth that decides on each. */
  bars: z.object({ harm: z.number().positive(), pass: z.number().positive(), both: z.number().positive() }),
  /** The judge's word, and the minute (from 1) that brought it. */
  verdict: z.object({ word: z.string(), minute: z.int().positive().nullable() }).nullable(),
});
export type RolloutPicture = z.infer<typeof RolloutPicture>;

export const ReportedRollout = z.object({
  stableVersion: z.string(),
  canaryVersion: z.string().nullable(),
  startedAt: time,
  endedAt: time.nullable(),
  endedBecause: z.string().nullable(),
  /** Weights of the canary and the time from which each held, oldest first. */
  timeline: z.array(z.object({ weight: z.number(), from: time })),
  /** Minutes that the judge looked at, and what both versions served in them. */
  judged: z.object({
    minutes: z.int(),
    canaryRequests: z.int(),
    canaryErrors: z.int(),
    stableRequests: z.int(),
    stableErrors: z.int(),
  }),
  /** What the traffic let the plan become, in a sentence; null: there was no plan. */
  plan: z.string().nullable(),
  /** The minutes in which the new version served alone, and what the judge said of them; null: it never did. */
  alone: z.object({ since: time, minutes: z.int().nonnegative(), verdict: Verdict.nullable() }).nullable(),
  /** A person's word on it. */
  answer: RolloutAnswer.nullable(),
  /** Null: nothing was judged beside the stable version. */
  picture: RolloutPicture.nullable(),
});
export type ReportedRollout = z.infer<typeof ReportedRollout>;

/** One answer of a model, and what became of it. */
export const ReportedRound = z.object({
  /** Null: no model answered. */
  model: z.string().nullable(),
  inputTokens: whole,
  outputTokens: whole,
  dollars: z.number().nonnegative(),
  /** Why it was not taken, or why the gates sent it back; null: it was taken. */
  problem: z.string().nullable(),
  /** Findings that it was sent back with. */
  findings: whole,
});
export type ReportedRound = z.infer<typeof ReportedRound>;

export const ReportedImprovement = z.object({
  id: z.string(),
  opportunityId: z.string(),
  target: z.string(),
  kind: z.enum(['code', 'tuning']),
  strategy: z.string(),
  title: z.string(),
  explanation: z.string(),
  status: z.enum(IMPROVEMENT_STATUSES),
  reason: z.string(),
  confidence: fraction,
  risk: fraction,
  evidence: z.array(Evidence),
  /** What was foretold before it was tried; null: nothing could be. */
  prediction: Prediction.nullable(),
  diff: z.string(),
  /** For tunings: the wanted configuration. */
  configuration: FunctionConfiguration.nullable(),
  checks: z.array(CheckResult),
  /** Absent: no model was asked. */
  rounds: z.array(ReportedRound).optional(),
  rollout: ReportedRollout.nullable(),
  verdict: Verdict.nullable(),
  /** The stable version and the canary over the same minutes; null when nothing was measured. */
  before: Figures.nullable(),
  after: Figures.nullable(),
  /** Positive is better. Null where a side has no figure. */
  gain: z
    .object({
      p95Ms: z.number().nullable(),
      p95: z.number().nullable(),
      savingPerMillion: z.number().nullable(),
      /** Null: measured before there were any. */
      intervals: ImpactIntervals.nullable(),
    })
    .nullable(),
});
export type ReportedImprovement = z.infer<typeof ReportedImprovement>;

/** An anomaly with its beginning and end (`resolution`; null: it is open), how far it was, and what moved with it. */
export const ReportedAnomaly = Anomaly.pick({
  id: true,
  target: true,
  type: true,
  series: true,
  severity: true,
  title: true,
  description: true,
  expected: true,
  actual: true,
  deviationPercent: true,
  since: true,
  lastSeen: true,
  related: true,
  first: true,
  alerted: true,
  acknowledged: true,
  resolution: true,
});
export type ReportedAnomaly = z.infer<typeof ReportedAnomaly>;

/** What people are asked to do, and why Kaizen doesn't. */
export const ReportedRecommendation = Recommendation.pick({
  id: true,
  target: true,
  kind: true,
  type: true,
  title: true,
  severity: true,
  priority: true,
  impact: true,
  score: true,
  prediction: true,
  action: true,
  evidence: true,
  withheld: true,
  why: true,
  firstSeen: true,
  lastSeen: true,
  opportunityId: true,
});
export type ReportedRecommendation = z.infer<typeof ReportedRecommendation>;

/** A failure that repeats, what it is and what helps. */
export const ReportedFailure = FailureCluster.pick({
  id: true,
  target: true,
  fingerprint: true,
  location: true,
  category: true,
  count: true,
  atLeast: true,
  firstSeen: true,
  lastSeen: true,
  hours: true,
  newSince: true,
  trend: true,
  correlations: true,
  example: true,
}).extend({
  /** What it is an example of; null: no pattern is known. `solutions`: by what helped before. */
  pattern: z
    .object({
      id: z.string(),
      title: z.string(),
      description: z.string(),
      solutions: z.array(Solution.extend(Effectiveness.pick({ helped: true, failed: true }).shape)),
    })
    .nullable(),
});
export type ReportedFailure = z.infer<typeof ReportedFailure>;

/** The report of one improvement cycle (SPEC 9). */
export const CycleReport = z.object({
  id: z.string(),
  tenant: z.string(),
  trigger: Cycle.shape.trigger,
  cause: z.string().nullable(),
  status: Cycle.shape.status,
  reason: z.string(),
  startedAt: time,
  endedAt: time.nullable(),
  /** `monitoringMs`: at least one canary was being watched; `workMs`: the rest. Up to the time of the report while the cycle is open. */
  duration: z.object({ totalMs: time, monitoringMs: time, workMs: time }),
  analysed: Cycle.shape.telemetry.extend({ windowStart: time, windowEnd: time }),
  /** What was out of the ordinary from the window's beginning to the report, those included that were found while the cycle ran. */
  anomalies: z.object({
    count: z.int().nonnegative(),
    /** The gravest, at most ten. */
    gravest: z.array(ReportedAnomaly),
  }),
  /** Failures that repeat and were seen within the window, of the cycle's targets with a cluster of them. */
  failures: z.object({
    count: z.int().nonnegative(),
    /** Those seen most within it, at most ten. */
    first: z.array(ReportedFailure),
  }),
  opportunities: z.array(ReportedOpportunity),
  /** Open recommendations about the cycle's targets, whichever cycle found them. */
  recommendations: z.object({
    count: z.int().nonnegative(),
    /** Those with the highest score, at most ten. */
    first: z.array(ReportedRecommendation),
  }),
  improvements: z.array(ReportedImprovement),
  counts: z.object({
    opportunities: z.int().nonnegative(),
    /** Improvements that were written. */
    attempted: z.int().nonnegative(),
    /** Of these, the ones that served traffic. */
    deployed: z.int().nonnegative(),
    promoted: z.int().nonnegative(),
    rolledBack: z.int().nonnegative(),
    open: z.int().nonnegative(),
  }),
  totalImpact: z.object({
    /** Sum of the impact scores (SPEC 5) of what was promoted. */
    score: z.number().nonnegative(),
    /** The same of everything that was found. */
    found: z.number().nonnegative(),
    /** Projected saving of compute in 30 days at the measured traffic, USD. */
    savingPerMonth: z.number(),
  }),
  /** Managed targets on which nothing was deployed, and why; null while the cycle is under way or when it failed. */
  untouched: z.array(z.object({ target: z.string(), why: z.string() })).nullable(),
  cost: z.object({
    total: z.number().nonnegative(),
    lines: z.array(z.object({ unit: z.string(), amount: z.number(), dollars: z.number(), source: z.string() })),
    /** Units that were counted and have no price: not in the total. */
    unpriced: z.array(z.string()),
  }),
});
export type CycleReport = z.infer<typeof CycleReport>;

import * as z from 'zod';
import { Autonomy, RolloutStep } from './settings.ts';
import { TRIGGERS } from './workflow.ts';

/** All times are epoch milliseconds, all durations milliseconds unless the name says seconds, all fractions 0..1. */
const time = z.number().int().nonnegative();
const fraction = z.number().min(0).max(1);

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export const Severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof Severity>;

/** Configuration of a function version that Kaizen may tune. */
export const FunctionConfiguration = z.object({ memoryMb: z.int().positive(), timeoutSeconds: z.int().positive() });
export type FunctionConfiguration = z.infer<typeof FunctionConfiguration>;

/** A managed function, as its `live` alias stands. */
export const Target = z.object({
  name: z.string().min(1),
  tenant: z.string().min(1),
  priority: z.enum(['low', 'normal', 'high']),
  /** From the tag; null: the tenant's. */
  autonomy: Autonomy.nullable(),
  runtime: z.string(),
  handler: z.string(),
  liveVersion: z.string(),
  configuration: FunctionConfiguration,
});
export type Target = z.infer<typeof Target>;

/** What one version (or all) of a target did in one minute. Durations null when no invocation ended in it. */
export const MinuteStats = z.object({
  minute: time,
  invocations: z.int().nonnegative(),
  errors: z.int().nonnegative(),
  throttles: z.int().nonnegative(),
  concurrency: z.number().nonnegative().nullable(),
  duration: z.object({ p50: z.number(), p90: z.number(), p95: z.number(), p99: z.number(), mean: z.number(), max: z.number() }).nullable(),
});
export type MinuteStats = z.infer<typeof MinuteStats>;

/** One invocation's REPORT line. */
export const ReportLine = z.object({
  requestId: z.string(),
  version: z.string(),
  at: time,
  durationMs: z.number().nonnegative(),
  memoryMb: z.number().positive(),
  maxMemoryMb: z.number().nonnegative(),
  initMs: z.number().nonnegative().nullable(),
  status: z.enum(['ok', 'error', 'timeout', 'out-of-memory']),
});
export type ReportLine = z.infer<typeof ReportLine>;

/** One failure found in the logs. */
export const LogError = z.object({
  requestId: z.string(),
  version: z.string(),
  at: time,
  type: z.string(),
  message: z.string(),
  stack: z.array(z.string()),
});
export type LogError = z.infer<typeof LogError>;

/** The series that have a baseline. */
export const SERIES = [
  'invocations',
  'error-rate',
  'throttle-rate',
  'concurrency',
  'duration-p50',
  'duration-p95',
  'duration-p99',
  'duration-mean',
  'duration-max',
  'memory-used',
  'init-time',
  'timeout-rate',
] as const;
export const Series = z.enum(SERIES);
export type Series = z.infer<typeof Series>;

/** What is normal for one series of one target. `sketch` is the quantile sketch, protobuf in base64. */
export const Baseline = z.object({
  target: z.string(),
  series: Series,
  count: z.int().nonnegative(),
  mean: z.number(),
  /** Exponentially weighted variance. */
  variance: z.number().nonnegative(),
  min: z.number(),
  max: z.number(),
  sketch: z.string(),
  /** Hour of the week, 0 = Sunday 00:00 UTC, to its count and mean. Only hours that were seen. */
  hours: z.record(z.string(), z.object({ count: z.int(), mean: z.number() })),
  updatedAt: time,
});
export type Baseline = z.infer<typeof Baseline>;

/** All baselines of one target: one item, so that the watermark and they move in one conditional write. */
export const TargetBaselines = z.object({
  target: z.string(),
  tenant: z.string(),
  /** Minutes before this one are in; null: none yet. */
  watermark: time.nullable(),
  series: z.partialRecord(Series, Baseline),
  successRate: fraction.nullable(),
  /** Points that were not learned, by reason. */
  discarded: z.record(z.string(), z.int()),
  revision: z.int().nonnegative(),
});
export type TargetBaselines = z.infer<typeof TargetBaselines>;

export const Anomaly = z.object({
  id: z.string(),
  tenant: z.string(),
  target: z.string(),
  type: z.string(),
  series: Series.nullable(),
  severity: Severity,
  title: z.string(),
  description: z.string(),
  expected: z.number().nullable(),
  actual: z.number(),
  deviationPercent: z.number().nullable(),
  at: time,
  acknowledged: z.boolean(),
  resolution: z.string().nullable(),
  revision: z.int().nonnegative(),
});
export type Anomaly = z.infer<typeof Anomaly>;

export const OPPORTUNITY_KINDS = [
  'sequential-awaits',
  'client-per-invocation',
  'uncached-read',
  'over-provisioned',
  'under-provisioned',
  'timeout-too-long',
  'timeout-too-short',
  'memory-growth',
  'recurring-exception',
  'latency',
  'errors',
  'idle',
] as const;
export const OpportunityKind = z.enum(OPPORTUNITY_KINDS);
export type OpportunityKind = z.infer<typeof OpportunityKind>;

/** What may be done about each kind: the strategy that writes the improvement; null: only people can, for now. */
export const STRATEGY_OF: Record<OpportunityKind, { strategy: string; kind: 'code' | 'tuning' } | null> = {
  'sequential-awaits': { strategy: 'codemod:bounded-concurrency', kind: 'code' },
  'client-per-invocation': { strategy: 'codemod:hoist-client', kind: 'code' },
  'uncached-read': { strategy: 'codemod:ttl-cache', kind: 'code' },
  'over-provisioned': { strategy: 'tuning:memory', kind: 'tuning' },
  'under-provisioned': { strategy: 'tuning:memory', kind: 'tuning' },
  'timeout-too-long': { strategy: 'tuning:timeout', kind: 'tuning' },
  'timeout-too-short': { strategy: 'tuning:timeout', kind: 'tuning' },
  'memory-growth': null,
  'recurring-exception': null,
  latency: null,
  errors: null,
  idle: null,
};

/** One fact that an opportunity, a verdict or a decision rests on. */
export const Evidence = z.object({
  /** telemetry, log, source or history. */
  source: z.enum(['telemetry', 'log', 'source', 'history']),
  summary: z.string(),
  /** Numbers behind the summary, by name. */
  figures: z.record(z.string(), z.number()).optional(),
  /** `file:line` for evidence from the source. */
  location: z.string().optional(),
});
export type Evidence = z.infer<typeof Evidence>;

export const Opportunity = z.object({
  id: z.string(),
  tenant: z.string(),
  cycleId: z.string(),
  target: z.string(),
  kind: OpportunityKind,
  title: z.string(),
  evidence: z.array(Evidence).min(1),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  /** Expected gain of the main figure, a fraction of it. */
  gain: fraction,
  confidence: fraction,
  /** Estimated probability of harm. */
  risk: fraction,
  riskClass: z.enum(['low', 'medium', 'high']),
  impact: z.number().nonnegative(),
  priority: z.enum(['critical', 'high', 'medium', 'low']),
  /** chosen: attempted in this cycle; queued: next time; recommended: a person must; skipped: with the reason. */
  status: z.enum(['chosen', 'queued', 'recommended', 'skipped']),
  reason: z.string(),
  /** The kind's own parameters: for tunings the wanted configuration. */
  wanted: FunctionConfiguration.nullable(),
  at: time,
  revision: z.int().nonnegative(),
});
export type Opportunity = z.infer<typeof Opportunity>;

/** The gate's word on one check. */
export const CheckResult = z.object({
  check: z.string(),
  status: z.enum(['pass', 'fail', 'not-applicable']),
  summary: z.string(),
  findings: z.array(z.object({ file: z.string(), line: z.int().nonnegative(), rule: z.string(), message: z.string() })),
});
export type CheckResult = z.infer<typeof CheckResult>;

/** A source file of a target, path relative to the root of its package, `/` as the separator. */
export const SourceFile = z.object({ path: z.string().min(1), content: z.string() });
export type SourceFile = z.infer<typeof SourceFile>;

/** Canary and stable version in one judged minute (shared/judge.md's observation). */
export const Observation = z.object({
  minute: time,
  /** The canary's weight in this minute. */
  weight: z.number().gt(0).lt(1),
  canary: z.object({ requests: z.int().nonnegative(), errors: z.int().nonnegative(), above: z.array(z.int().nonnegative()) }),
  stable: z.object({ requests: z.int().nonnegative(), errors: z.int().nonnegative(), above: z.array(z.int().nonnegative()) }),
});
export type Observation = z.infer<typeof Observation>;

/** The stable version before the rollout: what the judge compares with and plans from. */
export const JudgeBaseline = z.object({
  /** The quantile levels and their durations in ms; `Observation.above` counts over these (stable) or 1 + margin times these (canary). */
  quantiles: z.array(z.object({ level: fraction, durationMs: z.number().positive() })).min(1),
  minutes: z.array(z.object({ requests: z.int().nonnegative(), errors: z.int().nonnegative(), above: z.array(z.int().nonnegative()) })),
});
export type JudgeBaseline = z.infer<typeof JudgeBaseline>;

/** The judge's word. */
export const Verdict = z.discriminatedUnion('word', [
  z.object({
    word: z.literal('harm'),
    reason: z.string(),
    /** The family of metrics that carries most of the evidence. */
    metric: z.enum(['errors', 'latency', 'throughput']),
    wealth: z.number(),
    minutes: z.int(),
    evidence: z.array(Evidence),
  }),
  z.object({ word: z.literal('pass'), reason: z.string(), wealth: z.number(), minutes: z.int(), evidence: z.array(Evidence) }),
  z.object({
    word: z.literal('inconclusive'),
    reason: z.string(),
    wealth: z.number(),
    minutes: z.int(),
    evidence: z.array(Evidence),
    /** Smallest effects that could have been seen at this traffic; null: none. */
    detectable: z.object({ latencyRatio: z.number().nullable(), errorRate: z.number().nullable() }),
  }),
  z.object({ word: z.literal('no-data'), reason: z.string(), minutes: z.int(), evidence: z.array(Evidence) }),
]);
export type Verdict = z.infer<typeof Verdict>;

/** Settings that a rollout keeps from its first minute to its last: the judge's guarantee needs them fixed beforehand. */
export const RolloutPlan = z.object({
  /** Degradation up to this share is tolerated. */
  margin: fraction,
  /** Most minutes that are judged. */
  horizonMinutes: z.int().min(2),
  steps: z.array(RolloutStep).min(1),
});
export type RolloutPlan = z.infer<typeof RolloutPlan>;

/** Everything that the rollout must know to undo itself is here before the first act. */
export const Rollout = z.object({
  /** Every rollout that a handler began has one. */
  plan: RolloutPlan.optional(),
  /** What was there before. */
  snapshot: z.object({
    stableVersion: z.string(),
    codeSha256: z.string(),
    configuration: FunctionConfiguration,
    at: time,
  }),
  canaryVersion: z.string().nullable(),
  canarySha256: z.string().nullable(),
  phase: z.enum(['preparing', 'monitoring', 'promoting', 'rolling-back', 'done']),
  /** Weights and the time from which each holds, oldest first. */
  weights: z.array(z.object({ weight: z.number(), from: time })),
  baseline: JudgeBaseline.nullable(),
  observations: z.array(Observation),
  /** The latest verdict; the last one once phase is `done`. */
  verdict: Verdict.nullable(),
  startedAt: time,
  endedAt: time.nullable(),
  /** Why it was ended when it was not by verdict: stopped, interrupted, target changed, error. */
  endedBecause: z.string().nullable(),
});
export type Rollout = z.infer<typeof Rollout>;

/** One side of a before/after comparison, over a stated span of minutes. */
export const Figures = z.object({
  from: time,
  to: time,
  requests: z.int(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
  errorRate: fraction.nullable(),
  requestsPerMinute: z.number(),
  /** Largest memory used, MB. */
  memoryMb: z.number().nullable(),
});
export type Figures = z.infer<typeof Figures>;

/** Impact assessment (SPEC 9): the stable version and the canary over the same minutes. */
export const Impact = z.object({
  before: Figures,
  after: Figures,
  /** Positive: better. p95 in ms and as a share. Null where one side has no figure. */
  p95GainMs: z.number().nullable(),
  p95Gain: z.number().nullable(),
  /** Change of the compute cost per million requests, USD; positive: cheaper. */
  savingPerMillion: z.number().nullable(),
});
export type Impact = z.infer<typeof Impact>;

export const IMPROVEMENT_STATUSES = [
  'refused',
  'generated',
  'rejected',
  'proposed',
  'awaiting-approval',
  'validated',
  'rolling-out',
  'promoted',
  'rolled-back',
  'not-deployed',
  'failed',
] as const;
/** Statuses in which an improvement is still on its way: it holds a place and keeps its cycle open. */
export const OPEN_STATUSES: readonly (typeof IMPROVEMENT_STATUSES)[number][] = ['generated', 'validated', 'rolling-out'];

export const Improvement = z.object({
  id: z.string(),
  tenant: z.string(),
  cycleId: z.string(),
  opportunityId: z.string(),
  target: z.string(),
  kind: z.enum(['code', 'tuning']),
  strategy: z.string(),
  title: z.string(),
  explanation: z.string(),
  status: z.enum(IMPROVEMENT_STATUSES),
  /** Why the status is what it is, in a sentence. */
  reason: z.string(),
  /** The version that the change was written against. */
  baseVersion: z.string(),
  /** For code: the changed files, whole. */
  files: z.array(SourceFile),
  /** For code: unified diff; for tunings: the settings before and after, one a line. */
  diff: z.string(),
  /** For tunings: the whole wanted configuration. */
  configuration: FunctionConfiguration.nullable(),
  confidence: fraction,
  risk: fraction,
  gain: fraction,
  checks: z.array(CheckResult),
  rollout: Rollout.nullable(),
  impact: Impact.nullable(),
  createdAt: time,
  updatedAt: time,
  revision: z.int().nonnegative(),
});
export type Improvement = z.infer<typeof Improvement>;

export const Cycle = z.object({
  id: z.string(),
  tenant: z.string(),
  trigger: z.enum(TRIGGERS),
  cause: z.string().nullable(),
  targets: z.array(z.string()).nullable(),
  maxImprovements: z.int().nullable(),
  windowStart: time,
  windowEnd: time,
  status: z.enum(['running', 'rolling-out', 'completed', 'failed', 'skipped']),
  reason: z.string(),
  telemetry: z.object({ targets: z.int(), metrics: z.int(), logs: z.int(), events: z.int() }),
  anomalies: z.int(),
  opportunities: z.int(),
  /** Whether the cycle's own execution is over: only rollouts may still be under way. */
  executionEnded: z.boolean(),
  startedAt: time,
  endedAt: time.nullable(),
  /**
   * Written when the cycle ends; absent before. `watched`: the managed targets that it was about, by name (not asked for when it failed). `report`: one caller
   * publishes it; when that failed it stands at `unpublished` until a repeat of the call publishes it.
   */
  closing: z.object({ watched: z.array(z.string()), report: z.enum(['publishing', 'unpublished', 'published']) }).optional(),
  revision: z.int().nonnegative(),
});
export type Cycle = z.infer<typeof Cycle>;

/** Who or what decided, on which evidence, what was done. Chained per tenant by `hash` over this record and `previous`. */
export const AuditEntry = z.object({
  tenant: z.string(),
  /** Stable key of the decision: the same key is recorded once, however often a handler runs. */
  key: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  summary: z.string(),
  confidence: fraction.nullable(),
  risk: fraction.nullable(),
  evidence: z.array(Evidence),
  at: time,
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export const AuditRecord = AuditEntry.extend({ sequence: z.int().positive(), previous: z.string(), hash: z.string() });
export type AuditRecord = z.infer<typeof AuditRecord>;

/** How a strategy fared (learning): counts of what came of its improvements. */
export const StrategyScore = z.object({ strategy: z.string(), promoted: z.int(), rolledBack: z.int(), inconclusive: z.int() });
export type StrategyScore = z.infer<typeof StrategyScore>;

/** The kill switch. */
export const SwitchState = z.object({ stopped: z.boolean(), by: z.string(), reason: z.string(), at: time });
export type SwitchState = z.infer<typeof SwitchState>;

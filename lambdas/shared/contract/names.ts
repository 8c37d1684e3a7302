/**
 * Names that synthesis and runtime share. This module imports nothing, so that both sides may.
 */

/** The four tables of the stack. Every item has a string partition key `pk` and a string sort key `sk`. */
export const TABLES = ['baselines', 'opportunities', 'audit', 'control'] as const;
export type TableName = (typeof TABLES)[number];

export const KEY = { partition: 'pk', sort: 'sk', expiry: 'expiresAt' } as const;

/** Where reports are kept in their bucket; below it, by stage and tenant. */
export const REPORTS_PREFIX = 'reports';

/** Alias that the callers of a managed function use. */
export const LIVE_ALIAS = 'live';

/** Tags on a target. A function without `managed=true` is never touched. */
export const TAGS = {
  managed: 'kaizen:managed',
  tenant: 'kaizen:tenant',
  priority: 'kaizen:priority',
  autonomy: 'kaizen:autonomy',
  /** Where what people wrote is, when the deployed package isn't that: `s3://bucket/key.zip`, with `//folder` behind it for a part of it. */
  source: 'kaizen:source',
  /** Where recorded invocations are: `s3://bucket/prefix/`. */
  samples: 'kaizen:samples',
} as const;

/** Tenant of a target that bears no tenant tag. */
export const DEFAULT_TENANT = 'default';

/** CloudWatch namespace of Kaizen's own metrics (SPEC 10). */
export const METRIC_NAMESPACE = 'Kaizen';
export const METRICS = {
  cyclesStarted: 'improvement_cycles_started',
  cyclesCompleted: 'improvement_cycles_completed',
  cyclesFailed: 'improvement_cycles_failed',
  deployed: 'improvements_deployed',
  rolledBack: 'improvements_rolled_back',
  cycleDuration: 'cycle_duration_seconds',
  opportunities: 'opportunities_identified',
  impact: 'impact_score_total',
  tokens: 'llm_tokens_used',
  cloudwatchCalls: 'cloudwatch_api_calls',
  points: 'telemetry_points',
  discarded: 'telemetry_points_discarded',
  quarantined: 'baselines_quarantined',
  telemetryLag: 'telemetry_lag_seconds',
  anomalies: 'anomalies_opened',
} as const;
export type MetricName = (typeof METRICS)[keyof typeof METRICS];

/** Queues between handlers: `polls` to telemetry/poll, `findings` to analysis/detect. */
export const QUEUES = ['polls', 'findings'] as const;
export type QueueName = (typeof QUEUES)[number];

/** Every handler: `phase/name`, at `lambdas/<phase>/<name>.handler.ts`, exporting `createHandler` and `handler`. */
export const HANDLERS = [
  'telemetry/dispatch',
  'telemetry/poll',
  'telemetry/receive-logs',
  'telemetry/ingest',
  'telemetry/collect',
  'analysis/detect',
  'analysis/analyse',
  'generation/generate',
  'validation/validate',
  'validation/sandbox',
  'rollout/deploy',
  'rollout/judge',
  'rollout/step',
  'rollout/promote',
  'rollout/roll-back',
  'rollout/decide',
  'reporting/report',
  'reporting/alert',
  'learning/learn',
  'remediation/emergency',
] as const;
export type HandlerName = (typeof HANDLERS)[number];

/** CloudFormation metadata key on a function resource that names its handler; the embedded cloud binds by it. */
export const HANDLER_METADATA = 'kaizen:handler';
/** CloudFormation metadata key on a state machine resource that names its workflow. */
export const WORKFLOW_METADATA = 'kaizen:workflow';

export const WORKFLOWS = ['improvement-cycle', 'rollout'] as const;
export type WorkflowName = (typeof WORKFLOWS)[number];

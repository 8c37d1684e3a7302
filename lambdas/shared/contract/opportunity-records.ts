import * as z from 'zod';
import { OpportunityKind } from './opportunity-kinds.ts';
import { FunctionConfiguration, Series } from './telemetry-records.ts';
import { fraction, time } from './units.ts';

// What is wrong or could be better, and on what evidence.

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export const Severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof Severity>;

/** Another anomaly of the same time. */
export const RelatedAnomaly = z.object({ id: z.string(), target: z.string(), series: Series.nullable(), since: time, title: z.string() });
export type RelatedAnomaly = z.infer<typeof RelatedAnomaly>;

export const Anomaly = z.object({
  id: z.string(),
  tenant: z.string(),
  target: z.string(),
  type: z.string(),
  series: Series.nullable(),
  severity: Severity,
  title: z.string(),
  /** What, since when, how far from normal, what else moved: whole sentences. */
  description: z.string(),
  expected: z.number().nullable(),
  actual: z.number(),
  deviationPercent: z.number().nullable(),
  /** Minute in which it began, and the newest one in which it still was. */
  since: time,
  lastSeen: time,
  /** When it was found. */
  at: time,
  /** What moved with it, earliest first; `first` is the one that began it, by what was seen. */
  related: z.array(RelatedAnomaly),
  first: z.boolean(),
  /** A person was told. */
  alerted: z.boolean(),
  acknowledged: z.boolean(),
  /** How it ended; null: it is open. */
  resolution: z.string().nullable(),
  /** Who closed it; null: it is open. What a rule closed reopens when it is found again; what a person closed stays closed. */
  closedBy: z.enum(['person', 'rule']).nullable(),
  revision: z.int().nonnegative(),
});
export type Anomaly = z.infer<typeof Anomaly>;

/** What a rule found in a target; the anomaly's record is made from it. */
export const AnomalyDraft = Anomaly.pick({
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
}).extend({
  /** Tells two anomalies of the same type and series apart. */
  discriminator: z.string(),
});
export type AnomalyDraft = z.infer<typeof AnomalyDraft>;

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

/** What an improvement is expected to do to one figure, with the range that holds the truth with probability `confidence`. */
export const Prediction = z.object({
  /** What the figure is, for example `mean duration` or `cost`. */
  metric: z.string(),
  unit: z.enum(['ms', 'MB', 'dollars a month', 'calls a minute', 'fraction']),
  before: z.number(),
  after: z.number(),
  low: z.number(),
  high: z.number(),
  confidence: fraction,
  /** Dollars a month that it saves (negative: costs), with its range; null: it changes no bill that can be foretold. */
  saving: z.object({ expected: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** How it was foretold, in a sentence: the fit and what it rests on. */
  method: z.string(),
});
export type Prediction = z.infer<typeof Prediction>;

/**
 * Why Kaizen leaves an opportunity to people. no-strategy: only they can; autonomy: the target's level does not allow it; no-model: a model would have to
 * write it; unproven: no codemod's precondition holds; no-tests: a change of the code could not be checked; the others: its source is not to be
 * had, or not in a form that can be changed (ports.ts, SourceStore).
 */
export const WITHHELD = [
  'no-strategy',
  'autonomy',
  'no-model',
  'unproven',
  'no-tests',
  'unreadable',
  'bundled',
  'not-javascript',
  'no-source',
  'stale-source',
] as const;
export const Withheld = z.enum(WITHHELD);
export type Withheld = z.infer<typeof Withheld>;

/** What a person would do, and the exact command where there is one. */
export const Action = z.object({ words: z.string(), command: z.string().nullable() });
export type Action = z.infer<typeof Action>;

/** A span over which the failures of a target were counted, and its calls in it. */
export const LookedAt = z.object({ from: time, to: time, calls: z.int().nonnegative() });
export type LookedAt = z.infer<typeof LookedAt>;

/**
 * The failure that an opportunity is to end: when what came of it is known, the pattern learns from it whether the solution helped.
 * `solutionId`: what the strategy does stands among the pattern's solutions; null: it does not, or no pattern is known. `looked`: when it was found,
 * which is what the time after is held beside.
 */
export const FailureOrigin = z.object({
  clusterId: z.string(),
  patternId: z.string().nullable(),
  solutionId: z.string().nullable(),
  looked: LookedAt,
});
export type FailureOrigin = z.infer<typeof FailureOrigin>;

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
  /** What is expected in figures; absent: the kind has no figure that could be foretold. */
  prediction: Prediction.optional(),
  confidence: fraction,
  /** Estimated probability of harm. */
  risk: fraction,
  riskClass: z.enum(['low', 'medium', 'high']),
  impact: z.number().nonnegative(),
  priority: z.enum(['critical', 'high', 'medium', 'low']),
  /** chosen: attempted in this cycle; queued: next time; recommended: a person must; skipped: with the reason. */
  status: z.enum(['chosen', 'queued', 'recommended', 'skipped']),
  reason: z.string(),
  /** Only when it is recommended. */
  withheld: Withheld.optional(),
  /** Since when it, or the same found earlier, waits for a place; only when it is queued. */
  queuedSince: time.optional(),
  /** The kind's own parameters: for tunings the wanted configuration. */
  wanted: FunctionConfiguration.nullable(),
  /** What a person would do about it, as words and, where there is one, the exact command; absent: a strategy does it. */
  action: Action.optional(),
  /** Absent: it came of no failure cluster. */
  failure: FailureOrigin.optional(),
  at: time,
  revision: z.int().nonnegative(),
});
export type Opportunity = z.infer<typeof Opportunity>;

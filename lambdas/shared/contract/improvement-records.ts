import * as z from 'zod';
import { Impact, Rollout } from './rollout-records.ts';
import { FunctionConfiguration } from './telemetry-records.ts';
import { fraction, time } from './units.ts';

// One attempt at an opportunity, from the patch to what came of it.

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

/**
 * What a change may do to the calls that the code makes to the outside, as whoever wrote it declares; beyond it nothing may differ.
 * order: reads may overlap or come in another order; fewer-reads: a read may be left out; batched-reads: single gets of a table may be
 * asked for together; bounded-calls: a call that fails or hangs may be ended and, when it only reads, repeated; finished-calls: a call that was still under way when the handler
 * returned is finished by then; fewer-failures: an invocation that failed may succeed, with the calls that this takes.
 */
export const DIFFERENCES = ['order', 'fewer-reads', 'batched-reads', 'bounded-calls', 'finished-calls', 'fewer-failures'] as const;
export const Difference = z.enum(DIFFERENCES);
export type Difference = z.infer<typeof Difference>;

/**
 * By which figure a change must be shown to be better in the sandbox. duration: of an invocation; memory: kept after many invocations; init: of a cold start;
 * bounded-wait: of an invocation whose dependency hangs; finished-calls: calls that are over when the handler returns; fewer-failures: of the
 * recorded invocations that failed, fewer fail.
 */
export const BENEFITS = ['duration', 'memory', 'init', 'bounded-wait', 'finished-calls', 'fewer-failures'] as const;
export const Benefit = z.enum(BENEFITS);
export type Benefit = z.infer<typeof Benefit>;

/** What a model was asked and answered, written once. */
export const ModelRound = z.object({
  /** Model id that answered; null: none did. */
  model: z.string().nullable(),
  inputTokens: z.int().nonnegative(),
  outputTokens: z.int().nonnegative(),
  dollars: z.number().nonnegative(),
  /** Why the answer was not taken: there was none, or it held no change that may be made. Null: it was taken, and goes to the gates. */
  problem: z.string().nullable(),
  /** What it said; empty where there was no answer. */
  answer: z.string(),
  /** The change that was taken from it; empty where none was. */
  diff: z.string(),
  at: time,
});
export type ModelRound = z.infer<typeof ModelRound>;

/** Why the gates sent a model's answer back, written once; the next round is told. */
export const ModelReview = z.object({
  /** Which round's answer, from 1. */
  round: z.int().positive(),
  reason: z.string(),
  findings: z.array(z.object({ check: z.string(), file: z.string(), line: z.int().nonnegative(), rule: z.string(), message: z.string() })),
  at: time,
});
export type ModelReview = z.infer<typeof ModelReview>;

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

/** A question to a person, before anything is deployed. */
export const ApprovalRequest = z.object({
  /** Why a person is asked, in a sentence. */
  why: z.string(),
  askedAt: time,
  expiresAt: time,
  /** Null: nobody has answered. */
  answer: z.object({ word: z.enum(['approve', 'reject']), by: z.string(), reason: z.string(), at: time }).nullable(),
});
export type ApprovalRequest = z.infer<typeof ApprovalRequest>;

/**
 * How an improvement ends, on its record before it is on the audit and before anybody is told: whoever ends it, one after another or at the
 * same time, says the same.
 */
export const DecidedEnding = z.object({
  status: z.enum(['promoted', 'rolled-back', 'not-deployed']),
  /** In a sentence, for the record, the audit and the message. */
  reason: z.string(),
  /** Null: ended by its verdict. */
  endedBecause: z.string().nullable(),
  /** Who is told, and how loudly; null: the report is enough. */
  tell: z.object({ severity: z.enum(['info', 'warning', 'high']), subject: z.string() }).nullable(),
});
export type DecidedEnding = z.infer<typeof DecidedEnding>;

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
  /** For code: what it may do to calls to the outside, and by which figure it must be better. */
  differences: z.array(Difference).optional(),
  benefit: Benefit.optional(),
  /** First round first, and only ever added to; absent: no model was asked. The last round's change is the improvement's own. */
  rounds: z.array(ModelRound).optional(),
  /** Of the rounds that were sent back, first one first, and only ever added to. As many as rounds while the model is to answer again. */
  reviews: z.array(ModelReview).optional(),
  /** For tunings: the whole wanted configuration. */
  configuration: FunctionConfiguration.nullable(),
  confidence: fraction,
  risk: fraction,
  gain: fraction,
  checks: z.array(CheckResult),
  /** Null: nobody was asked. */
  approval: ApprovalRequest.nullable(),
  rollout: Rollout.nullable(),
  /** Only while it is being ended. */
  ending: DecidedEnding.optional(),
  impact: Impact.nullable(),
  createdAt: time,
  updatedAt: time,
  revision: z.int().nonnegative(),
});
export type Improvement = z.infer<typeof Improvement>;

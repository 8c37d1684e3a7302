import * as z from 'zod';
import { Evidence } from './opportunity-records.ts';
import { FunctionConfiguration } from './telemetry-records.ts';
import { INCONCLUSIVE_POLICIES, JudgeSettings, RolloutStep } from './settings.ts';
import { fraction, time } from './units.ts';

// An improvement on its way into production, and the judge's word on it.

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
  /**
   * The quantile levels and their durations in ms; `Observation.above` counts over these (stable) or 1 + margin times these (canary). The
   * judge takes its evidence from the counts; null: the durations aren't known, as in figures that somebody else counted.
   */
  quantiles: z.array(z.object({ level: fraction, durationMs: z.number().positive().nullable() })).min(1),
  minutes: z.array(z.object({ requests: z.int().nonnegative(), errors: z.int().nonnegative(), above: z.array(z.int().nonnegative()) })),
});
export type JudgeBaseline = z.infer<typeof JudgeBaseline>;

/** The same of a rollout of our own: it counts by the durations, so it knows them. */
export const RolloutBaseline = JudgeBaseline.extend({
  quantiles: z.array(z.object({ level: fraction, durationMs: z.number().positive() })).min(1),
});
export type RolloutBaseline = z.infer<typeof RolloutBaseline>;

/** The judge's word. */
export const Verdict = z.discriminatedUnion('word', [
  z.object({
    word: z.literal('harm'),
    reason: z.string(),
    /** The family of metrics that carries most of the evidence. */
    metric: z.enum(['errors', 'latency', 'throughput']),
    /** `canary`: worse than the version beside it; `both`: both are worse than before; `after`: alone, and worse than before. */
    scope: z.enum(['canary', 'both', 'after']),
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
    /** Smallest effects that could have been seen at this traffic (null: none); null for a version alone, of which there is no forecast. */
    detectable: z.object({ latencyRatio: z.number().nullable(), errorRate: z.number().nullable() }).nullable(),
  }),
  z.object({ word: z.literal('no-data'), reason: z.string(), minutes: z.int(), evidence: z.array(Evidence) }),
]);
export type Verdict = z.infer<typeof Verdict>;

/** Settings that a rollout keeps from its first minute to its last: the judge's guarantee needs them fixed beforehand. */
export const RolloutPlan = JudgeSettings.extend({
  /** Degradation up to this share is tolerated. */
  margin: fraction,
  /** Most minutes that will ever be judged. */
  horizonMinutes: z.int().min(2),
  /** Minutes after which a pass promotes; without one, {@link whenInconclusive} says how it goes on. */
  monitoringMinutes: z.int().min(2),
  whenInconclusive: z.enum(INCONCLUSIVE_POLICIES),
  /** False: no canary beside the stable version, all traffic moves at once and is judged against the time before. */
  split: z.boolean(),
  steps: z.array(RolloutStep).min(1),
  watchMinutes: z.int().nonnegative(),
  /** What the traffic let the plan become, in a sentence. */
  words: z.string(),
});
export type RolloutPlan = z.infer<typeof RolloutPlan>;

/** One minute of the version that serves alone, counted above the baseline's quantiles. */
export const LoneMinute = z.object({
  minute: time,
  requests: z.int().nonnegative(),
  errors: z.int().nonnegative(),
  above: z.array(z.int().nonnegative()),
});
export type LoneMinute = z.infer<typeof LoneMinute>;

/** A person's word on a rollout that is under way. */
export const RolloutAnswer = z.object({ word: z.enum(['promote', 'roll-back']), by: z.string(), reason: z.string(), at: time });
export type RolloutAnswer = z.infer<typeof RolloutAnswer>;

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
  phase: z.enum(['preparing', 'monitoring', 'promoting', 'watching', 'closing', 'rolling-back', 'done']),
  /** Weights and the time from which each holds, oldest first. */
  weights: z.array(z.object({ weight: z.number(), from: time })),
  baseline: RolloutBaseline.nullable(),
  observations: z.array(Observation),
  /** The latest verdict; the last one once phase is `done`. */
  verdict: Verdict.nullable(),
  /** When all traffic went to the new version; null: it never did. */
  promotedAt: time.nullable(),
  /** The minutes since then, and what the watch says of them; null: not watched. */
  watched: z.array(LoneMinute),
  watchVerdict: Verdict.nullable(),
  /** When a person was asked what becomes of an inconclusive rollout, and what they said. */
  askedAt: time.nullable(),
  answer: RolloutAnswer.nullable(),
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

/** What an effect may be, seen from this rollout's traffic; or why that can't be said. Never of no width. */
export const Interval = z.discriminatedUnion('known', [
  z.object({ known: z.literal(true), low: z.number(), high: z.number() }),
  z.object({ known: z.literal(false), reason: z.string() }),
]);
export type Interval = z.infer<typeof Interval>;

/** Two-sided intervals of the gains, before minus after: positive is better. */
export const ImpactIntervals = z.object({
  /** How often such an interval holds the true value, 0..1. */
  level: fraction,
  p95GainMs: Interval,
  /** As a share of the p95 before. */
  p95Gain: Interval,
  /** Of the share of requests that fail, absolute. */
  errorRateGain: Interval,
  /** USD. */
  savingPerMillion: Interval,
});
export type ImpactIntervals = z.infer<typeof ImpactIntervals>;

/** Impact assessment (SPEC 9): the stable version and the canary over the same minutes. */
export const Impact = z.object({
  before: Figures,
  after: Figures,
  /** Positive: better. p95 in ms and as a share. Null where one side has no figure. */
  p95GainMs: z.number().nullable(),
  p95Gain: z.number().nullable(),
  /** Change of the compute cost per million requests, USD; positive: cheaper. */
  savingPerMillion: z.number().nullable(),
  /** Both absent in records from before there were any. */
  intervals: ImpactIntervals.optional(),
  /** p95 of the stable version and of the canary in each judged minute, ms, in the order of the observations; null: nothing ended in it. */
  p95ByMinute: z.array(z.tuple([z.number().nullable(), z.number().nullable()])).optional(),
});
export type Impact = z.infer<typeof Impact>;

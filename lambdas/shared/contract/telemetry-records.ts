import * as z from 'zod';
import { Autonomy } from './settings.ts';
import { fraction, time } from './units.ts';

// What is seen of a target, and what is normal for it.

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

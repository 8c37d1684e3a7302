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
  /** As the tags `kaizen:source` and `kaizen:samples` say, unchecked; null: no such tag. */
  source: z.string().nullable(),
  samples: z.string().nullable(),
});
export type Target = z.infer<typeof Target>;

/** What one version (or all) of a target did in one minute. Durations null when no invocation ended in it. */
export const MinuteStats = z.object({
  minute: time,
  invocations: z.int().nonnegative(),
  errors: z.int().nonnegative(),
  throttles: z.int().nonnegative(),
  concurrency: z.number().nonnegative().nullable(),
  duration: z.object({ p50: z.number(), p95: z.number(), p99: z.number(), mean: z.number(), max: z.number() }).nullable(),
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

/** What the logs of one target said about one minute: REPORT lines added up, over all versions. */
export const LogMinute = z.object({
  minute: time,
  /** REPORT lines that were read (a sample when sampling is on). */
  reports: z.int().nonnegative(),
  maxMemoryMb: z.number().nonnegative(),
  coldStarts: z.int().nonnegative(),
  /** Sum over the cold starts, ms. */
  initMs: z.number().nonnegative(),
  timeouts: z.int().nonnegative(),
  outOfMemory: z.int().nonnegative(),
  /** Failures told in the logs. */
  errors: z.int().nonnegative(),
  /** Runs of operations that the function named itself in structured lines; at most 20 operations a minute. */
  operations: z.array(
    z.object({
      operation: z.string().min(1).max(100),
      runs: z.int().positive(),
      failures: z.int().nonnegative(),
      /** Sum and largest, ms. */
      durationMs: z.number().nonnegative(),
      longestMs: z.number().nonnegative(),
    }),
  ),
});
export type LogMinute = z.infer<typeof LogMinute>;

/** What one delivery of log lines said. The same delivery has the same id, so that keeping it twice changes nothing. */
export const LogBatch = z.object({
  id: z.string().min(1),
  target: z.string().min(1),
  minutes: z.array(LogMinute),
  /** A few of the failures, with their stacks. */
  errors: z.array(LogError).max(20),
});
export type LogBatch = z.infer<typeof LogBatch>;

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

/** Series with a streaming detector: what callers feel, what they ask for, and the two resources that run out. The others have plain statistics. */
export const DETECTED_SERIES = [
  'invocations',
  'error-rate',
  'concurrency',
  'duration-p50',
  'duration-p95',
  'memory-used',
] as const satisfies readonly Series[];

/** Series that each version of a target has a baseline of its own for. */
export const VERSION_SERIES = ['error-rate', 'duration-p50', 'duration-p95', 'memory-used'] as const satisfies readonly Series[];

/** Series of an operation (a command or route of a component). */
export const OPERATION_SERIES = ['invocations', 'error-rate', 'duration-mean', 'duration-max'] as const satisfies readonly Series[];

/** What a baseline is of. `target` is the function's name, and the component of an operation. */
export const BaselineSubject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('target'), target: z.string().min(1) }),
  z.object({ kind: z.literal('version'), target: z.string().min(1), version: z.string().min(1) }),
  z.object({ kind: z.literal('operation'), target: z.string().min(1), operation: z.string().min(1).max(100) }),
]);
export type BaselineSubject = z.infer<typeof BaselineSubject>;

/** A point that is seen but not folded into the statistics yet, since an earlier one may still come. */
export const PendingPoint = z.object({
  at: time,
  value: z.number(),
  /** What the value rests on (invocations, lines): of two readings of one minute the weightier one holds. */
  weight: z.number().nonnegative(),
  /** A rollout was under way: scored, never learned. */
  canary: z.boolean(),
});
export type PendingPoint = z.infer<typeof PendingPoint>;

const bytes: z.ZodType<Uint8Array> = z.instanceof(Uint8Array);

/** What is normal for one series of one subject: one item of at most 8 KB. Statistics are of learned points only. */
export const SeriesBaseline = z.object({
  subject: BaselineSubject,
  tenant: z.string(),
  series: Series,
  /** Learned points. */
  count: z.int().nonnegative(),
  mean: z.number(),
  /** Exponentially weighted variance. */
  variance: z.number().nonnegative(),
  min: z.number(),
  max: z.number(),
  /** Time of the newest point that is folded in, learned or not. */
  updatedAt: time,
  /** Points before this time are folded in; one that comes later than that is late. Null: nothing was seen. */
  watermark: time.nullable(),
  /** Points from the watermark on, ascending, one a minute. */
  pending: z.array(PendingPoint),
  /** The level that the series keeps since it left its norm: becomes the norm when it lasts. `normal`: normal points against it (candidate.ts). */
  candidate: z
    .object({ since: time, count: z.int().positive(), mean: z.number(), variance: z.number().nonnegative(), normal: z.int().nonnegative() })
    .nullable(),
  /** How often a lasting change became the norm. */
  adopted: z.int().nonnegative(),
  /** Points that were not learned or not new, by reason. */
  discarded: z.record(z.string(), z.int().nonnegative()),
  /** Quantile sketch (sketch-codec.ts), profile by hour of the week (hour-profile.ts), detector state (detection/detector.ts); empty when there is none. */
  sketch: bytes,
  hours: bytes,
  detector: bytes,
  /** Which minutes of the hours before the watermark were seen (seen-minutes.ts): a late point is counted once, a repeated one never. */
  seen: bytes,
  revision: z.int().nonnegative(),
});
export type SeriesBaseline = z.infer<typeof SeriesBaseline>;

/** One point as it was judged, before it was learned. */
export const ScoredPoint = z.object({
  at: time,
  value: z.number(),
  /** Standard deviations from the baseline's mean; null while the baseline is not established. */
  z: z.number().nullable(),
  /** The detector's; 0 for series without one. */
  score: z.number().nonnegative(),
  expected: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  canary: z.boolean(),
});
export type ScoredPoint = z.infer<typeof ScoredPoint>;

/** How often a target is polled, and why. */
export const CADENCES = ['fast', 'normal', 'quiet', 'idle'] as const;
export const Cadence = z.enum(CADENCES);
export type Cadence = z.infer<typeof Cadence>;

/** A managed function in the registry: what its tags say, its configuration as last read, and when it is due. */
export const RegisteredTarget = z.object({
  name: z.string().min(1),
  tenant: z.string().min(1),
  priority: z.enum(['low', 'normal', 'high']),
  autonomy: Autonomy.nullable(),
  /** Null: not read yet. */
  target: Target.nullable(),
  /** When `target` was read; 0: at the next poll. */
  refreshedAt: time,
  cadence: Cadence,
  /** Why that cadence, in a few words. */
  reason: z.string(),
  nextPollAt: time,
  /** Minutes before this one were asked for; null: never. */
  polledUntil: time.nullable(),
  /** Polled fast until then, whatever else is: an anomaly, an error in the logs, an alarm. */
  fastUntil: time,
  /** Findings are told until then even when there are none, so that what is over is known; 0: nothing was out of order. */
  anomalyUntil: time,
  /** Minutes before this one are in the stored baselines; null: nothing is stored. What was polled since is read again, at no cost. */
  storedUntil: time.nullable(),
  /** Share of the calls that fails on the average of a day; null before the first call. */
  failureShare: fraction.nullable(),
  /** Exponentially weighted invocations a minute, null before the first poll. */
  rate: z.number().nonnegative().nullable(),
  /** The live version came after the one reading (null: it was there at the first) and was there by the other; null: not read yet. */
  deployed: z.object({ after: time.nullable(), by: time }).nullable(),
  /** The span in which a canary may have served (`until` null: one was live at the last look); null: none in any minute that is read again. */
  canary: z.object({ since: time, until: time.nullable() }).nullable(),
  /** Operations that have a baseline, with the minute in which each last ran; bounded, since the names come out of the logs. */
  operations: z.record(z.string(), time),
  /** Whether its log group sends its lines here: `none` not tried, `active`, or why it can't. */
  subscription: z.object({ state: z.enum(['none', 'active', 'refused']), reason: z.string() }),
  revision: z.int().nonnegative(),
});
export type RegisteredTarget = z.infer<typeof RegisteredTarget>;

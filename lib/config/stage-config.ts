import * as z from 'zod';
import { AUTONOMY_LEVELS } from '../../lambdas/shared/contract/settings.ts';
import { TenantConfig } from '../../lambdas/shared/contract/tenant-config.ts';

/** Retention periods that CloudWatch Logs knows, in days (PutRetentionPolicy, `retentionInDays`), up to two years. */
export const LOG_RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] as const;

const WHOLE_MINUTES = 'expected a multiple of 60';
const seconds = (min: number, max: number) => z.int().min(min).max(max).multipleOf(60, WHOLE_MINUTES);

/** Bounds as the handlers' environment has them; what must hold between the fields is in rules.ts. */
const TelemetryConfig = z.strictObject({
  /** Between two ticks, and between two polls of a function that is in a rollout, in an anomaly or of high priority. */
  intervalSeconds: seconds(60, 3600),
  /** Between two polls of a function that is called once a minute or more, once an hour or more, and less. */
  normalSeconds: seconds(60, 3600),
  quietSeconds: seconds(60, 3600),
  idleSeconds: seconds(60, 21_600),
  /** Points that come later than this after a newer one are counted, not learned. */
  latenessSeconds: seconds(60, 3600),
  /** Shards that are polled at the same time; Lambda takes no fewer than two. */
  pollConcurrency: z.int().min(2).max(1000),
  /** Whether the functions' log groups send their lines to Kaizen; false: they are read at each poll. */
  logSubscriptions: z.boolean(),
  logSamplingRate: z.number().min(0).max(1),
  eventDedupSeconds: z.int().min(1).max(86_400),
});
export type TelemetryConfig = z.infer<typeof TelemetryConfig>;

/** One deployment of Kaizen. Account and region come from the credentials that deploy it. */
export const StageConfig = z.strictObject({
  /** Part of every name; as the handlers' environment wants it. */
  stage: z.string().regex(/^[a-z][a-z0-9-]{0,19}$/, 'expected 1 to 20 of a-z, 0-9 and -, beginning with a letter'),
  /** Keep tables and their key when the stack is deleted. */
  retainData: z.boolean(),
  /** `aws`: the services' own keys, free of charge; `customer`: a key of this stack, rotated yearly. */
  encryption: z.enum(['aws', 'customer']),
  /** Highest autonomy that a tag or a tenant may set in this stage. */
  autonomyCeiling: z.enum(AUTONOMY_LEVELS),
  telemetry: TelemetryConfig,
  logRetentionDays: z.union(LOG_RETENTION_DAYS.map((days) => z.literal(days))),
  /** Buckets that the tags `kaizen:source` and `kaizen:samples` may name something in; any other is refused. */
  sourceBuckets: z.array(z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'expected the name of a bucket')).max(10),
  /** Gets the reports and alerts; absent: the topic has no subscriber yet. */
  notificationEmail: z.email().optional(),
  tenants: z.record(z.string().regex(/^[a-zA-Z0-9_-]{1,32}$/, 'expected 1 to 32 of a-z, A-Z, 0-9, _ and -'), TenantConfig),
});
export type StageConfig = z.infer<typeof StageConfig>;
/** A config file: every field may be left to the stage's default. */
export type StageConfigInput = {
  [K in keyof StageConfig]?: StageConfig[K] extends Record<string, unknown> ? Partial<StageConfig[K]> : StageConfig[K];
};

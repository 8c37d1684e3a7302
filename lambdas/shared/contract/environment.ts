import * as z from 'zod';
import { AUTONOMY_LEVELS, type TenantSettings } from './settings.ts';
import { TenantConfig, tenantSettings } from './tenant-config.ts';
import { ModelSettings } from './model-settings.ts';
import type { Cadence } from './telemetry-records.ts';

/** JSON carried in one environment variable. */
function json<T extends z.ZodType>(schema: T) {
  return z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: `expected JSON, found ${JSON.stringify(text.slice(0, 40))}` });
        return z.NEVER;
      }
    })
    .pipe(schema);
}

const seconds = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** Environment that every handler reads. The names are those of SPEC where it names one. */
export const BaseEnvironment = z.object({
  KAIZEN_STAGE: z.string().regex(/^[a-z][a-z0-9-]{0,19}$/),
  KAIZEN_BASELINES_TABLE: z.string().min(3),
  KAIZEN_OPPORTUNITIES_TABLE: z.string().min(3),
  KAIZEN_AUDIT_TABLE: z.string().min(3),
  KAIZEN_CONTROL_TABLE: z.string().min(3),
  /** Profile and overrides by tenant, read as effective settings; a target of a tenant that is not listed here is only observed. */
  KAIZEN_TENANTS: json(z.record(z.string(), TenantConfig.transform(tenantSettings))),
  /** Highest level that anyone may set in this stage, whatever a tag or tenant says. */
  KAIZEN_AUTONOMY_CEILING: z.enum(AUTONOMY_LEVELS),
  /** Seconds between two polls of a target that is watched closely; the others by their traffic. */
  CLOUDWATCH_STREAM_INTERVAL_SECONDS: seconds(10, 3600),
  CLOUDWATCH_NORMAL_INTERVAL_SECONDS: seconds(10, 3600),
  CLOUDWATCH_QUIET_INTERVAL_SECONDS: seconds(10, 3600),
  CLOUDWATCH_IDLE_INTERVAL_SECONDS: seconds(10, 21_600),
  /** Points that come later than this after a newer one are counted, not learned. */
  KAIZEN_LATENESS_SECONDS: seconds(60, 3600),
  CLOUDWATCH_LOG_SAMPLING_RATE: z.coerce.number().min(0).max(1),
  CLOUDWATCH_EVENT_DEDUP_WINDOW_SECONDS: seconds(1, 86_400),
  /** Absent: no model is configured, or this handler has no use for it. */
  KAIZEN_MODEL: json(ModelSettings).optional(),
});
export type BaseEnvironment = z.infer<typeof BaseEnvironment>;

/** Handlers that tell people. */
export const NotifyingEnvironment = BaseEnvironment.extend({ KAIZEN_TOPIC_ARN: z.string().startsWith('arn:') });
/** The handler that keeps reports. */
export const ReportingEnvironment = NotifyingEnvironment.extend({ KAIZEN_REPORTS_BUCKET: z.string().min(3) });
/** Handlers that read what tags of functions name: their sources and recorded invocations. */
export const SourcingEnvironment = BaseEnvironment.extend({ KAIZEN_SOURCE_BUCKETS: json(z.array(z.string().min(3))) });
/** The handler that has untrusted code run elsewhere. */
export const ValidatingEnvironment = SourcingEnvironment.extend({ KAIZEN_SANDBOX_FUNCTION: z.string().startsWith('arn:') });
/** Handlers that send to a queue. */
export const DispatchEnvironment = BaseEnvironment.extend({
  KAIZEN_POLL_QUEUE_URL: z.url(),
  /** The function that the log groups of the targets send their lines to; absent: logs are polled. */
  KAIZEN_LOG_RECEIVER_ARN: z.string().startsWith('arn:').optional(),
});
export const PollEnvironment = BaseEnvironment.extend({ KAIZEN_FINDINGS_QUEUE_URL: z.url() });
/** The emergency entry, which starts a cycle. */
export const StartingEnvironment = BaseEnvironment.extend({ KAIZEN_IMPROVEMENT_CYCLE_ARN: z.string().startsWith('arn:') });

/** A person's word, which may start a rollout. */
export const DecidingEnvironment = NotifyingEnvironment.extend({ KAIZEN_ROLLOUT_ARN: z.string().startsWith('arn:') });

/** The part of the environment that the phases see. */
export interface Settings {
  stage: string;
  tenants: Record<string, TenantSettings>;
  autonomyCeiling: z.infer<typeof BaseEnvironment>['KAIZEN_AUTONOMY_CEILING'];
  /** Seconds between two polls, by cadence. */
  pollSeconds: Record<Cadence, number>;
  latenessMs: number;
  logSamplingRate: number;
  eventDedupSeconds: number;
  /** Null: what no codemod can write is left to people. */
  model: ModelSettings | null;
}

/** Picks {@link Settings} out of a parsed environment. */
export function settingsOf(env: BaseEnvironment): Settings {
  return {
    stage: env.KAIZEN_STAGE,
    tenants: env.KAIZEN_TENANTS,
    autonomyCeiling: env.KAIZEN_AUTONOMY_CEILING,
    pollSeconds: {
      fast: env.CLOUDWATCH_STREAM_INTERVAL_SECONDS,
      normal: env.CLOUDWATCH_NORMAL_INTERVAL_SECONDS,
      quiet: env.CLOUDWATCH_QUIET_INTERVAL_SECONDS,
      idle: env.CLOUDWATCH_IDLE_INTERVAL_SECONDS,
    },
    latenessMs: env.KAIZEN_LATENESS_SECONDS * 1000,
    logSamplingRate: env.CLOUDWATCH_LOG_SAMPLING_RATE,
    eventDedupSeconds: env.CLOUDWATCH_EVENT_DEDUP_WINDOW_SECONDS,
    model: env.KAIZEN_MODEL ?? null,
  };
}

import * as z from 'zod';
import { AnomalyDraft } from './opportunity-records.ts';
import { Series } from './telemetry-records.ts';

/**
 * What the handlers take and give: the whole state of an execution is an id plus a small summary, the rest is in the
 * tables. `In` schemas are strict about what they need and drop what they don't know.
 */
const tenant = z.string().min(1).max(64);
const id = z.string().min(1).max(128);

export const TRIGGERS = ['schedule', 'manual', 'emergency'] as const;

/** Input of the improvement-cycle state machine, from the schedule, a person or the emergency entry. */
export const CycleRequest = z.object({
  tenant,
  trigger: z.enum(TRIGGERS),
  /** How far back to look; absent: the tenant's setting. */
  windowMinutes: z
    .int()
    .min(1)
    .max(60 * 24 * 14)
    .optional(),
  /** At most so many improvements; absent: the tenant's setting. */
  maxImprovements: z.int().min(0).max(20).optional(),
  /** Only these targets; absent: all of the tenant's. */
  targets: z.array(z.string().min(1)).optional(),
  /** What set the emergency off. */
  cause: z.string().max(1000).optional(),
});
export type CycleRequest = z.infer<typeof CycleRequest>;

/** `executionName` is the name of the state machine's execution; it becomes the cycle's id. */
export const CollectIn = z.object({ executionName: id, request: CycleRequest });
export type CollectIn = z.infer<typeof CollectIn>;
export const CycleRef = z.object({ tenant, cycleId: id });
export type CycleRef = z.infer<typeof CycleRef>;
/** `proceed` false: the cycle is switched off, stopped or disabled; the record says why. */
export const CollectOut = CycleRef.extend({ proceed: z.boolean() });
export type CollectOut = z.infer<typeof CollectOut>;

export const OpportunityRef = CycleRef.extend({ opportunityId: id });
export type OpportunityRef = z.infer<typeof OpportunityRef>;
export const AnalyseOut = CycleRef.extend({ chosen: z.array(OpportunityRef) });
export type AnalyseOut = z.infer<typeof AnalyseOut>;

export const ImprovementRef = CycleRef.extend({ improvementId: id });
export type ImprovementRef = z.infer<typeof ImprovementRef>;
/** `proceed` false: no hand could write the improvement; the record says why. */
export const GenerateOut = ImprovementRef.extend({ proceed: z.boolean() });
export type GenerateOut = z.infer<typeof GenerateOut>;

/**
 * rollout: start it (which may ask a person first); repair: a gate failed, and the model that wrote it is told so and asked again; none: it
 * ends here, by a gate or by the autonomy level.
 */
export const ValidateOut = ImprovementRef.extend({ opportunityId: id, next: z.enum(['rollout', 'repair', 'none']) });
export type ValidateOut = z.infer<typeof ValidateOut>;

/** `started` false: nothing was changed; the record says why, or that a person is asked. */
export const DeployOut = ImprovementRef.extend({ started: z.boolean() });
export type DeployOut = z.infer<typeof DeployOut>;

/** What the rollout does next; `step` raises the weight. */
export const JudgeOut = ImprovementRef.extend({ decision: z.enum(['continue', 'step', 'promote', 'roll-back']) });
export type JudgeOut = z.infer<typeof JudgeOut>;

/** `watch`: the new version serves alone now and is judged on; `done`: the rollout is over. */
export const PromoteOut = ImprovementRef.extend({ next: z.enum(['watch', 'done']) });
export type PromoteOut = z.infer<typeof PromoteOut>;

/** A person's word on an improvement: one that waits, a rollout that is under way, or a promotion that is to be taken back. */
export const DecideIn = z.object({
  tenant,
  improvementId: id,
  word: z.enum(['approve', 'reject', 'roll-back']),
  by: z.string().min(1).max(100),
  reason: z.string().min(1).max(500),
});
export type DecideIn = z.infer<typeof DecideIn>;
/** `refused`: nothing was changed, for the reason; `started`: the rollout begins; `noted`: the judge acts on it within a minute. */
export const DecideOut = z.object({
  tenant,
  improvementId: id,
  result: z.enum(['started', 'noted', 'rejected', 'rolled-back', 'refused']),
  reason: z.string(),
});
export type DecideOut = z.infer<typeof DecideOut>;

/** `error` is what Step Functions caught, or what the interruption was. */
export const RollBackIn = ImprovementRef.extend({
  error: z.object({ Error: z.string(), Cause: z.string().optional() }).optional(),
});
export type RollBackIn = z.infer<typeof RollBackIn>;

/** A rollout execution that ended abnormally, as EventBridge reports it, or as the embedded cloud does after a restart. */
export const ExecutionEnded = z.object({
  source: z.literal('aws.states'),
  'detail-type': z.literal('Step Functions Execution Status Change'),
  detail: z.object({
    status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
    /** JSON text of the execution's input: an {@link ImprovementRef}. */
    input: z.string(),
  }),
});
export type ExecutionEnded = z.infer<typeof ExecutionEnded>;

/** `cycle`: the cycle's own part is over; `rollout`: one of its rollouts is; `failed`: the cycle's execution failed. */
export const ReportIn = z.object({
  tenant,
  cycleId: id,
  improvementId: id.optional(),
  ended: z.enum(['cycle', 'rollout', 'failed']),
  error: z.object({ Error: z.string(), Cause: z.string().optional() }).optional(),
});
export type ReportIn = z.infer<typeof ReportIn>;
/** `completed` true: nothing of this cycle is under way any more and its report is published. */
export const ReportOut = CycleRef.extend({ completed: z.boolean() });
export type ReportOut = z.infer<typeof ReportOut>;

/** A rollback failed after its retries: tell a person, with the exact command. */
export const AlertIn = ImprovementRef.extend({ error: z.object({ Error: z.string(), Cause: z.string().optional() }) });
export type AlertIn = z.infer<typeof AlertIn>;

/** The scheduler's tick, every CLOUDWATCH_STREAM_INTERVAL_SECONDS: telemetry/dispatch. */
export const TelemetryTick = z.object({ source: z.literal('kaizen.schedule'), kind: z.literal('tick') });
export type TelemetryTick = z.infer<typeof TelemetryTick>;

/** The targets of one shard that are due: telemetry/poll reads them together. */
export const PollMessage = z.object({ targets: z.array(z.string().min(1)).min(1).max(100) });
export type PollMessage = z.infer<typeof PollMessage>;

/** What a poll's rules found in one target, or that they find nothing any more: analysis/detect keeps the anomalies. */
export const FindingsMessage = z.object({
  tenant,
  target: z.string().min(1),
  /** Minutes before this one were judged. */
  until: z.number(),
  drafts: z.array(AnomalyDraft),
  /** Minutes (epoch ms) of the newest points of each series, at most five: only minutes with data say that all is well again. */
  newest: z.partialRecord(Series, z.array(z.number()).max(5)),
  /** Id of the improvement whose rollout was under way on the target; null: none. */
  rollout: z.string().nullable(),
});
export type FindingsMessage = z.infer<typeof FindingsMessage>;

/** An SQS event with one kind of JSON body. A message that does not fit is InvalidEvent, naming it. */
export const QueueEvent = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })).min(1) });
export type QueueEvent = z.infer<typeof QueueEvent>;

/** A delivery of a CloudWatch Logs subscription: gzipped JSON in base64. */
export const LogDelivery = z.object({ awslogs: z.object({ data: z.string().min(1) }) });
export type LogDelivery = z.infer<typeof LogDelivery>;

/** An event of EventBridge that belongs into the telemetry: an alarm's transition, a Lambda or deployment event. */
export const TelemetryEvent = z.object({
  id: z.string().min(1),
  source: z.enum(['aws.cloudwatch', 'aws.lambda', 'aws.codedeploy', 'aws.cloudformation', 'aws.states', 'lambda']),
  'detail-type': z.string().min(1),
  time: z.string().min(1),
  account: z.string().optional(),
  region: z.string().optional(),
  resources: z.array(z.string()).optional(),
  detail: z.record(z.string(), z.unknown()),
});
export type TelemetryEvent = z.infer<typeof TelemetryEvent>;
/** A CloudWatch alarm that went to ALARM, as EventBridge delivers it. */
export const AlarmEvent = z.object({
  id: z.string().min(1),
  source: z.literal('aws.cloudwatch'),
  'detail-type': z.literal('CloudWatch Alarm State Change'),
  time: z.string().min(1),
  resources: z.array(z.string()).optional(),
  detail: z.object({
    alarmName: z.string().min(1),
    state: z.object({ value: z.string(), reason: z.string().optional() }),
    previousState: z.object({ value: z.string() }).optional(),
    configuration: z
      .object({
        description: z.string().optional(),
        metrics: z
          .array(
            z.object({
              metricStat: z.object({ metric: z.object({ dimensions: z.record(z.string(), z.string()).optional() }) }).optional(),
            }),
          )
          .optional(),
      })
      .optional(),
  }),
});
export type AlarmEvent = z.infer<typeof AlarmEvent>;

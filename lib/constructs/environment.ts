import { Token } from 'aws-cdk-lib';
import { ConfigError } from '../config/config-error.ts';
import type { StageConfig } from '../config/stage-config.ts';
import type { HandlerName, QueueName, TableName, WorkflowName } from '../../lambdas/shared/contract/names.ts';
import type { Permissions } from './permissions.ts';

export interface EnvironmentSources {
  config: StageConfig;
  tableNames: Record<TableName, string>;
  topicArn: string;
  reportsBucket: string;
  queueUrls: Record<QueueName, string>;
  startedArn?: string | undefined;
  logReceiverArn?: string | undefined;
  sandboxArn?: string | undefined;
}

/** Lambda's limit for all names and values together ("Lambda quotas": environment variables 4 KB). */
export const ENVIRONMENT_LIMIT_BYTES = 4096;
/** Names and ARNs that CloudFormation fills in at deployment; the longest of ours is a state machine's ARN of about 130. */
const TOKEN_BYTES = 160;

const WORKFLOW_ARN: Readonly<Record<WorkflowName, string>> = {
  'improvement-cycle': 'KAIZEN_IMPROVEMENT_CYCLE_ARN',
  rollout: 'KAIZEN_ROLLOUT_ARN',
};
const QUEUE_URL: Readonly<Record<QueueName, string>> = { polls: 'KAIZEN_POLL_QUEUE_URL', findings: 'KAIZEN_FINDINGS_QUEUE_URL' };

/** The environment of a handler: what contract/environment.ts reads, and the runtime's own switch for source maps. */
export function handlerEnvironment(
  permissions: Permissions,
  { config, tableNames, topicArn, reportsBucket, queueUrls, startedArn, logReceiverArn, sandboxArn }: EnvironmentSources,
): Record<string, string> {
  const { telemetry } = config;
  return {
    NODE_OPTIONS: '--enable-source-maps',
    KAIZEN_STAGE: config.stage,
    KAIZEN_BASELINES_TABLE: tableNames.baselines,
    KAIZEN_OPPORTUNITIES_TABLE: tableNames.opportunities,
    KAIZEN_AUDIT_TABLE: tableNames.audit,
    KAIZEN_CONTROL_TABLE: tableNames.control,
    KAIZEN_TENANTS: JSON.stringify(config.tenants),
    KAIZEN_AUTONOMY_CEILING: config.autonomyCeiling,
    CLOUDWATCH_STREAM_INTERVAL_SECONDS: String(telemetry.intervalSeconds),
    CLOUDWATCH_NORMAL_INTERVAL_SECONDS: String(telemetry.normalSeconds),
    CLOUDWATCH_QUIET_INTERVAL_SECONDS: String(telemetry.quietSeconds),
    CLOUDWATCH_IDLE_INTERVAL_SECONDS: String(telemetry.idleSeconds),
    KAIZEN_LATENESS_SECONDS: String(telemetry.latenessSeconds),
    CLOUDWATCH_LOG_SAMPLING_RATE: String(telemetry.logSamplingRate),
    CLOUDWATCH_EVENT_DEDUP_WINDOW_SECONDS: String(telemetry.eventDedupSeconds),
    ...(permissions.notifies === true ? { KAIZEN_TOPIC_ARN: topicArn } : {}),
    ...(permissions.keepsReports === true ? { KAIZEN_REPORTS_BUCKET: reportsBucket } : {}),
    ...Object.fromEntries((permissions.sends ?? []).map((queue) => [QUEUE_URL[queue], queueUrls[queue]])),
    ...(permissions.starts === undefined || startedArn === undefined ? {} : { [WORKFLOW_ARN[permissions.starts]]: startedArn }),
    ...(permissions.sources === true ? { KAIZEN_SOURCE_BUCKETS: JSON.stringify(config.sourceBuckets) } : {}),
    ...(sandboxArn === undefined ? {} : { KAIZEN_SANDBOX_FUNCTION: sandboxArn }),
    ...(logReceiverArn === undefined ? {} : { KAIZEN_LOG_RECEIVER_ARN: logReceiverArn }),
  };
}

/** Bytes that Lambda will count. */
export function environmentBytes(environment: Readonly<Record<string, string>>): number {
  return Object.entries(environment).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + (Token.isUnresolved(value) ? TOKEN_BYTES : Buffer.byteLength(value)),
    0,
  );
}

/** Throws ConfigError when Lambda would refuse the environment: the tenants are what makes it grow. */
export function checkEnvironmentSize(handler: HandlerName, environment: Readonly<Record<string, string>>, tenants: number): void {
  const bytes = environmentBytes(environment);
  if (bytes <= ENVIRONMENT_LIMIT_BYTES) return;
  throw new ConfigError([
    {
      field: 'tenants',
      value: `${tenants} tenants`,
      expectation: `settings that fit: ${handler} would get an environment of ${bytes} bytes`,
      reason: `Lambda allows ${ENVIRONMENT_LIMIT_BYTES} bytes, and every handler carries the settings of all tenants; deploy a second stage for some of them`,
    },
  ]);
}

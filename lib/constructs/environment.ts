import { Token } from 'aws-cdk-lib';
import { ConfigError } from '../config/config-error.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { allTenantSettings } from '../config/tenant-settings.ts';
import type { HandlerName, TableName } from '../../lambdas/shared/contract/names.ts';
import type { Permissions } from './permissions.ts';

export interface EnvironmentSources {
  config: StageConfig;
  tableNames: Record<TableName, string>;
  topicArn: string;
  improvementCycleArn?: string | undefined;
}

/** Lambda's limit for all names and values together ("Lambda quotas": environment variables 4 KB). */
export const ENVIRONMENT_LIMIT_BYTES = 4096;
/** Names and ARNs that CloudFormation fills in at deployment; the longest of ours is a state machine's ARN of about 130. */
const TOKEN_BYTES = 160;

/** The environment of a handler: what contract/environment.ts reads, and the runtime's own switch for source maps. */
export function handlerEnvironment(
  permissions: Permissions,
  { config, tableNames, topicArn, improvementCycleArn }: EnvironmentSources,
): Record<string, string> {
  return {
    NODE_OPTIONS: '--enable-source-maps',
    KAIZEN_STAGE: config.stage,
    KAIZEN_BASELINES_TABLE: tableNames.baselines,
    KAIZEN_OPPORTUNITIES_TABLE: tableNames.opportunities,
    KAIZEN_AUDIT_TABLE: tableNames.audit,
    KAIZEN_CONTROL_TABLE: tableNames.control,
    KAIZEN_TENANTS: JSON.stringify(allTenantSettings(config)),
    KAIZEN_AUTONOMY_CEILING: config.autonomyCeiling,
    CLOUDWATCH_STREAM_INTERVAL_SECONDS: String(config.telemetry.intervalSeconds),
    CLOUDWATCH_LOG_SAMPLING_RATE: String(config.telemetry.logSamplingRate),
    CLOUDWATCH_EVENT_DEDUP_WINDOW_SECONDS: String(config.telemetry.eventDedupSeconds),
    ...(permissions.notifies === true ? { KAIZEN_TOPIC_ARN: topicArn } : {}),
    ...(improvementCycleArn === undefined ? {} : { KAIZEN_IMPROVEMENT_CYCLE_ARN: improvementCycleArn }),
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

import { AUTONOMY_LEVELS, type LowTrafficAnswer, type TenantSettings } from '../../lambdas/shared/contract/settings.ts';
import { modelIssues } from '../../lambdas/shared/contract/model-limits.ts';
import { cycleCron } from './cycle-cron.ts';
import type { ConfigIssue } from './config-error.ts';
import type { StageConfig, TelemetryConfig } from './stage-config.ts';
import { tenantSettings } from '../../lambdas/shared/contract/tenant-config.ts';

type TenantRule = (settings: TenantSettings, config: StageConfig) => ConfigIssue | null;

const SECONDS_PER_MINUTE = 60;
/** Answers to thin traffic that only change the plan. */
const PLANNING: ReadonlySet<LowTrafficAnswer> = new Set<LowTrafficAnswer>(['raise-weight', 'extend']);

/** What must hold between the fields of one tenant. One rule an entry. */
const TENANT_RULES: readonly TenantRule[] = [
  ({ steps, monitoringSeconds }) => {
    const minutes = steps.reduce((sum, step) => sum + step.minutes, 0);
    const available = Math.floor(monitoringSeconds / SECONDS_PER_MINUTE);
    return minutes <= available
      ? null
      : {
          field: 'steps',
          value: steps,
          expectation: `steps of together at most ${available} minutes`,
          reason: `they last ${minutes} minutes, but the rollout is monitored for ${monitoringSeconds} s only`,
        };
  },
  ({ steps }) => {
    const falling = steps.findIndex((step, index) => index > 0 && step.weight <= (steps[index - 1]?.weight ?? 0));
    return falling === -1
      ? null
      : {
          field: `steps.${falling}.weight`,
          value: steps[falling]?.weight,
          expectation: `more than ${steps[falling - 1]?.weight}`,
          reason: 'each step sends more traffic to the canary than the one before it',
        };
  },
  ({ monitoringSeconds, longestMonitoringSeconds }) =>
    longestMonitoringSeconds >= monitoringSeconds
      ? null
      : {
          field: 'longestMonitoringSeconds',
          value: longestMonitoringSeconds,
          expectation: `at least ${monitoringSeconds}, as monitoringSeconds`,
          reason: 'a rollout is monitored that long in any case',
        },
  ({ lowTraffic: { answers } }) => {
    const last = answers.at(-1);
    const plans = answers.slice(0, -1).every((answer) => PLANNING.has(answer));
    return plans && last !== undefined && !PLANNING.has(last)
      ? null
      : {
          field: 'lowTraffic.answers',
          value: answers,
          expectation: 'raise-weight and extend, each at most once, then one of go, ask and skip',
          reason: 'the first ones plan the rollout otherwise, and the last one says what is done when that is not enough',
        };
  },
  ({ intervalHours, startTime }) =>
    cycleCron(intervalHours, startTime) !== null
      ? null
      : {
          field: 'intervalHours',
          value: intervalHours,
          expectation: '1, 2, 3, 4, 6, 8, 12, 24 or 168',
          reason: 'a cycle starts at the same hours of every day, or once a week',
        },
  ({ autonomy }, { autonomyCeiling }) =>
    AUTONOMY_LEVELS.indexOf(autonomy) <= AUTONOMY_LEVELS.indexOf(autonomyCeiling)
      ? null
      : {
          field: 'autonomy',
          value: autonomy,
          expectation: `at most ${autonomyCeiling}`,
          reason: 'the stage allows no higher level (autonomyCeiling)',
        },
];

/** The intervals between two polls, from the shortest. */
const RISING = ['intervalSeconds', 'normalSeconds', 'quietSeconds', 'idleSeconds'] as const satisfies readonly (keyof TelemetryConfig)[];

function telemetryIssues({ telemetry }: StageConfig): ConfigIssue[] {
  return RISING.flatMap((name, index) => {
    const before = RISING[index - 1];
    if (before === undefined || telemetry[name] >= telemetry[before]) return [];
    return [
      {
        field: `telemetry.${name}`,
        value: telemetry[name],
        expectation: `at least ${telemetry[before]}, as telemetry.${before}`,
        reason: 'a function that is called less often is not polled more often',
      },
    ];
  });
}

/** What holds for a model anywhere, and what holds on AWS only. */
function modelConfigIssues({ model }: StageConfig): ConfigIssue[] {
  if (model === undefined) return [];
  const { endpoint, apiKeyVariable } = model;
  const issues: ConfigIssue[] = modelIssues(model);
  if (endpoint !== undefined && !endpoint.startsWith('https://'))
    issues.push({
      field: 'endpoint',
      value: endpoint,
      expectation: 'an address with https',
      reason: 'the code of the functions is sent there',
    });
  if (apiKeyVariable !== undefined)
    issues.push({
      field: 'apiKeyVariable',
      value: apiKeyVariable,
      expectation: 'apiKeySecretArn instead',
      reason: 'on AWS the key is in a secret: whoever may read a function may read its variables',
    });
  return issues.map((issue) => ({ ...issue, field: `model.${issue.field}` }));
}

/** What is wrong between the fields of a config whose fields are each right. */
export function crossFieldIssues(config: StageConfig): ConfigIssue[] {
  return [...telemetryIssues(config), ...modelConfigIssues(config), ...tenantIssues(config)];
}

function tenantIssues(config: StageConfig): ConfigIssue[] {
  const tenants = Object.entries(config.tenants);
  if (tenants.length === 0) {
    return [{ field: 'tenants', value: {}, expectation: 'at least one tenant', reason: 'every managed function belongs to one' }];
  }
  return tenants.flatMap(([tenant, wanted]) => {
    const settings = tenantSettings(wanted);
    return TENANT_RULES.flatMap((rule) => {
      const issue = rule(settings, config);
      return issue === null ? [] : [{ ...issue, field: `tenants.${tenant}.${issue.field}` }];
    });
  });
}

import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { REPORTS_PREFIX, TAGS } from '../../lambdas/shared/contract/names.ts';
import type { QueueName, TableName } from '../../lambdas/shared/contract/names.ts';
import type { Permissions, TableAccess, TargetAccess } from './permissions.ts';
import { allow, type Grant } from './grant.ts';
import { isolatedGrants } from './isolated-grants.ts';
import { namePrefix, pascal } from './resource-names.ts';
import { sourceGrants } from './source-grants.ts';

const TABLE_ACTIONS: Record<TableAccess, readonly string[]> = {
  read: ['dynamodb:GetItem', 'dynamodb:Query'],
  append: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'],
  write: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  release: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
  rewrite: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
};

/**
 * All actions on functions here support aws:ResourceTag, for functions, versions and aliases (service authorization reference,
 * Lambda). GetFunction gives the tags only to who may list them.
 */
const READ_ACTIONS = ['lambda:GetFunction', 'lambda:GetAlias', 'lambda:ListTags'];
const SHIFT_ACTIONS = ['lambda:UpdateAlias'];
const RESTORE_ACTIONS = ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'];
const PUBLISH_ACTIONS = ['lambda:PublishVersion', ...RESTORE_ACTIONS];
/** A version that was published before is found again by its token. */
const LIST_ACTIONS = [...READ_ACTIONS, 'lambda:ListVersionsByFunction'];

const READS: Record<TargetAccess, readonly string[]> = {
  read: READ_ACTIONS,
  shift: READ_ACTIONS,
  restore: LIST_ACTIONS,
  publish: LIST_ACTIONS,
};
const WRITES: Record<TargetAccess, readonly string[]> = {
  read: [],
  shift: SHIFT_ACTIONS,
  restore: [...SHIFT_ACTIONS, ...RESTORE_ACTIONS],
  publish: [...SHIFT_ACTIONS, ...PUBLISH_ACTIONS],
};

/** Everything that changes a function, what Kaizen never does included: no later grant can open it where these are denied. */
export const FUNCTION_WRITES = [
  ...SHIFT_ACTIONS,
  ...PUBLISH_ACTIONS,
  'lambda:AddPermission',
  'lambda:CreateAlias',
  'lambda:DeleteAlias',
  'lambda:DeleteFunction',
  'lambda:DeleteFunctionConcurrency',
  'lambda:PutFunctionConcurrency',
  'lambda:PutProvisionedConcurrencyConfig',
  'lambda:RemovePermission',
  'lambda:TagResource',
  'lambda:UntagResource',
];

const COLON = ArnFormat.COLON_RESOURCE_NAME;
const MANAGED_TAG = `aws:ResourceTag/${TAGS.managed}`;

export interface GrantScope {
  stack: Stack;
  stage: string;
  functionName: string;
  /** ARNs of the tables. */
  tables: Record<TableName, string>;
  /** The key of the tables and of the reports; null: the services' own. */
  tableKeyArn: string | null;
  topicArn: string;
  topicKeyArn: string;
  reportsBucketArn: string;
  /** Only for handlers that start it. */
  startedArn?: string;
  deadLetterQueueArn?: string;
  queueArns: Record<QueueName, string>;
  logGroupArn: string;
  /** Whether the stage has log groups send their lines. */
  logSubscriptions: boolean;
  /** Where tags of functions may name something. */
  sourceBuckets: readonly string[];
  /** Only for the handler that uses it. */
  sandboxArn?: string;
}

function targetGrants(access: TargetAccess, { stack, stage }: GrantScope): Grant[] {
  const functions = stack.formatArn({ service: 'lambda', resource: 'function', resourceName: '*', arnFormat: COLON });
  const own = stack.formatArn({ service: 'lambda', resource: 'function', resourceName: `${namePrefix(stage)}*`, arnFormat: COLON });
  const managed = { StringEquals: { [MANAGED_TAG]: 'true' } };
  const tagged = `which functions are managed is said by their tag ${TAGS.managed}, which the statement's condition demands; their names are not known at deployment`;
  return [
    { statement: allow('ReadManagedFunctions', READS[access], [functions], managed), wildcardReason: tagged },
    ...(WRITES[access].length === 0
      ? []
      : [{ statement: allow('ChangeManagedFunctions', WRITES[access], [functions], managed), wildcardReason: tagged }]),
    {
      statement: new PolicyStatement({
        sid: 'NeverUnmanagedFunctions',
        effect: Effect.DENY,
        actions: [...FUNCTION_WRITES],
        resources: [functions],
        // Holds for a missing tag too: a negated operator matches when its key is absent.
        conditions: { StringNotEquals: { [MANAGED_TAG]: 'true' } },
      }),
    },
    {
      statement: new PolicyStatement({
        sid: 'NeverKaizenItself',
        effect: Effect.DENY,
        actions: [...FUNCTION_WRITES, 'lambda:GetFunction'],
        resources: [own],
      }),
    },
  ];
}

/**
 * PutSubscriptionFilter knows no condition on the destination, only tags of log groups, which functions' groups don't bear (service
 * authorization reference, CloudWatch Logs). Where lines may go is bounded otherwise: streams need iam:PassRole, which nobody has, so that
 * what is left are functions that allow logs.amazonaws.com to invoke them. Kaizen's own groups are closed: its receiver would be fed with
 * its own log, for ever.
 */
function subscriptionGrants({ stack, stage }: GrantScope): Grant[] {
  const own = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `/aws/lambda/${namePrefix(stage)}*`,
    arnFormat: COLON,
  });
  return [
    {
      statement: allow('SubscribeFunctionLogs', ['logs:PutSubscriptionFilter', 'logs:DeleteSubscriptionFilter'], [functionLogs(stack)]),
      wildcardReason:
        'the log groups of the managed functions have names that are not known at deployment; log groups of anything but Lambda stay closed',
    },
    {
      statement: new PolicyStatement({
        sid: 'NeverOwnLogs',
        effect: Effect.DENY,
        actions: ['logs:PutSubscriptionFilter'],
        resources: [own],
      }),
    },
  ];
}

function queueGrants({ sends = [], consumes }: Permissions, { queueArns }: GrantScope): Grant[] {
  return [
    ...sends.map((queue) => ({ statement: allow(`SendTo${pascal(queue)}`, ['sqs:SendMessage'], [queueArns[queue]]) })),
    // What Lambda's event source needs, by AWS's own policy AWSLambdaSQSQueueExecutionRole.
    ...(consumes === undefined
      ? []
      : [
          {
            statement: allow(
              `Consume${pascal(consumes)}`,
              ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
              [queueArns[consumes]],
            ),
          },
        ]),
  ];
}

function reportGrants({ stack, stage, reportsBucketArn, tableKeyArn }: GrantScope): Grant[] {
  return [
    {
      statement: allow('KeepReports', ['s3:PutObject'], [`${reportsBucketArn}/${REPORTS_PREFIX}/${stage}/*`]),
      wildcardReason: 'the reports below the prefix of the stage are named by tenants and cycles, which are not known at deployment',
    },
    ...(tableKeyArn === null
      ? []
      : [
          {
            statement: allow('UseReportsKey', ['kms:GenerateDataKey'], [tableKeyArn], {
              StringEquals: { 'kms:ViaService': `s3.${stack.region}.amazonaws.com` },
            }),
          },
        ]),
  ];
}

function functionLogs(stack: Stack): string {
  return stack.formatArn({ service: 'logs', resource: 'log-group', resourceName: '/aws/lambda/*', arnFormat: COLON });
}

/** The whole policy of a handler's role. */
export function grantsFor(permissions: Permissions, scope: GrantScope): Grant[] {
  const { stack } = scope;
  if (permissions.isolated === true) return isolatedGrants(stack, scope.functionName);
  const grants: Grant[] = [
    { statement: allow('WriteOwnLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], [scope.logGroupArn]) },
    {
      statement: allow('Trace', ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*']),
      wildcardReason: 'the two X-Ray write actions have no resource-level permissions',
    },
  ];
  for (const [table, access] of Object.entries(permissions.tables) as [TableName, TableAccess][]) {
    grants.push({ statement: allow(`Table${table[0]?.toUpperCase()}${table.slice(1)}`, TABLE_ACTIONS[access], [scope.tables[table]]) });
  }
  if (scope.tableKeyArn !== null) {
    grants.push({
      statement: allow(
        'UseTableKey',
        ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
        [scope.tableKeyArn],
        {
          StringEquals: { 'kms:ViaService': `dynamodb.${stack.region}.amazonaws.com` },
        },
      ),
    });
  }
  if (permissions.discovers === true) {
    grants.push({
      statement: allow('FindManagedFunctions', ['tag:GetResources'], ['*']),
      wildcardReason: 'tag:GetResources has no resource-level permissions; it gives names and tags only',
    });
  }
  if (permissions.targets !== undefined) grants.push(...targetGrants(permissions.targets, scope));
  if (permissions.metrics === true) {
    grants.push({
      statement: allow('ReadMetrics', ['cloudwatch:GetMetricData'], ['*']),
      wildcardReason: 'cloudwatch:GetMetricData has no resource-level permissions; it reads figures only',
    });
  }
  if (permissions.logs === true) {
    grants.push({
      statement: allow('ReadFunctionLogs', ['logs:FilterLogEvents'], [functionLogs(stack)]),
      wildcardReason:
        'the log groups of the managed functions have names that are not known at deployment; log groups of anything but Lambda stay closed',
    });
  }
  if (permissions.subscribesLogs === true && scope.logSubscriptions) grants.push(...subscriptionGrants(scope));
  grants.push(...queueGrants(permissions, scope));
  if (permissions.notifies === true) {
    grants.push(
      { statement: allow('Notify', ['sns:Publish'], [scope.topicArn]) },
      { statement: allow('UseTopicKey', ['kms:Decrypt', 'kms:GenerateDataKey'], [scope.topicKeyArn]) },
    );
  }
  if (permissions.keepsReports === true) grants.push(...reportGrants(scope));
  grants.push(...sourceGrants(permissions, scope.sourceBuckets, stack));
  if (scope.sandboxArn !== undefined) grants.push({ statement: allow('RunInSandbox', ['lambda:InvokeFunction'], [scope.sandboxArn]) });
  if (scope.startedArn !== undefined) grants.push({ statement: allow('StartWorkflow', ['states:StartExecution'], [scope.startedArn]) });
  if (scope.deadLetterQueueArn !== undefined)
    grants.push({ statement: allow('KeepFailedEvents', ['sqs:SendMessage'], [scope.deadLetterQueueArn]) });
  return grants;
}

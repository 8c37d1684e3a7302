import { Match, Template as Assertions } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { emfMetricSink } from '../../lambdas/shared/adapters/aws/metric-sink.ts';
import { METRIC_NAMESPACE, METRICS, TABLES, type HandlerName } from '../../lambdas/shared/contract/names.ts';
import { property, type Resource } from '../../lib/template.ts';
import { resourcesOf, synthesized } from './synthesized.ts';

const dev = Assertions.fromJSON(synthesized({ stage: 'dev' }));
const prod = Assertions.fromJSON(synthesized({ stage: 'prod' }));

describe('tables', () => {
  it('are four, on demand, restorable, with string keys and encrypted', () => {
    dev.resourceCountIs('AWS::DynamoDB::Table', TABLES.length);
    dev.allResourcesProperties('AWS::DynamoDB::Table', {
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
  });

  it('let items expire in two of them only', () => {
    const expiring = resourcesOf(synthesized({ stage: 'dev' }), 'AWS::DynamoDB::Table').filter(
      ([, table]) => table.Properties?.['TimeToLiveSpecification'] !== undefined,
    );
    expect(expiring.map(([, table]) => table.Metadata?.['kaizen:table'])).toEqual(['opportunities', 'control']);
  });

  it('outlive the stack in production only', () => {
    prod.allResources('AWS::DynamoDB::Table', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    prod.allResourcesProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: true });
    dev.allResources('AWS::DynamoDB::Table', { DeletionPolicy: 'Delete' });
  });

  it("take the customer's key where the config says so", () => {
    const customer = Assertions.fromJSON(synthesized({ stage: 'dev', encryption: 'customer' }));
    customer.allResourcesProperties('AWS::DynamoDB::Table', { SSESpecification: { SSEType: 'KMS', KMSMasterKeyId: Match.anyValue() } });
  });
});

describe('the bucket of the reports', () => {
  it('is private, encrypted, by TLS only, and owned whole', () => {
    dev.resourceCountIs('AWS::S3::Bucket', 1);
    dev.allResourcesProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
    });
    dev.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
    const [[, policy]] = resourcesOf(synthesized({ stage: 'dev' }), 'AWS::S3::BucketPolicy') as [[string, Resource]];
    const { Statement } = property<{ Statement: { Effect: string }[] }>('policy', policy, 'PolicyDocument');
    expect(new Set(Statement.map(({ Effect }) => Effect))).toEqual(new Set(['Deny']));
  });

  it('keeps everything in production, what was replaced for a quarter, and forgets trials', () => {
    prod.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    prod.allResourcesProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: { Rules: [{ Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 90 } }] },
    });
    dev.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
    dev.allResourcesProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 90 }] },
    });
  });

  it("takes the customer's key where the config says so", () => {
    const customer = Assertions.fromJSON(synthesized({ stage: 'dev', encryption: 'customer' }));
    customer.allResourcesProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: Match.anyValue() } },
        ],
      },
    });
  });
});

describe('functions', () => {
  it('run Node 24 on arm64, each with a log group of its own that forgets', () => {
    dev.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      LoggingConfig: { LogGroup: Match.anyValue() },
    });
    const untraced = resourcesOf(synthesized({ stage: 'dev' }), 'AWS::Lambda::Function').filter(
      ([, { Properties }]) => (Properties?.['TracingConfig'] as { Mode: string } | undefined)?.Mode !== 'Active',
    );
    expect(untraced.map(([, { Metadata }]) => Metadata?.['kaizen:handler'])).toEqual(['validation/sandbox']);
    dev.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 14 });
    prod.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });

  it('have one role each', () => {
    const roles = resourcesOf(synthesized({ stage: 'dev' }), 'AWS::Lambda::Function').map(([, { Properties }]) =>
      JSON.stringify(Properties?.['Role']),
    );
    expect(new Set(roles).size).toBe(roles.length);
  });

  it('that are invoked by events keep what they could not handle', () => {
    for (const name of ['telemetry-dispatch', 'telemetry-receive-logs', 'telemetry-ingest', 'rollout-roll-back', 'remediation-emergency']) {
      dev.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName: `kaizen-dev-${name}`,
        DeadLetterConfig: { TargetArn: Match.anyValue() },
      });
    }
  });
});

/** Logical id of a handler's function, as an ARN. */
function arnOf(handler: HandlerName) {
  const [id] = resourcesOf(synthesized({ stage: 'dev' }), 'AWS::Lambda::Function').find(
    ([, { Metadata }]) => Metadata?.['kaizen:handler'] === handler,
  ) ?? [''];
  return { 'Fn::GetAtt': [id, 'Arn'] };
}

describe('queues', () => {
  const template = synthesized({ stage: 'dev' });
  const queue = (name: string) =>
    resourcesOf(template, 'AWS::SQS::Queue').find(([id]) => new RegExp(`^WorkQueues${name}[A-F0-9]{8}$`).test(id)) ??
    expect.fail(`no ${name}`);

  it.each([
    ['Polls', 'telemetry/poll', 2, 10],
    ['Findings', 'analysis/detect', 5, 5],
  ] as const)('%s brings one message at a time to %s, and sets it aside after %i tries', (name, handler, tries, concurrency) => {
    const [id, resource] = queue(name);
    dev.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [id, 'Arn'] },
      FunctionName: { Ref: arnOf(handler)['Fn::GetAtt'][0] },
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: concurrency },
    });
    const redrive = property<{ maxReceiveCount: number; deadLetterTargetArn: unknown }>(id, resource, 'RedrivePolicy');
    expect(redrive.maxReceiveCount).toBe(tries);
    const fn = template.Resources[arnOf(handler)['Fn::GetAtt'][0] ?? ''] ?? expect.fail(`no function ${handler}`);
    const timeout = property<number>(handler, fn, 'Timeout');
    expect(property<number>(id, resource, 'VisibilityTimeout')).toBeGreaterThanOrEqual(6 * timeout);
  });

  it('are as many at a time as the config says', () => {
    const fewer = Assertions.fromJSON(synthesized({ telemetry: { pollConcurrency: 3 } }));
    fewer.hasResourceProperties('AWS::Lambda::EventSourceMapping', { ScalingConfig: { MaximumConcurrency: 3 } });
  });

  it('are all encrypted and refuse plain HTTP', () => {
    dev.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    const closed = resourcesOf(template, 'AWS::SQS::QueuePolicy').flatMap(([id, policy]) => {
      const { Statement } = property<{ Statement: { Effect: string; Condition: unknown }[] }>(id, policy, 'PolicyDocument');
      expect(Statement.find(({ Effect }) => Effect === 'Deny')?.Condition).toEqual({ Bool: { 'aws:SecureTransport': 'false' } });
      return property<{ Ref: string }[]>(id, policy, 'Queues').map(({ Ref }) => Ref);
    });
    expect(closed.toSorted()).toEqual(
      resourcesOf(template, 'AWS::SQS::Queue')
        .map(([id]) => id)
        .toSorted(),
    );
  });
});

describe('log lines', () => {
  it('come from log groups of functions of this account only', () => {
    dev.hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: arnOf('telemetry/receive-logs'),
      Principal: 'logs.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
      SourceArn: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(':log-group:/aws/lambda/\\*$')])] },
    });
  });
});

describe('schedules', () => {
  it('tick the dispatcher every interval', () => {
    dev.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
      Target: { Arn: arnOf('telemetry/dispatch'), Input: JSON.stringify({ source: 'kaizen.schedule', kind: 'tick' }) },
    });
  });

  it('start a cycle of each tenant at its hours, and not of one that is switched off', () => {
    const template = Assertions.fromJSON(
      synthesized({
        tenants: {
          shop: { profile: 'aggressive', overrides: { startTime: '01:30' } },
          bank: { profile: 'conservative', overrides: { enabled: false } },
        },
      }),
    );
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(30 1,7,13,19 * * ? *)',
      State: 'ENABLED',
      Target: { Input: JSON.stringify({ tenant: 'shop', trigger: 'schedule' }) },
    });
    template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'cron(0 2 ? * MON *)', State: 'DISABLED' });
  });
});

describe('rules', () => {
  it('send alarms that went off to the emergency entry, but not its own alarms', () => {
    dev.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        'detail-type': ['CloudWatch Alarm State Change'],
        detail: { state: { value: ['ALARM'] }, alarmName: [{ 'anything-but': { prefix: 'kaizen-dev-' } }] },
      },
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
    });
    for (const [, alarm] of resourcesOf(synthesized({ stage: 'dev' }), 'AWS::CloudWatch::Alarm')) {
      expect(alarm.Properties?.['AlarmName']).toMatch(/^kaizen-dev-/);
    }
  });

  it('take back a rollout that ended without its own rollback', () => {
    const [[rollout]] = resourcesOf(synthesized({ stage: 'dev' }), 'AWS::StepFunctions::StateMachine').filter(
      ([, { Metadata }]) => Metadata?.['kaizen:workflow'] === 'rollout',
    ) as [[string, unknown]];
    dev.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [{ Ref: rollout }] },
      },
    });
  });

  it('bring alarms, function changes, results and deployments into the telemetry', () => {
    const rules = resourcesOf(synthesized({ stage: 'dev' }), 'AWS::Events::Rule').filter(([id]) => id.startsWith('Telemetry'));
    for (const [id, rule] of rules)
      expect(property<{ Arn: unknown }[]>(id, rule, 'Targets').map(({ Arn }) => Arn)).toEqual([arnOf('telemetry/ingest')]);
    const sources = rules.flatMap(([id, rule]) => property<{ source: string[] }>(id, rule, 'EventPattern').source);
    expect(sources.toSorted()).toEqual(['aws.cloudformation', 'aws.cloudwatch', 'aws.codedeploy', 'aws.lambda', 'lambda']);
  });
});

describe('alarms', () => {
  it.each([
    ['FailedCycles', { Namespace: 'Kaizen', MetricName: 'improvement_cycles_failed', Threshold: 3, Period: 3600, Statistic: 'Sum' }],
    ['Rollbacks', { Namespace: 'Kaizen', MetricName: 'improvements_rolled_back', Threshold: 2, Period: 3600, Statistic: 'Sum' }],
    ['LongCycle', { Namespace: 'AWS/States', MetricName: 'ExecutionTime', Threshold: 300_000, Statistic: 'Maximum' }],
    ['QuarantinedBaselines', { Namespace: 'Kaizen', MetricName: 'baselines_quarantined', Threshold: 0, Period: 3600, Statistic: 'Sum' }],
    // Two hourly polls of an idle function, 900 s timeout and two minutes.
    [
      'TelemetryLag',
      { Namespace: 'Kaizen', MetricName: 'telemetry_lag_seconds', Threshold: 2 * 3600 + 1020, Statistic: 'Maximum', EvaluationPeriods: 3 },
    ],
    ['PollsWaiting', { Namespace: 'AWS/SQS', MetricName: 'ApproximateAgeOfOldestMessage', Threshold: 900, Statistic: 'Maximum' }],
  ])('%s goes off above its limit', (name, properties) => {
    dev.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: `kaizen-dev-${name}`,
      ComparisonOperator: 'GreaterThanThreshold',
      ...properties,
    });
  });

  it('and the dashboard watch series that the sink of the same stage emits', () => {
    const lines: string[] = [];
    emfMetricSink({ stage: 'dev', write: (line) => void lines.push(line) }).put(METRICS.rolledBack, 1, 'default');
    const emitted = JSON.parse(lines[0] ?? '') as Record<string, unknown> & {
      _aws: { CloudWatchMetrics: { Dimensions: string[][] }[] };
    };
    const series = emitted._aws.CloudWatchMetrics.flatMap(({ Dimensions }) =>
      Dimensions.map((names) => names.map((Name) => ({ Name, Value: emitted[Name] }))),
    );
    const watched = resourcesOf(synthesized({ stage: 'dev' }), 'AWS::CloudWatch::Alarm')
      .map(([, alarm]) => alarm.Properties ?? {})
      .filter((properties) => properties['Namespace'] === METRIC_NAMESPACE);
    expect(watched).toHaveLength(4);
    for (const { Dimensions } of watched) expect(series).toContainEqual(Dimensions);
    const [[, dashboard]] = resourcesOf(synthesized({ stage: 'dev' }), 'AWS::CloudWatch::Dashboard') as [[string, Resource]];
    const own = JSON.stringify(dashboard.Properties?.['DashboardBody']).match(/\[\\*"Kaizen\\*",[^\]]*/g) ?? [];
    expect(own.length).toBeGreaterThan(0);
    for (const metric of own) expect(metric.replaceAll('\\', '')).toMatch(/^\["Kaizen","[a-z_]+","Stage","dev"/);
  });

  it('watch every queue that nobody consumes', () => {
    const consumed = new Set(
      resourcesOf(synthesized({ stage: 'dev' }), 'AWS::Lambda::EventSourceMapping').map(
        ([id, mapping]) => property<{ 'Fn::GetAtt': [string, string] }>(id, mapping, 'EventSourceArn')['Fn::GetAtt'][0],
      ),
    );
    const deadLetters = resourcesOf(synthesized({ stage: 'dev' }), 'AWS::SQS::Queue')
      .map(([id]) => id)
      .filter((id) => !consumed.has(id));
    const watched = resourcesOf(synthesized({ stage: 'dev' }), 'AWS::CloudWatch::Alarm')
      .map(([, alarm]) => alarm.Properties ?? {})
      .filter((properties) => properties['MetricName'] === 'ApproximateNumberOfMessagesVisible')
      .map((properties) => (properties['Dimensions'] as { Value: { 'Fn::GetAtt': [string, string] } }[])[0]?.Value['Fn::GetAtt'][0]);
    expect(watched.toSorted()).toEqual(deadLetters.toSorted());
    expect(deadLetters).toHaveLength(6);
  });

  it('all notify the topic, which CloudWatch may use and its key too', () => {
    const [[topic]] = resourcesOf(synthesized({ stage: 'dev' }), 'AWS::SNS::Topic') as [[string, unknown]];
    dev.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [{ Ref: topic }], TreatMissingData: 'notBreaching' });
    dev.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    dev.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Principal: { Service: 'cloudwatch.amazonaws.com' } })]) },
    });
  });
});

it('subscribes the e-mail address when there is one', () => {
  const template = Assertions.fromJSON(synthesized({ notificationEmail: 'team@example.com' }));
  template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'team@example.com' });
  dev.resourceCountIs('AWS::SNS::Subscription', 0);
});

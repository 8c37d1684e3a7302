import { describe, expect, it } from 'vitest';
import { HANDLERS, type HandlerName } from '../../lambdas/shared/contract/names.ts';
import { parseConfig } from '../../lib/config/load-config.ts';
import { flatten } from '../../lib/constructs/acknowledge.ts';
import { FUNCTION_WRITES } from '../../lib/constructs/statements.ts';
import { property } from '../../lib/template.ts';
import { listOf, resourcesOf, statementsOf, synthesized, type Statement } from './synthesized.ts';

const template = synthesized({ stage: 'dev' });
const MANAGED = { StringEquals: { 'aws:ResourceTag/kaizen:managed': 'true' } };

/** The statements of each handler's role. */
const roles = new Map<HandlerName, Statement[]>(
  resourcesOf(template, 'AWS::Lambda::Function').map(([id, resource]) => {
    const role = property<{ 'Fn::GetAtt': [string, string] }>(id, resource, 'Role')['Fn::GetAtt'][0];
    return [resource.Metadata?.['kaizen:handler'] as HandlerName, statementsOf(template.Resources[role] ?? expect.fail(`no role ${role}`))];
  }),
);
const allowed = (handler: HandlerName) => (roles.get(handler) ?? expect.fail(`no ${handler}`)).filter(({ Effect }) => Effect === 'Allow');
const actionsOf = (handler: HandlerName) => allowed(handler).flatMap(({ Action }) => listOf(Action));
const mayDo = (action: string) => HANDLERS.filter((handler) => actionsOf(handler).includes(action));

describe('roles of the handlers', () => {
  it('are there for each handler', () => {
    expect([...roles.keys()].toSorted()).toEqual([...HANDLERS].toSorted());
  });

  it('hold no action with a wildcard, and nothing of IAM', () => {
    for (const handler of HANDLERS) {
      for (const action of actionsOf(handler)) expect(action, handler).toMatch(/^(?!iam:)[a-z0-9]+:[A-Za-z]+$/);
    }
  });

  it('give the resource * only to actions that have no other', () => {
    const unrestricted = new Set(
      HANDLERS.flatMap((handler) => allowed(handler))
        .filter(({ Resource }) => listOf(Resource).includes('*'))
        .flatMap(({ Action }) => listOf(Action)),
    );
    expect([...unrestricted].toSorted()).toEqual([
      'cloudwatch:GetMetricData',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'lambda:GetAccountSettings',
      'lambda:ListEventSourceMappings',
      'tag:GetResources',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  it('reach functions only where they are tagged as managed', () => {
    // The only two that know no function; the test above names them.
    const accountWide = /^lambda:(GetAccountSettings|ListEventSourceMappings)$/;
    const reaching = HANDLERS.flatMap((handler) => allowed(handler)).filter(({ Action }) =>
      listOf(Action).some((action) => action.startsWith('lambda:') && !accountWide.test(action)),
    );
    expect(reaching.length).toBeGreaterThan(0);
    for (const { Sid, Condition } of reaching.filter((each) => each.Sid !== 'RunInSandbox')) expect(Condition, Sid).toEqual(MANAGED);
  });

  it('read concurrency and event sources from the analysis only', () => {
    for (const action of [
      'lambda:GetFunctionConcurrency',
      'lambda:ListProvisionedConcurrencyConfigs',
      'lambda:ListEventSourceMappings',
      'lambda:GetAccountSettings',
    ])
      expect(mayDo(action), action).toEqual(['analysis/analyse']);
  });

  it('change functions only to publish in deploy, to take a half publication back, and to move the alias', () => {
    expect(mayDo('lambda:UpdateFunctionCode')).toEqual(['rollout/deploy', 'rollout/roll-back', 'rollout/decide']);
    expect(mayDo('lambda:UpdateFunctionConfiguration')).toEqual(['rollout/deploy', 'rollout/roll-back', 'rollout/decide']);
    expect(mayDo('lambda:PublishVersion')).toEqual(['rollout/deploy']);
    expect(mayDo('lambda:UpdateAlias')).toEqual([
      'rollout/deploy',
      'rollout/step',
      'rollout/promote',
      'rollout/roll-back',
      'rollout/decide',
      'remediation/emergency',
    ]);
    for (const action of FUNCTION_WRITES.filter((write) => !/UpdateFunction(Code|Configuration)|PublishVersion|UpdateAlias/.test(write)))
      expect(mayDo(action), action).toEqual([]);
  });

  it.each(HANDLERS.filter((handler) => mayDo('lambda:GetFunction').includes(handler)))(
    'deny %s every change of an untagged function and of Kaizen itself',
    (handler) => {
      const denied = (roles.get(handler) ?? []).filter(({ Effect }) => Effect === 'Deny');
      const untagged = denied.find(({ Sid }) => Sid === 'NeverUnmanagedFunctions');
      expect(untagged?.Condition).toEqual({ StringNotEquals: MANAGED.StringEquals });
      expect(listOf(untagged?.Action)).toEqual(expect.arrayContaining(FUNCTION_WRITES));
      const itself = denied.find(({ Sid }) => Sid === 'NeverKaizenItself');
      expect(JSON.stringify(itself?.Resource)).toContain(':function:kaizen-dev-*');
      expect(itself?.Condition).toBeUndefined();
      expect(listOf(itself?.Action)).toEqual(expect.arrayContaining(FUNCTION_WRITES));
    },
  );

  it('read figures and logs only where a phase needs them, and logs of functions only', () => {
    const readers: HandlerName[] = [
      'telemetry/poll',
      'telemetry/collect',
      'analysis/analyse',
      'rollout/promote',
      'rollout/roll-back',
      'rollout/decide',
    ];
    expect(mayDo('logs:FilterLogEvents')).toEqual(readers);
    for (const handler of readers) {
      const statement = allowed(handler).find(({ Action }) => listOf(Action).includes('logs:FilterLogEvents'));
      expect(JSON.stringify(statement?.Resource)).toContain(':log-group:/aws/lambda/*');
    }
    expect(mayDo('cloudwatch:GetMetricData')).not.toContain('generation/generate');
    expect(mayDo('cloudwatch:GetMetricData')).not.toContain('validation/validate');
  });

  it('subscribe to logs of functions from the dispatcher only, never to its own, and never by a role that it passes on', () => {
    expect(mayDo('logs:PutSubscriptionFilter')).toEqual(['telemetry/dispatch']);
    expect(mayDo('logs:DeleteSubscriptionFilter')).toEqual(['telemetry/dispatch']);
    const statements = roles.get('telemetry/dispatch') ?? [];
    const subscribing = statements.filter(({ Action }) => listOf(Action).includes('logs:PutSubscriptionFilter'));
    expect(subscribing.map(({ Effect, Resource }) => [Effect, JSON.stringify(Resource)])).toEqual([
      ['Allow', expect.stringContaining(':log-group:/aws/lambda/*"')],
      ['Deny', expect.stringContaining(':log-group:/aws/lambda/kaizen-dev-*"')],
    ]);
    expect(mayDo('iam:PassRole')).toEqual([]);
  });

  it('subscribe to nothing where the stage polls logs', () => {
    const polling = JSON.stringify(synthesized({ telemetry: { logSubscriptions: false } }));
    expect(polling).not.toContain('SubscriptionFilter');
    expect(polling).not.toContain('logs.amazonaws.com');
  });

  it('send to and consume exactly their queues', () => {
    const queues = new Map(
      resourcesOf(template, 'AWS::SQS::Queue')
        .filter(([id]) => /^WorkQueues(Polls|Findings)[A-F0-9]{8}$/.test(id))
        .map(([id]) => [id.startsWith('WorkQueuesPolls') ? 'polls' : 'findings', id]),
    );
    const may = (action: string, queue: string) =>
      HANDLERS.filter((handler) =>
        allowed(handler).some(
          ({ Action, Resource }) => listOf(Action).includes(action) && JSON.stringify(Resource).includes(`"${queues.get(queue)}"`),
        ),
      );
    expect(may('sqs:SendMessage', 'polls')).toEqual(['telemetry/dispatch']);
    expect(may('sqs:SendMessage', 'findings')).toEqual(['telemetry/poll', 'telemetry/collect']);
    for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']) {
      expect(may(action, 'polls')).toEqual(['telemetry/poll']);
      expect(may(action, 'findings')).toEqual(['analysis/detect']);
      expect(mayDo(action)).toEqual(['telemetry/poll', 'analysis/detect']);
    }
  });

  it('leave the receiver of log lines, which is fed by anybody, nothing but two tables', () => {
    const services = new Set(actionsOf('telemetry/receive-logs').map((action) => action.split(':')[0]));
    expect([...services].toSorted()).toEqual(['dynamodb', 'logs', 'sqs', 'xray']);
    const queues = allowed('telemetry/receive-logs').filter(({ Action }) => listOf(Action).some((action) => action.startsWith('sqs:')));
    expect(queues.map(({ Sid }) => Sid)).toEqual(['KeepFailedEvents']);
  });

  it('never change or delete an audit record', () => {
    const [[auditTable]] = resourcesOf(template, 'AWS::DynamoDB::Table').filter(
      ([, { Metadata }]) => Metadata?.['kaizen:table'] === 'audit',
    ) as [[string, unknown]];
    for (const handler of HANDLERS) {
      const onAudit = allowed(handler).filter(({ Resource }) => JSON.stringify(Resource).includes(auditTable));
      const actions = onAudit.flatMap(({ Action }) => listOf(Action));
      expect(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'], handler).toEqual(expect.arrayContaining(actions));
    }
  });

  it('put reports from their handler only, below the prefix of the stage, and do nothing else in S3', () => {
    const onS3 = HANDLERS.flatMap((handler) =>
      allowed(handler)
        .filter(({ Action }) => listOf(Action).some((action) => action.startsWith('s3:')))
        .map(({ Action, Resource }) => ({ handler, actions: listOf(Action), resource: JSON.stringify(Resource) })),
    );
    expect(onS3).toEqual([
      { handler: 'reporting/report', actions: ['s3:PutObject'], resource: expect.stringMatching(/"\/reports\/dev\/\*"\]\]\}$/) },
    ]);
    expect(mayDo('kms:GenerateDataKey')).not.toContain('learning/learn');
  });

  it('read sources from the buckets of the stage only, and from none where none is listed', () => {
    const listing = synthesized({ stage: 'dev', sourceBuckets: ['sources-of-shop', 'recordings'] });
    const reading = resourcesOf(listing, 'AWS::IAM::Role').flatMap(([id, role]) =>
      statementsOf(role)
        .filter(({ Action }) => listOf(Action).some((action) => action === 's3:GetObject' || action === 's3:ListBucket'))
        .map(({ Sid, Action, Resource }) => ({
          id,
          Sid,
          actions: listOf(Action),
          resources: listOf(Resource).map((each) => JSON.stringify(each)),
        })),
    );
    const buckets = [expect.stringMatching(/:s3:::recordings/), expect.stringMatching(/:s3:::sources-of-shop/)];
    expect(reading).toEqual([
      ...[/Analyse/, /Generate/, /Validate/].map((id) => ({
        id: expect.stringMatching(id),
        Sid: 'ReadSources',
        actions: ['s3:GetObject'],
        resources: buckets,
      })),
      { id: expect.stringMatching(/Validate/), Sid: 'FindSamples', actions: ['s3:ListBucket'], resources: buckets },
    ]);
    expect(mayDo('s3:GetObject')).toEqual([]);
    expect(mayDo('s3:ListBucket')).toEqual([]);
  });

  it('use the customer’s key for reports through S3 only', () => {
    const customer = synthesized({ stage: 'dev', encryption: 'customer' });
    const keeping = resourcesOf(customer, 'AWS::IAM::Role')
      .flatMap(([, role]) => statementsOf(role))
      .filter(({ Sid }) => Sid === 'UseReportsKey');
    expect(keeping).toHaveLength(1);
    expect(listOf(keeping[0]?.Action)).toEqual(['kms:GenerateDataKey']);
    expect(JSON.stringify(keeping[0]?.Condition)).toMatch(/"kms:ViaService":.*"s3\."/);
  });

  it('start a cycle from the emergency entry only', () => {
    expect(mayDo('states:StartExecution')).toEqual(['rollout/decide', 'remediation/emergency']);
  });
});

describe('models', () => {
  const choice = { inputPrice: 1, outputPrice: 5, structured: false };
  const rolesWith = (model: Record<string, unknown>) => {
    const config = parseConfig({ stage: 'dev', model });
    return resourcesOf(synthesized(config), 'AWS::IAM::Role').flatMap(([, role]) =>
      statementsOf(role).filter(({ Sid }) => /^(Ask|ReadModelKey)/.test(Sid ?? '')),
    );
  };
  const shown = (statements: Statement[]) =>
    statements.map(({ Action, Resource, Condition }) => [
      listOf(Action).join(),
      flatten(Resource),
      Condition === undefined ? null : flatten(Condition['StringEquals']?.['bedrock:InferenceProfileArn']),
    ]);
  const profile = 'arn:<AWS::Partition>:bedrock:<AWS::Region>:<AWS::AccountId>:inference-profile/';

  it('are asked by nobody where none is configured', () => {
    expect(HANDLERS.flatMap(actionsOf).filter((action) => /^(bedrock|secretsmanager):/.test(action))).toEqual([]);
  });

  it('are asked exactly as configured: by their own ids, or through their profiles only', () => {
    const application = 'arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc';
    const ids = ['amazon.nova-2-lite-v1:0', 'eu.anthropic.claude-haiku-5-5', 'deepseek.v3.2', application];
    expect(shown(rolesWith({ provider: 'bedrock', models: ids.map((id) => ({ id, ...choice })) }))).toEqual([
      ['bedrock:InvokeModel', 'arn:<AWS::Partition>:bedrock:<AWS::Region>::foundation-model/amazon.nova-2-lite-v1:0', null],
      ['bedrock:InvokeModel', `${profile}eu.anthropic.claude-haiku-5-5`, null],
      [
        'bedrock:InvokeModel',
        'arn:<AWS::Partition>:bedrock:*::foundation-model/anthropic.claude-haiku-5-5',
        `${profile}eu.anthropic.claude-haiku-5-5`,
      ],
      ['bedrock:InvokeModel', 'arn:<AWS::Partition>:bedrock:<AWS::Region>::foundation-model/deepseek.v3.2', null],
      ['bedrock:InvokeModel', application, null],
      ['bedrock:InvokeModel', 'arn:<AWS::Partition>:bedrock:*::foundation-model/*', application],
    ]);
  });

  it('elsewhere are asked with a key from one secret', () => {
    const apiKeySecretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:kaizen/model-AbCdEf';
    const model = { provider: 'openai', endpoint: 'https://models.example.com/v1', apiKeySecretArn, models: [{ id: 'm', ...choice }] };
    expect(shown(rolesWith(model))).toEqual([['secretsmanager:GetSecretValue', apiKeySecretArn, null]]);
  });
});

describe('roles of the services', () => {
  it('invoke exactly the handlers of their workflow, no versions or aliases', () => {
    for (const [, role] of resourcesOf(template, 'AWS::IAM::Role')) {
      for (const { Action, Resource } of statementsOf(role)) {
        if (!listOf(Action).includes('lambda:InvokeFunction')) continue;
        for (const resource of listOf(Resource)) expect(resource).toHaveProperty('Fn::GetAtt');
      }
    }
  });

  it('come from no policy beside the roles, where a construct could have added to them', () => {
    expect(resourcesOf(template, 'AWS::IAM::Policy')).toEqual([]);
    expect(resourcesOf(template, 'AWS::IAM::ManagedPolicy')).toEqual([]);
    for (const [, role] of resourcesOf(template, 'AWS::IAM::Role')) expect(role.Properties?.['ManagedPolicyArns']).toBeUndefined();
  });
});

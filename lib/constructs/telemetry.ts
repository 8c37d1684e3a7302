import { Aws, Duration, Stack, ArnFormat } from 'aws-cdk-lib';
import { Match, Rule, type EventPattern } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { consumeQueue } from './consume-queue.ts';
import { DeadLetters } from './dead-letters.ts';
import { HandlerFunction, type HandlerContext } from './handler-function.ts';

interface TelemetryProps {
  context: HandlerContext;
  /** Shards that are due. */
  polls: IQueue;
}

/** Calls that change what a function runs. Their names in CloudTrail end in the date of the API's version. */
const DEPLOYING_CALLS = ['UpdateFunctionCode', 'UpdateFunctionConfiguration', 'PublishVersion', 'UpdateAlias'];

/** Events that belong into the telemetry beside the figures. */
const EVENTS: Record<string, { description: string; pattern: EventPattern }> = {
  AlarmChanges: {
    description: 'Alarms that change their state',
    pattern: { source: ['aws.cloudwatch'], detailType: ['CloudWatch Alarm State Change'] },
  },
  FunctionChanges: {
    description: 'Deployments straight to Lambda, as CloudTrail sees them',
    pattern: {
      source: ['aws.lambda'],
      detailType: ['AWS API Call via CloudTrail'],
      detail: { eventSource: ['lambda.amazonaws.com'], eventName: Match.anyOf(...DEPLOYING_CALLS.map((call) => Match.prefix(call))) },
    },
  },
  FunctionResults: {
    description: 'Asynchronous invocations whose destination is the event bus',
    pattern: {
      source: ['lambda'],
      detailType: ['Lambda Function Invocation Result - Success', 'Lambda Function Invocation Result - Failure'],
    },
  },
  Deployments: {
    description: 'Deployments by CodeDeploy and CloudFormation',
    pattern: {
      source: ['aws.codedeploy', 'aws.cloudformation'],
      detailType: ['CodeDeploy Deployment State-change Notification', 'CloudFormation Stack Status Change'],
    },
  },
};

/** A tick that comes after the next one tells nothing new: each takes up where the last one ended. */
const TICK_RETRIES = 1;

/**
 * Figures, log lines and events. A tick every interval has the dispatcher look who is due and cut them into shards, one message each; each
 * message is one invocation of the worker. Log lines come from the functions' log groups, events from the bus, as they happen.
 */
export class Telemetry extends Construct {
  readonly deadLetterQueue: IQueue;

  constructor(scope: Construct, id: string, { context, polls }: TelemetryProps) {
    super(scope, id);
    const { intervalSeconds, pollConcurrency, logSubscriptions } = context.config.telemetry;
    const deadLetterQueue = new DeadLetters(this, 'DeadLetters').queue;
    this.deadLetterQueue = deadLetterQueue;

    const receiver = new HandlerFunction(this, 'ReceiveLogs', { name: 'telemetry/receive-logs', context, deadLetterQueue }).function;
    if (logSubscriptions) this.letLogsInvoke(receiver);
    const dispatch = new HandlerFunction(this, 'Dispatch', {
      name: 'telemetry/dispatch',
      context,
      deadLetterQueue,
      ...(logSubscriptions ? { logReceiverArn: receiver.functionArn } : {}),
    });
    this.tick(dispatch, Duration.seconds(intervalSeconds));
    const poll = new HandlerFunction(this, 'Poll', { name: 'telemetry/poll', context });
    consumeQueue(this, 'Polls', { handler: poll, queue: polls, concurrency: pollConcurrency });

    const ingest = new HandlerFunction(this, 'Ingest', { name: 'telemetry/ingest', context, deadLetterQueue }).function;
    for (const [name, { description, pattern }] of Object.entries(EVENTS)) {
      new Rule(this, name, { description, eventPattern: pattern, targets: [new LambdaFunction(ingest, { deadLetterQueue })] });
    }
  }

  /** CloudWatch Logs may invoke the receiver for log groups of this account's functions. */
  private letLogsInvoke(receiver: HandlerFunction['function']): void {
    receiver.addPermission('FunctionLogs', {
      principal: new ServicePrincipal('logs.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({
        service: 'logs',
        resource: 'log-group',
        resourceName: '/aws/lambda/*',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
      sourceAccount: Aws.ACCOUNT_ID,
    });
  }

  private tick(dispatch: HandlerFunction, interval: Duration): void {
    const { deadLetterQueue } = this;
    const role = new Role(this, 'TickRole', {
      description: 'The telemetry tick: invokes its handler',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
      inlinePolicies: {
        Tick: new PolicyDocument({
          statements: [
            new PolicyStatement({ sid: 'Invoke', actions: ['lambda:InvokeFunction'], resources: [dispatch.function.functionArn] }),
            new PolicyStatement({ sid: 'KeepFailedTicks', actions: ['sqs:SendMessage'], resources: [deadLetterQueue.queueArn] }),
          ],
        }),
      },
    });
    new Schedule(this, 'Tick', {
      description: `${Stack.of(this).stackName}: telemetry every ${interval.toSeconds()} s`,
      schedule: ScheduleExpression.rate(interval),
      target: new LambdaInvoke(dispatch.function, {
        role: role.withoutPolicyUpdates(),
        input: ScheduleTargetInput.fromObject({ source: 'kaizen.schedule', kind: 'tick' }),
        deadLetterQueue,
        retryAttempts: TICK_RETRIES,
        maxEventAge: interval,
      }),
    });
  }
}

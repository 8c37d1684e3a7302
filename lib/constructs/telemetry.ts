import { Duration } from 'aws-cdk-lib';
import { Match, Rule, type EventPattern } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetters } from './dead-letters.ts';
import { HandlerFunction, type HandlerContext } from './handler-function.ts';

interface TelemetryProps {
  context: HandlerContext;
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

/** Figures by a tick every interval, events as they come: all into the same handler. */
export class Telemetry extends Construct {
  readonly deadLetterQueue: IQueue;

  constructor(scope: Construct, id: string, { context }: TelemetryProps) {
    super(scope, id);
    this.deadLetterQueue = new DeadLetters(this, 'DeadLetters').queue;
    const ingest = new HandlerFunction(this, 'Ingest', { name: 'telemetry/ingest', context, deadLetterQueue: this.deadLetterQueue })
      .function;
    const interval = Duration.seconds(context.config.telemetry.intervalSeconds);

    const role = new Role(this, 'TickRole', {
      description: 'The telemetry tick: invokes its handler',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
      inlinePolicies: {
        Tick: new PolicyDocument({
          statements: [
            new PolicyStatement({ sid: 'Invoke', actions: ['lambda:InvokeFunction'], resources: [ingest.functionArn] }),
            new PolicyStatement({ sid: 'KeepFailedTicks', actions: ['sqs:SendMessage'], resources: [this.deadLetterQueue.queueArn] }),
          ],
        }),
      },
    });
    new Schedule(this, 'Tick', {
      description: `Kaizen ${context.config.stage}: telemetry every ${interval.toSeconds()} s`,
      schedule: ScheduleExpression.rate(interval),
      target: new LambdaInvoke(ingest, {
        role: role.withoutPolicyUpdates(),
        input: ScheduleTargetInput.fromObject({ source: 'kaizen.schedule', kind: 'tick' }),
        deadLetterQueue: this.deadLetterQueue,
        retryAttempts: TICK_RETRIES,
        maxEventAge: interval,
      }),
    });
    for (const [name, { description, pattern }] of Object.entries(EVENTS)) {
      new Rule(this, name, {
        description,
        eventPattern: pattern,
        targets: [new LambdaFunction(ingest, { deadLetterQueue: this.deadLetterQueue })],
      });
    }
  }
}

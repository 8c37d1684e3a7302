import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { DeadLetters } from './dead-letters.ts';
import { HandlerFunction, type HandlerContext } from './handler-function.ts';
import { namePrefix } from './resource-names.ts';

interface EmergencyProps {
  context: HandlerContext;
  improvementCycle: StateMachine;
}

/** The way in for alarms: one that goes off starts a cycle over the last hour. */
export class Emergency extends Construct {
  readonly deadLetterQueue: IQueue;

  constructor(scope: Construct, id: string, { context, improvementCycle }: EmergencyProps) {
    super(scope, id);
    this.deadLetterQueue = new DeadLetters(this, 'DeadLetters').queue;
    const emergency = new HandlerFunction(this, 'Handler', {
      name: 'remediation/emergency',
      context,
      deadLetterQueue: this.deadLetterQueue,
      startedArn: improvementCycle.stateMachineArn,
    });
    new Rule(this, 'AlarmWentOff', {
      description: 'An alarm of the account went off',
      eventPattern: {
        source: ['aws.cloudwatch'],
        detailType: ['CloudWatch Alarm State Change'],
        detail: {
          // Kaizen's own alarms tell of failed cycles and rollbacks: another cycle is no answer to them.
          alarmName: Match.anythingButPrefix(namePrefix(context.config.stage)),
          state: { value: ['ALARM'] },
        },
      },
      targets: [new LambdaFunction(emergency.function, { deadLetterQueue: this.deadLetterQueue })],
    });
  }
}

import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { StageConfig } from '../config/stage-config.ts';
import { allTenantSettings } from '../config/tenant-settings.ts';
import { cycleCron } from '../config/cycle-cron.ts';
import { DeadLetters } from './dead-letters.ts';

interface CycleSchedulesProps {
  config: StageConfig;
  improvementCycle: StateMachine;
}

/** A cycle that could not be started for an hour waits for its next turn. */
const MAX_DELAY = Duration.hours(1);
const RETRIES = 5;

/** One schedule a tenant. A tenant that is switched off keeps a disabled one, so that it can be seen. */
export class CycleSchedules extends Construct {
  readonly deadLetterQueue: IQueue;

  constructor(scope: Construct, id: string, { config, improvementCycle }: CycleSchedulesProps) {
    super(scope, id);
    this.deadLetterQueue = new DeadLetters(this, 'DeadLetters').queue;
    Validations.of(this.deadLetterQueue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: "It is a dead-letter queue itself: that of the schedules' targets, which this rule does not look at. An alarm watches it.",
    });
    const role = new Role(this, 'Role', {
      description: 'The cycle schedules: start improvement cycles',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
      inlinePolicies: {
        Start: new PolicyDocument({
          statements: [
            new PolicyStatement({ sid: 'StartCycles', actions: ['states:StartExecution'], resources: [improvementCycle.stateMachineArn] }),
            new PolicyStatement({ sid: 'KeepFailedStarts', actions: ['sqs:SendMessage'], resources: [this.deadLetterQueue.queueArn] }),
          ],
        }),
      },
    });
    for (const [tenant, { enabled, flags, intervalHours, startTime }] of Object.entries(allTenantSettings(config))) {
      const cron = cycleCron(intervalHours, startTime);
      if (cron === null) throw new Error(`tenant ${tenant}: no schedule for every ${intervalHours} h; config/rules.ts let it through`);
      new Schedule(this, `Tenant-${tenant}`, {
        description: `Kaizen ${config.stage}: improvement cycle of tenant ${tenant}`,
        enabled: enabled && flags.cycle,
        schedule: ScheduleExpression.expression(cron),
        target: new StepFunctionsStartExecution(improvementCycle, {
          role: role.withoutPolicyUpdates(),
          input: ScheduleTargetInput.fromObject({ tenant, trigger: 'schedule' }),
          deadLetterQueue: this.deadLetterQueue,
          retryAttempts: RETRIES,
          maxEventAge: MAX_DELAY,
        }),
      });
    }
  }
}

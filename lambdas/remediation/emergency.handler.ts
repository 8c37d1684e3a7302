import { lambdaFleet } from '../shared/adapters/aws/function-fleet.ts';
import { emfMetricSink } from '../shared/adapters/aws/metric-sink.ts';
import { snsNotifier } from '../shared/adapters/aws/notifier.ts';
import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { stepFunctionsStarter } from '../shared/adapters/aws/workflow-starter.ts';
import { dynamoAuditLog } from '../shared/adapters/dynamo/audit-log.ts';
import { dynamoControlStore } from '../shared/adapters/dynamo/control-store.ts';
import { dynamoWorkStore } from '../shared/adapters/dynamo/work-store.ts';
import { NotifyingEnvironment, StartingEnvironment } from '../shared/contract/environment.ts';
import { AlarmEvent } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { emergency } from './emergency.ts';

/** It starts a cycle and tells people. */
const EmergencyEnvironment = NotifyingEnvironment.extend(StartingEnvironment.shape);

export const createHandler = defineHandler({ name: 'remediation/emergency', input: AlarmEvent, run: emergency });

export const handler = createHandler(
  awsRuntime(EmergencyEnvironment, ({ env, meter, clock, dynamo }) => ({
    clock,
    fleet: lambdaFleet({ meter }),
    sink: emfMetricSink({ stage: env.KAIZEN_STAGE }),
    notifier: snsNotifier({ topicArn: env.KAIZEN_TOPIC_ARN, meter }),
    workflows: stepFunctionsStarter({ arns: { 'improvement-cycle': env.KAIZEN_IMPROVEMENT_CYCLE_ARN }, meter }),
    work: dynamoWorkStore({ client: dynamo, table: env.KAIZEN_OPPORTUNITIES_TABLE }),
    audit: dynamoAuditLog({ client: dynamo, table: env.KAIZEN_AUDIT_TABLE }),
    control: dynamoControlStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE }),
  })),
);

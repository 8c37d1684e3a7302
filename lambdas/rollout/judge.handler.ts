import { lambdaFleet } from '../shared/adapters/aws/function-fleet.ts';
import { cloudwatchMetricSource } from '../shared/adapters/aws/metric-source.ts';
import { snsNotifier } from '../shared/adapters/aws/notifier.ts';
import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { dynamoAuditLog } from '../shared/adapters/dynamo/audit-log.ts';
import { dynamoControlStore } from '../shared/adapters/dynamo/control-store.ts';
import { dynamoWorkStore } from '../shared/adapters/dynamo/work-store.ts';
import { NotifyingEnvironment } from '../shared/contract/environment.ts';
import { ImprovementRef } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { judgeMinute } from './judge-minute.ts';

export const createHandler = defineHandler({ name: 'rollout/judge', input: ImprovementRef, run: judgeMinute });

export const handler = createHandler(
  awsRuntime(NotifyingEnvironment, ({ env, meter, clock, dynamo }) => ({
    clock,
    work: dynamoWorkStore({ client: dynamo, table: env.KAIZEN_OPPORTUNITIES_TABLE }),
    fleet: lambdaFleet({ meter }),
    metrics: cloudwatchMetricSource({ meter, clock }),
    audit: dynamoAuditLog({ client: dynamo, table: env.KAIZEN_AUDIT_TABLE }),
    notifier: snsNotifier({ topicArn: env.KAIZEN_TOPIC_ARN, meter }),
    control: dynamoControlStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE }),
  })),
);

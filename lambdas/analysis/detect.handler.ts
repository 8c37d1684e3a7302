import { emfMetricSink } from '../shared/adapters/aws/metric-sink.ts';
import { snsNotifier } from '../shared/adapters/aws/notifier.ts';
import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { dynamoAuditLog } from '../shared/adapters/dynamo/audit-log.ts';
import { dynamoControlStore } from '../shared/adapters/dynamo/control-store.ts';
import { dynamoTargetRegistry } from '../shared/adapters/dynamo/target-registry.ts';
import { dynamoWorkStore } from '../shared/adapters/dynamo/work-store.ts';
import { NotifyingEnvironment } from '../shared/contract/environment.ts';
import { QueueEvent } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { detect } from './detect.ts';

export const createHandler = defineHandler({ name: 'analysis/detect', input: QueueEvent, run: detect });

export const handler = createHandler(
  awsRuntime(NotifyingEnvironment, ({ env, meter, clock, dynamo }) => ({
    clock,
    sink: emfMetricSink({ stage: env.KAIZEN_STAGE }),
    notifier: snsNotifier({ topicArn: env.KAIZEN_TOPIC_ARN, meter }),
    work: dynamoWorkStore({ client: dynamo, table: env.KAIZEN_OPPORTUNITIES_TABLE }),
    registry: dynamoTargetRegistry({ client: dynamo, table: env.KAIZEN_BASELINES_TABLE }),
    audit: dynamoAuditLog({ client: dynamo, table: env.KAIZEN_AUDIT_TABLE }),
    control: dynamoControlStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE }),
  })),
);

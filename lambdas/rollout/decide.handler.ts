import { lambdaFleet } from '../shared/adapters/aws/function-fleet.ts';
import { cloudwatchLogSource } from '../shared/adapters/aws/log-source.ts';
import { emfMetricSink } from '../shared/adapters/aws/metric-sink.ts';
import { cloudwatchMetricSource } from '../shared/adapters/aws/metric-source.ts';
import { snsNotifier } from '../shared/adapters/aws/notifier.ts';
import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { stepFunctionsStarter } from '../shared/adapters/aws/workflow-starter.ts';
import { dynamoAuditLog } from '../shared/adapters/dynamo/audit-log.ts';
import { dynamoControlStore } from '../shared/adapters/dynamo/control-store.ts';
import { dynamoWorkStore } from '../shared/adapters/dynamo/work-store.ts';
import { DecidingEnvironment } from '../shared/contract/environment.ts';
import { DecideIn } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { decide } from './decide.ts';

export const createHandler = defineHandler({ name: 'rollout/decide', input: DecideIn, run: decide });

export const handler = createHandler(
  awsRuntime(DecidingEnvironment, ({ env, settings, meter, clock, dynamo }) => ({
    clock,
    work: dynamoWorkStore({ client: dynamo, table: env.KAIZEN_OPPORTUNITIES_TABLE }),
    fleet: lambdaFleet({ meter }),
    metrics: cloudwatchMetricSource({ meter, clock }),
    logs: cloudwatchLogSource({ meter, samplingRate: settings.logSamplingRate }),
    audit: dynamoAuditLog({ client: dynamo, table: env.KAIZEN_AUDIT_TABLE }),
    control: dynamoControlStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE }),
    notifier: snsNotifier({ topicArn: env.KAIZEN_TOPIC_ARN, meter }),
    workflows: stepFunctionsStarter({ arns: { rollout: env.KAIZEN_ROLLOUT_ARN }, meter }),
    sink: emfMetricSink({ stage: env.KAIZEN_STAGE }),
  })),
);

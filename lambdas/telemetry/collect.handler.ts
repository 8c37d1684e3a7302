import { lambdaFleet } from '../shared/adapters/aws/function-fleet.ts';
import { cloudwatchLogSource } from '../shared/adapters/aws/log-source.ts';
import { emfMetricSink } from '../shared/adapters/aws/metric-sink.ts';
import { cloudwatchMetricSource } from '../shared/adapters/aws/metric-source.ts';
import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { sqsQueue } from '../shared/adapters/aws/work-queue.ts';
import { dynamoAuditLog } from '../shared/adapters/dynamo/audit-log.ts';
import { dynamoBaselineStore } from '../shared/adapters/dynamo/baseline-store.ts';
import { dynamoControlStore } from '../shared/adapters/dynamo/control-store.ts';
import { dynamoLogBatchStore } from '../shared/adapters/dynamo/log-batch-store.ts';
import { dynamoTargetRegistry } from '../shared/adapters/dynamo/target-registry.ts';
import { dynamoWorkStore } from '../shared/adapters/dynamo/work-store.ts';
import { PollEnvironment } from '../shared/contract/environment.ts';
import { CollectIn } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { collect, type CollectPorts } from './collect.ts';

export const createHandler = defineHandler({
  name: 'telemetry/collect',
  input: CollectIn,
  run: (ports: CollectPorts, settings, input) => collect(ports, settings, input, (line) => void process.stdout.write(`${line}\n`)),
});

export const handler = createHandler(
  awsRuntime(PollEnvironment, ({ env, settings, meter, clock, dynamo }) => ({
    clock,
    sink: emfMetricSink({ stage: env.KAIZEN_STAGE }),
    fleet: lambdaFleet({ meter }),
    metrics: cloudwatchMetricSource({ meter, clock }),
    logs: cloudwatchLogSource({ meter, samplingRate: settings.logSamplingRate }),
    work: dynamoWorkStore({ client: dynamo, table: env.KAIZEN_OPPORTUNITIES_TABLE }),
    baselines: dynamoBaselineStore({ client: dynamo, table: env.KAIZEN_BASELINES_TABLE }),
    registry: dynamoTargetRegistry({ client: dynamo, table: env.KAIZEN_BASELINES_TABLE }),
    audit: dynamoAuditLog({ client: dynamo, table: env.KAIZEN_AUDIT_TABLE }),
    control: dynamoControlStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE }),
    logBatches: dynamoLogBatchStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE }),
    queue: sqsQueue({ meter, urls: { findings: env.KAIZEN_FINDINGS_QUEUE_URL } }),
    // Filters are the dispatcher's to set and to take away.
    subscriptions: null,
  })),
);

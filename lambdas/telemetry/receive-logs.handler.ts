import { decodeLogDelivery } from '../shared/adapters/aws/log-delivery.ts';
import { emfMetricSink } from '../shared/adapters/aws/metric-sink.ts';
import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { dynamoLogBatchStore } from '../shared/adapters/dynamo/log-batch-store.ts';
import { dynamoTargetRegistry } from '../shared/adapters/dynamo/target-registry.ts';
import { BaseEnvironment } from '../shared/contract/environment.ts';
import { LogDelivery } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { type ReceivePorts, receiveLogs } from './receive-logs.ts';

export const createHandler = defineHandler({
  name: 'telemetry/receive-logs',
  input: LogDelivery,
  run: async (ports: ReceivePorts, settings, delivery) =>
    receiveLogs(ports, settings, decodeLogDelivery(delivery, settings.logSamplingRate)),
});

export const handler = createHandler(
  awsRuntime(BaseEnvironment, ({ env, clock, dynamo }) => ({
    clock,
    sink: emfMetricSink({ stage: env.KAIZEN_STAGE }),
    registry: dynamoTargetRegistry({ client: dynamo, table: env.KAIZEN_BASELINES_TABLE }),
    logBatches: dynamoLogBatchStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE }),
  })),
);

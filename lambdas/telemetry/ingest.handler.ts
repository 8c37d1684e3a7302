import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { dynamoControlStore } from '../shared/adapters/dynamo/control-store.ts';
import { dynamoTargetRegistry } from '../shared/adapters/dynamo/target-registry.ts';
import { BaseEnvironment } from '../shared/contract/environment.ts';
import { TelemetryEvent } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { ingest } from './ingest.ts';

export const createHandler = defineHandler({ name: 'telemetry/ingest', input: TelemetryEvent, run: ingest });

export const handler = createHandler(
  awsRuntime(BaseEnvironment, ({ env, clock, dynamo }) => ({
    clock,
    registry: dynamoTargetRegistry({ client: dynamo, table: env.KAIZEN_BASELINES_TABLE }),
    control: dynamoControlStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE }),
  })),
);

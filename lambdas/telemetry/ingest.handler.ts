import { lambdaFleet } from '../shared/adapters/aws/function-fleet.ts';
import { cloudwatchLogSource } from '../shared/adapters/aws/log-source.ts';
import { cloudwatchMetricSource } from '../shared/adapters/aws/metric-source.ts';
import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { dynamoBaselineStore } from '../shared/adapters/dynamo/baseline-store.ts';
import { dynamoControlStore } from '../shared/adapters/dynamo/control-store.ts';
import { BaseEnvironment } from '../shared/contract/environment.ts';
import { IngestIn } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { ingest } from './ingest.ts';

export const createHandler = defineHandler({ name: 'telemetry/ingest', input: IngestIn, run: ingest });

export const handler = createHandler(
  awsRuntime(BaseEnvironment, ({ env, settings, meter, clock, dynamo }) => ({
    clock,
    fleet: lambdaFleet({ meter }),
    metrics: cloudwatchMetricSource({ meter, clock }),
    logs: cloudwatchLogSource({ meter, samplingRate: settings.logSamplingRate }),
    baselines: dynamoBaselineStore({ client: dynamo, table: env.KAIZEN_BASELINES_TABLE }),
    control: dynamoControlStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE }),
  })),
);

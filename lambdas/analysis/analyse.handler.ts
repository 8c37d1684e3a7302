import { lambdaFleet } from '../shared/adapters/aws/function-fleet.ts';
import { cloudwatchLogSource } from '../shared/adapters/aws/log-source.ts';
import { emfMetricSink } from '../shared/adapters/aws/metric-sink.ts';
import { cloudwatchMetricSource } from '../shared/adapters/aws/metric-source.ts';
import { namedObjects } from '../shared/adapters/aws/named-objects.ts';
import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { s3SourceStore } from '../shared/adapters/aws/source-store.ts';
import { dynamoAuditLog } from '../shared/adapters/dynamo/audit-log.ts';
import { dynamoBaselineStore } from '../shared/adapters/dynamo/baseline-store.ts';
import { dynamoControlStore } from '../shared/adapters/dynamo/control-store.ts';
import { dynamoTargetRegistry } from '../shared/adapters/dynamo/target-registry.ts';
import { dynamoWorkStore } from '../shared/adapters/dynamo/work-store.ts';
import { SourcingEnvironment } from '../shared/contract/environment.ts';
import { CycleRef } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { analyse } from './analyse.ts';

export const createHandler = defineHandler({ name: 'analysis/analyse', input: CycleRef, run: analyse });

export const handler = createHandler(
  awsRuntime(SourcingEnvironment, ({ env, settings, meter, clock, dynamo }) => {
    const fleet = lambdaFleet({ meter });
    return {
      clock,
      sink: emfMetricSink({ stage: env.KAIZEN_STAGE }),
      fleet,
      source: s3SourceStore({ fleet, objects: namedObjects({ buckets: env.KAIZEN_SOURCE_BUCKETS, meter }) }),
      metrics: cloudwatchMetricSource({ meter, clock }),
      logs: cloudwatchLogSource({ meter, samplingRate: settings.logSamplingRate }),
      work: dynamoWorkStore({ client: dynamo, table: env.KAIZEN_OPPORTUNITIES_TABLE }),
      baselines: dynamoBaselineStore({ client: dynamo, table: env.KAIZEN_BASELINES_TABLE }),
      registry: dynamoTargetRegistry({ client: dynamo, table: env.KAIZEN_BASELINES_TABLE }),
      audit: dynamoAuditLog({ client: dynamo, table: env.KAIZEN_AUDIT_TABLE }),
      control: dynamoControlStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE }),
    };
  }),
);

import { lambdaFleet } from '../shared/adapters/aws/function-fleet.ts';
import { namedObjects } from '../shared/adapters/aws/named-objects.ts';
import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { s3SourceStore } from '../shared/adapters/aws/source-store.ts';
import { dynamoAuditLog } from '../shared/adapters/dynamo/audit-log.ts';
import { dynamoControlStore } from '../shared/adapters/dynamo/control-store.ts';
import { dynamoModelStore } from '../shared/adapters/dynamo/model-store.ts';
import { dynamoWorkStore } from '../shared/adapters/dynamo/work-store.ts';
import { configuredModel } from '../shared/adapters/model/configured-model.ts';
import { SourcingEnvironment } from '../shared/contract/environment.ts';
import { OpportunityRef } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { generate } from './generate.ts';

export const createHandler = defineHandler({ name: 'generation/generate', input: OpportunityRef, run: generate });

export const handler = createHandler(
  awsRuntime(SourcingEnvironment, ({ env, settings, meter, clock, dynamo }) => {
    const fleet = lambdaFleet({ meter });
    const control = dynamoControlStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE });
    const store = dynamoModelStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE });
    return {
      clock,
      work: dynamoWorkStore({ client: dynamo, table: env.KAIZEN_OPPORTUNITIES_TABLE }),
      audit: dynamoAuditLog({ client: dynamo, table: env.KAIZEN_AUDIT_TABLE }),
      control,
      fleet,
      source: s3SourceStore({ fleet, objects: namedObjects({ buckets: env.KAIZEN_SOURCE_BUCKETS, meter }) }),
      model: configuredModel({ settings: settings.model, store, control, meter, clock, environment: process.env }),
    };
  }),
);

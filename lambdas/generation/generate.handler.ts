import { lambdaFleet } from '../shared/adapters/aws/function-fleet.ts';
import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { dynamoAuditLog } from '../shared/adapters/dynamo/audit-log.ts';
import { dynamoControlStore } from '../shared/adapters/dynamo/control-store.ts';
import { dynamoModelStore } from '../shared/adapters/dynamo/model-store.ts';
import { dynamoWorkStore } from '../shared/adapters/dynamo/work-store.ts';
import { configuredModel } from '../shared/adapters/model/configured-model.ts';
import { packageSource } from '../shared/adapters/package-source.ts';
import { BaseEnvironment } from '../shared/contract/environment.ts';
import { OpportunityRef } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { generate } from './generate.ts';

export const createHandler = defineHandler({ name: 'generation/generate', input: OpportunityRef, run: generate });

export const handler = createHandler(
  awsRuntime(BaseEnvironment, ({ env, settings, meter, clock, dynamo }) => {
    const fleet = lambdaFleet({ meter });
    const control = dynamoControlStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE });
    const store = dynamoModelStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE });
    return {
      clock,
      work: dynamoWorkStore({ client: dynamo, table: env.KAIZEN_OPPORTUNITIES_TABLE }),
      audit: dynamoAuditLog({ client: dynamo, table: env.KAIZEN_AUDIT_TABLE }),
      control,
      fleet,
      source: packageSource(fleet),
      model: configuredModel({ settings: settings.model, store, control, meter, clock, environment: process.env }),
    };
  }),
);

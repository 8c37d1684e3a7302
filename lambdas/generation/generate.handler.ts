import { lambdaFleet } from '../shared/adapters/aws/function-fleet.ts';
import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { dynamoAuditLog } from '../shared/adapters/dynamo/audit-log.ts';
import { dynamoControlStore } from '../shared/adapters/dynamo/control-store.ts';
import { dynamoWorkStore } from '../shared/adapters/dynamo/work-store.ts';
import { BaseEnvironment } from '../shared/contract/environment.ts';
import { OpportunityRef } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { generate } from './generate.ts';

export const createHandler = defineHandler({ name: 'generation/generate', input: OpportunityRef, run: generate });

export const handler = createHandler(
  awsRuntime(BaseEnvironment, ({ env, meter, clock, dynamo }) => ({
    clock,
    work: dynamoWorkStore({ client: dynamo, table: env.KAIZEN_OPPORTUNITIES_TABLE }),
    audit: dynamoAuditLog({ client: dynamo, table: env.KAIZEN_AUDIT_TABLE }),
    control: dynamoControlStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE }),
    fleet: lambdaFleet({ meter }),
    // Deterministic hands only, until a model is configured.
    model: null,
  })),
);

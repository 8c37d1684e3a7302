import { lambdaFleet } from '../shared/adapters/aws/function-fleet.ts';
import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { dynamoAuditLog } from '../shared/adapters/dynamo/audit-log.ts';
import { dynamoControlStore } from '../shared/adapters/dynamo/control-store.ts';
import { dynamoWorkStore } from '../shared/adapters/dynamo/work-store.ts';
import { BaseEnvironment } from '../shared/contract/environment.ts';
import { ImprovementRef } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { step } from './step.ts';

export const createHandler = defineHandler({ name: 'rollout/step', input: ImprovementRef, run: step });

export const handler = createHandler(
  awsRuntime(BaseEnvironment, ({ env, meter, clock, dynamo }) => ({
    clock,
    work: dynamoWorkStore({ client: dynamo, table: env.KAIZEN_OPPORTUNITIES_TABLE }),
    fleet: lambdaFleet({ meter }),
    audit: dynamoAuditLog({ client: dynamo, table: env.KAIZEN_AUDIT_TABLE }),
    control: dynamoControlStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE }),
  })),
);

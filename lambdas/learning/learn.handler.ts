import { dynamoAuditLog } from '../shared/adapters/dynamo/audit-log.ts';
import { dynamoControlStore } from '../shared/adapters/dynamo/control-store.ts';
import { dynamoWorkStore } from '../shared/adapters/dynamo/work-store.ts';
import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { BaseEnvironment } from '../shared/contract/environment.ts';
import { ImprovementRef } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { learn } from './learn.ts';

export const createHandler = defineHandler({ name: 'learning/learn', input: ImprovementRef, run: learn });

export const handler = createHandler(
  awsRuntime(BaseEnvironment, ({ env, clock, dynamo }) => ({
    clock,
    work: dynamoWorkStore({ client: dynamo, table: env.KAIZEN_OPPORTUNITIES_TABLE }),
    control: dynamoControlStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE }),
    audit: dynamoAuditLog({ client: dynamo, table: env.KAIZEN_AUDIT_TABLE }),
  })),
);

import { lambdaFleet } from '../shared/adapters/aws/function-fleet.ts';
import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { dynamoAuditLog } from '../shared/adapters/dynamo/audit-log.ts';
import { dynamoControlStore } from '../shared/adapters/dynamo/control-store.ts';
import { dynamoWorkStore } from '../shared/adapters/dynamo/work-store.ts';
import { nodeTestRunner } from '../shared/adapters/sandbox/node-test-runner.ts';
import { createSandbox } from '../shared/adapters/sandbox/sandbox.ts';
import { sdkModules } from '../shared/adapters/sandbox/sdk-modules.ts';
import { typescriptChecker } from '../shared/adapters/sandbox/type-checker.ts';
import { BaseEnvironment } from '../shared/contract/environment.ts';
import { ImprovementRef } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { validate, type ValidatePorts } from './validate.ts';

/** The sandbox and the compiler belong to the machine that this runs on, not to the cloud around it. */
const tools = {
  runner: nodeTestRunner({ sandbox: createSandbox({ network: 'closed-here', modules: sdkModules(import.meta.dirname) }) }),
  types: typescriptChecker(),
};

export const createHandler = defineHandler({
  name: 'validation/validate',
  input: ImprovementRef,
  run: (ports: Omit<ValidatePorts, keyof typeof tools>, settings, input) => validate({ ...ports, ...tools }, settings, input),
});

export const handler = createHandler(
  awsRuntime(BaseEnvironment, ({ env, meter, clock, dynamo }) => ({
    clock,
    work: dynamoWorkStore({ client: dynamo, table: env.KAIZEN_OPPORTUNITIES_TABLE }),
    audit: dynamoAuditLog({ client: dynamo, table: env.KAIZEN_AUDIT_TABLE }),
    control: dynamoControlStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE }),
    fleet: lambdaFleet({ meter }),
  })),
);

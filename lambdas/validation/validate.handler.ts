import { lambdaFleet } from '../shared/adapters/aws/function-fleet.ts';
import { namedObjects } from '../shared/adapters/aws/named-objects.ts';
import { remoteSandbox } from '../shared/adapters/aws/remote-sandbox.ts';
import { awsRuntime } from '../shared/adapters/aws/runtime.ts';
import { s3SampleSource } from '../shared/adapters/aws/sample-source.ts';
import { s3SourceStore } from '../shared/adapters/aws/source-store.ts';
import { dynamoAuditLog } from '../shared/adapters/dynamo/audit-log.ts';
import { dynamoControlStore } from '../shared/adapters/dynamo/control-store.ts';
import { dynamoWorkStore } from '../shared/adapters/dynamo/work-store.ts';
import { typescriptChecker } from '../shared/adapters/sandbox/type-checker.ts';
import { ValidatingEnvironment } from '../shared/contract/environment.ts';
import { ImprovementRef } from '../shared/contract/workflow.ts';
import { defineHandler } from '../shared/handler.ts';
import { validate, type ValidatePorts } from './validate.ts';

/** The compiler reads text and runs nothing of it, so that it may work here. */
const types = typescriptChecker();

export const createHandler = defineHandler({
  name: 'validation/validate',
  input: ImprovementRef,
  run: (ports: Omit<ValidatePorts, 'types'>, settings, input) => validate({ ...ports, types }, settings, input),
});

export const handler = createHandler(
  awsRuntime(ValidatingEnvironment, ({ env, meter, clock, dynamo }) => {
    const fleet = lambdaFleet({ meter });
    const objects = namedObjects({ buckets: env.KAIZEN_SOURCE_BUCKETS, meter });
    return {
      clock,
      work: dynamoWorkStore({ client: dynamo, table: env.KAIZEN_OPPORTUNITIES_TABLE }),
      audit: dynamoAuditLog({ client: dynamo, table: env.KAIZEN_AUDIT_TABLE }),
      control: dynamoControlStore({ client: dynamo, table: env.KAIZEN_CONTROL_TABLE }),
      fleet,
      source: s3SourceStore({ fleet, objects }),
      samples: s3SampleSource({ objects }),
      ...remoteSandbox({ functionArn: env.KAIZEN_SANDBOX_FUNCTION, meter }),
    };
  }),
);

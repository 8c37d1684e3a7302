import { createHash } from 'node:crypto';
import { lambdaFleet } from '../../lambdas/shared/adapters/aws/function-fleet.ts';
import { createMeter } from '../../lambdas/shared/adapters/unit-meter.ts';
import { lambdaModel } from './fakes/lambda-service.ts';
import { describeFunctionFleet } from './function-fleet.suite.ts';

describeFunctionFleet('Lambda', async (functions) => {
  const model = lambdaModel(functions);
  const { client, taggingClient, fetch } = model;
  return {
    fleet: lambdaFleet({ meter: createMeter(), client, taggingClient, fetch, wait: async () => {}, log: () => {} }),
    unpublished: {
      async deploy(name, files) {
        model.deploy(name, { files });
      },
      async read(name) {
        const state = model.functions.get(name)?.latest;
        if (state === undefined) throw new Error(`model: no function ${name}`);
        const codeSha256 = createHash('sha256').update(state.zip).digest('base64');
        return { codeSha256, memoryMb: state.memory, timeoutSeconds: state.timeout };
      },
    },
  };
});

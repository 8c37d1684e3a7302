import { bareRuntime } from '../../lambdas/shared/adapters/aws/bare-runtime.ts';
import { remoteSandbox } from '../../lambdas/shared/adapters/aws/remote-sandbox.ts';
import { nodeTestRunner } from '../../lambdas/shared/adapters/sandbox/node-test-runner.ts';
import { sandboxReplayer } from '../../lambdas/shared/adapters/sandbox/replayer.ts';
import { createSandbox } from '../../lambdas/shared/adapters/sandbox/sandbox.ts';
import { sdkModules } from '../../lambdas/shared/adapters/sandbox/sdk-modules.ts';
import { createMeter } from '../../lambdas/shared/adapters/unit-meter.ts';
import { createHandler } from '../../lambdas/validation/sandbox.handler.ts';
import { readAssembly } from '../../lib/assembly.ts';
import { synthesized } from '../infra/synthesized.ts';
import { functionModel } from './fakes/sandbox-service.ts';
import { describeReplayer } from './replayer.suite.ts';
import { describeTestRunner } from './test-runner.suite.ts';

const { environment } = readAssembly(synthesized({ stage: 'dev' })).handlers['validation/sandbox'];
const ARN = 'arn:aws:lambda:eu-central-1:000000000000:function:kaizen-dev-validation-sandbox';

// This machine's network is closed by the sandbox itself, as nothing around it does.
const sandbox = createSandbox({ network: 'closed-here', modules: sdkModules(import.meta.dirname) });
const local = { runner: nodeTestRunner({ sandbox }), replayer: sandboxReplayer({ sandbox }) };
const client = functionModel(ARN, createHandler(bareRuntime(() => local, environment)));
const remote = remoteSandbox({ functionArn: ARN, meter: createMeter(), client });

describeTestRunner('a process of this machine', local.runner);
describeTestRunner('the sandbox’s function', remote.runner);
describeReplayer('a process of this machine', local.replayer);
describeReplayer('the sandbox’s function', remote.replayer);

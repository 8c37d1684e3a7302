import { bareRuntime } from '../shared/adapters/aws/bare-runtime.ts';
import { packBody, unpackBody } from '../shared/adapters/sandbox/job-codec.ts';
import { nodeTestRunner } from '../shared/adapters/sandbox/node-test-runner.ts';
import { sandboxReplayer } from '../shared/adapters/sandbox/replayer.ts';
import { createSandbox } from '../shared/adapters/sandbox/sandbox.ts';
import { sdkModules } from '../shared/adapters/sandbox/sdk-modules.ts';
import { SandboxJob, SandboxRequest, type SandboxAnswer } from '../shared/contract/sandbox-job.ts';
import { InvalidEvent } from '../shared/errors.ts';
import { defineHandler, describeIssues } from '../shared/handler.ts';
import { runJob, type JobTools } from './run-job.ts';

function jobOf(body: string): SandboxJob {
  const job = unpackBody(body);
  const parsed = SandboxJob.safeParse(job);
  if (!parsed.success) throw new InvalidEvent(`validation/sandbox: ${describeIssues(parsed.error, job)}`);
  return parsed.data;
}

/** Runs one job of untrusted code. */
export const createHandler = defineHandler({
  name: 'validation/sandbox',
  input: SandboxRequest,
  async run(tools: JobTools, _settings, { nonce, job }): Promise<SandboxAnswer> {
    const packed = packBody(await runJob(tools, jobOf(job)));
    if ('body' in packed) return { nonce, result: packed.body };
    const short = packBody({ none: `what came of it has ${packed.none}` });
    if ('none' in short) throw new Error(short.none);
    return { nonce, result: short.body };
  },
});

/** On AWS the function is all that there is around it: no permission, and no network, which is why the sandbox needn't close it (lib/constructs/sandbox.ts). */
export const handler = createHandler(
  bareRuntime(() => {
    const sandbox = createSandbox({ network: 'closed-outside', modules: sdkModules(import.meta.dirname) });
    return { runner: nodeTestRunner({ sandbox }), replayer: sandboxReplayer({ sandbox }) };
  }),
);

import { randomBytes } from 'node:crypto';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SANDBOX_MEMORY_MB, SANDBOX_RESULTS, SandboxAnswer, type SandboxJob } from '../../contract/sandbox-job.ts';
import type { Meter } from '../../ports.ts';
import type { TestRunner } from '../../source/tools.ts';
import { dependable } from '../dependable.ts';
import { metered } from '../metered.ts';
import { packBody, unpackBody } from '../sandbox/job-codec.ts';

export interface RemoteSandboxOptions {
  /** ARN of the function that runs validation/sandbox. */
  functionArn: string;
  meter: Meter;
  client?: LambdaClient;
  /** Milliseconds, of any clock. */
  uptime?: () => number;
}

/** The function itself ended by what it ran: its process went away, or it had too little memory or time. Lambda's name for that. */
interface Ended {
  ended: string;
}

/** Names that Lambda gives to the end of a function; what a handler throws has the name of its class. */
const ENDED_BY_LAMBDA = /^(?:Sandbox|Runtime|Function)\.\w+$/;
/** A function that ran out of its time may be told by the message alone. */
const OUT_OF_TIME = /Task timed out after [\d.]+ seconds/;

/** Runs untrusted code in the function that is there for it, which may do nothing and reaches nobody. */
export function remoteSandbox({ functionArn, meter, client, uptime = () => performance.now() }: RemoteSandboxOptions): {
  runner: TestRunner;
} {
  // Once: a job that was lost is the caller's to repeat, and not to be paid three times over.
  const lambda = metered(client ?? new LambdaClient({ maxAttempts: 1 }), 'lambda', meter);

  async function run<K extends SandboxJob['kind']>(
    job: Extract<SandboxJob, { kind: K }>,
  ): Promise<ReturnType<(typeof SANDBOX_RESULTS)[K]['parse']> | Ended> {
    const packed = packBody(job);
    if ('none' in packed) return { none: `the package has ${packed.none}` } as ReturnType<(typeof SANDBOX_RESULTS)[K]['parse']>;
    const nonce = randomBytes(16).toString('hex');
    const started = uptime();
    const command = new InvokeCommand({ FunctionName: functionArn, Payload: Buffer.from(JSON.stringify({ nonce, job: packed.body })) });
    const { FunctionError, Payload } = await dependable('Invoke of the sandbox', () => lambda.send(command)).finally(() => {
      meter.count('lambda:request', 1);
      meter.count('lambda:gb-second', ((SANDBOX_MEMORY_MB / 1024) * Math.max(0, uptime() - started)) / 1000);
    });
    const said: unknown = JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || 'null');
    if (FunctionError !== undefined) return endOf(said);
    const answer = SandboxAnswer.parse(said);
    if (answer.nonce !== nonce) throw new Error('the sandbox answered another job than it was given');
    return SANDBOX_RESULTS[job.kind].parse(unpackBody(answer.result)) as ReturnType<(typeof SANDBOX_RESULTS)[K]['parse']>;
  }

  return {
    runner: {
      async run(files) {
        const found = await run({ kind: 'tests', files: [...files] });
        // Code that ends the function is code whose tests fail.
        return 'ended' in found ? { passed: 0, failed: 1, coverage: 0, lines: {}, output: `ended the sandbox (${found.ended})` } : found;
      },
    },
  };
}

/** @throws Error for what isn't the end of the function but a mistake in it. */
function endOf(said: unknown): Ended {
  const { errorType = '', errorMessage = '' } = (said ?? {}) as { errorType?: string; errorMessage?: string };
  if (ENDED_BY_LAMBDA.test(errorType)) return { ended: errorType };
  if (OUT_OF_TIME.test(errorMessage)) return { ended: 'Sandbox.Timedout' };
  throw new Error(`the sandbox failed: ${errorType}: ${errorMessage}`);
}

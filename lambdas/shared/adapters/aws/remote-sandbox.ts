import { randomBytes } from 'node:crypto';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SANDBOX_MEMORY_MB, SANDBOX_RESULTS, SandboxAnswer, type SandboxJob } from '../../contract/sandbox-job.ts';
import type { Meter, Ports } from '../../ports.ts';
import { backOff, REAL_WAITING, type Waiting } from '../back-off.ts';
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
  waiting?: Waiting;
}

/** Waits for a place in the sandbox: 65 s at most together, so that the job itself still fits into the caller's time. */
const BUSY = { retries: 6, firstMs: 2000, longestMs: 20_000 };

/** The function itself ended by what it ran: its process went away, or it had too little memory or time. Lambda's name for that. */
interface Ended {
  ended: string;
}

/** Names that Lambda gives to the end of a function; what a handler throws has the name of its class. */
const ENDED_BY_LAMBDA = /^(?:Sandbox|Runtime|Function)\.\w+$/;
/** A function that ran out of its time may be told by the message alone. */
const OUT_OF_TIME = /Task timed out after [\d.]+ seconds/;

/** Runs untrusted code in the function that is there for it, which may do nothing and reaches nobody. */
export function remoteSandbox({
  functionArn,
  meter,
  client,
  uptime = () => performance.now(),
  waiting = REAL_WAITING,
}: RemoteSandboxOptions): Pick<Ports, 'runner' | 'replayer'> {
  // Once: a job that was lost is the caller's to repeat, and not to be paid three times over.
  const lambda = metered(client ?? new LambdaClient({ maxAttempts: 1 }), 'lambda', meter);

  /** Waits while others use the sandbox: its concurrency is reserved for the stage, and what was not started costs nothing. */
  async function whenFree<T>(send: () => Promise<T>): Promise<T> {
    const again = backOff(BUSY, waiting);
    for (;;) {
      try {
        return await send();
      } catch (error) {
        if ((error as Error).name !== 'TooManyRequestsException' || !(await again())) throw error;
      }
    }
  }

  /** What came of a job, unread: `body` as the function packed it. */
  async function ask(job: SandboxJob): Promise<{ body: string } | { none: string } | Ended> {
    const packed = packBody(job);
    if ('none' in packed) return { none: `what is to be run has ${packed.none}` };
    const nonce = randomBytes(16).toString('hex');
    const started = uptime();
    const command = new InvokeCommand({ FunctionName: functionArn, Payload: Buffer.from(JSON.stringify({ nonce, job: packed.body })) });
    const { FunctionError, Payload } = await dependable('Invoke of the sandbox', () => whenFree(() => lambda.send(command))).finally(() => {
      meter.count('lambda:request', 1);
      meter.count('lambda:gb-second', ((SANDBOX_MEMORY_MB / 1024) * Math.max(0, uptime() - started)) / 1000);
    });
    const said: unknown = JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || 'null');
    if (FunctionError !== undefined) return endOf(said);
    const answer = SandboxAnswer.parse(said);
    if (answer.nonce !== nonce) throw new Error('the sandbox answered another job than it was given');
    return { body: answer.result };
  }

  return {
    runner: {
      async run(files) {
        const found = await ask({ kind: 'tests', files: [...files] });
        if ('none' in found) return found;
        // Code that ends the function is code whose tests fail.
        if ('ended' in found) return { passed: 0, failed: 1, coverage: 0, lines: {}, output: `ended the sandbox (${found.ended})` };
        return SANDBOX_RESULTS.tests.parse(unpackBody(found.body));
      },
    },
    replayer: {
      async replay({ packages, samples, environment, ...job }) {
        const found = await ask({
          kind: 'replay',
          job: { ...job, environment: { ...environment }, packages: packages.map((files) => [...files]), samples: [...samples] },
        });
        if ('none' in found) return found;
        // Which of the packages it was, nobody knows: no word on either, and none that would let the change pass.
        if ('ended' in found) throw new Error(`the replay ended the sandbox (${found.ended})`);
        return SANDBOX_RESULTS.replay.parse(unpackBody(found.body));
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

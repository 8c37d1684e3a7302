import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BackendUrls, Slowness } from './upstream-process.ts';

export interface Backends {
  /** What the services' environment is made of. */
  urls: BackendUrls;
  pid: number;
  slow(slowness: Slowness): void;
  /** Ends the process; calling it again does nothing. */
  stop(): Promise<void>;
}

/**
 * Starts the fleet's upstream and the relay to its tables in a process of their own, so that their latencies do not
 * depend on what this process is busy with. Throws when the process ends before it told its addresses.
 */
export async function startBackends(options: { seed: number; dynamoEndpoint: string }): Promise<Backends> {
  const child = fork(
    fileURLToPath(new URL('./upstream-process.ts', import.meta.url)),
    ['--seed', String(options.seed), '--tables', options.dynamoEndpoint],
    { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  const ended = once(child, 'exit');
  const urls = await Promise.race([
    once(child, 'message').then(([message]) => message as BackendUrls),
    ended.then(([code, signal]) => {
      throw new Error(`the fleet's upstream ended before it was ready (${signal ?? `exit code ${code}`})`);
    }),
  ]);
  return {
    urls,
    pid: child.pid as number,
    slow: (slowness) => void child.send(slowness),
    stop: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

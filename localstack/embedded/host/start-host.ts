import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { VirtualClock } from '../virtual-clock.ts';
import { HOST_METHODS, type HostApi } from './host-api.ts';
import { DEFAULT_IDLE_MINUTES, type HostOptions } from './host-options.ts';
import { revivedError, type PlainError } from './remote-error.ts';
import { rpcClient } from './rpc.ts';

export interface StartHostOptions {
  /** Folder of the functions. */
  directory: string;
  /** Telemetry time; the host's runs along with it. */
  clock: Pick<VirtualClock, 'origin' | 'realOrigin' | 'minuteMs'>;
  region: string;
  seed: number;
  /** How long an environment waits for work before it goes, telemetry minutes. */
  idleMinutes?: number;
}

/** The host process, seen from its parent. */
export interface Host extends HostApi {
  readonly pid: number;
  /** Resolves when the process is gone, asked or not. */
  readonly exited: Promise<void>;
  /** Ends the process with all of its environments; resolves when it is gone. Safe to call twice. */
  stop(): Promise<void>;
}

/** The host needs milliseconds to end; after this it is killed (its guard then ends the environments). */
const STOP_GRACE_MS = 1000;

type Greeting = { hello: true } | { failed: PlainError };
const isGreeting = (message: unknown): message is Greeting =>
  typeof message === 'object' && message !== null && ('hello' in message || 'failed' in message);

/**
 * Starts the host in a process of its own, so that control work never disturbs its event loop.
 * Calls reject with the host's own errors (by name), with DependencyUnavailable once it is gone.
 * @throws what kept it from starting, CorruptRecord among others.
 */
export async function startHost(options: StartHostOptions): Promise<Host> {
  const { clock } = options;
  const settings: HostOptions = {
    directory: options.directory,
    origin: clock.origin,
    realOrigin: clock.realOrigin,
    minuteMs: clock.minuteMs,
    region: options.region,
    seed: options.seed,
    idleMinutes: options.idleMinutes ?? DEFAULT_IDLE_MINUTES,
  };
  const child = fork(fileURLToPath(new URL('./host-process.ts', import.meta.url)), [JSON.stringify(settings)], {
    execArgv: ['--no-warnings'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));

  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the function host ended at its start with code ${code}`)));
    child.once('message', (message) => {
      if (!isGreeting(message)) reject(new Error('the function host did not greet'));
      else if ('failed' in message) reject(revivedError(message.failed));
      else resolve();
    });
  });

  const channel = {
    // A send that fails means that the host is going away; its exit closes the client.
    send: (message: unknown): void => void child.send(message as object, () => undefined),
    onMessage: (listener: (message: unknown) => void): void => void child.on('message', listener),
  };
  const client = rpcClient<HostApi>(channel, HOST_METHODS);
  child.once('exit', (code, signal) => client.close(`the function host is gone (${signal ?? `exit code ${code}`})`));

  return {
    ...client.methods,
    pid: child.pid ?? 0,
    exited,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}

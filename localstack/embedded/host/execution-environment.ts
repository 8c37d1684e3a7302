import { fork, type ChildProcess } from 'node:child_process';
import type { FunctionConfiguration, InvocationSample, ReportLine } from '../../../lambdas/shared/contract/records.ts';
import type { InvocationError } from './invocation-record.ts';
import { heapFlags, megabytes, peakResidentBytes } from './memory.ts';
import type { ProcessGuard } from './process-guard.ts';
import type { InvokeMessage, RunnerMessage, RunnerSetup } from './runner-protocol.ts';

/** Lambda gives the initialisation 10 seconds (developer guide, Lambda execution environment lifecycle). */
export const INIT_TIMEOUT_MS = 10_000;

/** How much of the end of stderr is kept, to tell V8's own out-of-memory from other aborts. */
const STDERR_KEPT = 4096;

/** How long after a process's end its stderr may still be on its way. */
const STDERR_GRACE_MS = 200;

export interface EnvironmentOptions {
  runner: string;
  setup: RunnerSetup;
  configuration: FunctionConfiguration;
  /** All that the function's code finds in process.env. */
  env: Record<string, string>;
  guard: ProcessGuard;
  initTimeoutMs?: number;
  /** Called once, when the process is gone or condemned: it serves nothing any more. */
  onEnd(): void;
  /** An exception or end outside of any invocation. */
  onStrayFailure(): void;
  /** An invocation was recorded. */
  onSample(sample: InvocationSample): void;
}

export interface Outcome {
  status: ReportLine['status'];
  durationMs: number;
  /** Set on the first invocation of the environment only. */
  initMs: number | null;
  maxMemoryMb: number;
  error: InvocationError | null;
  /** JSON; null without one or when it was not asked for. */
  result: string | null;
}

/** One process of one version. Serves one invocation at a time, as Lambda does. */
export interface ExecutionEnvironment {
  readonly pid: number;
  /** Never rejects: whatever happens to the process is an outcome. */
  invoke(request: Pick<InvokeMessage, 'id' | 'payload' | 'answer'>): Promise<Outcome>;
  /** Resolves once the handler is loaded, or the process has failed to. */
  readonly ready: Promise<void>;
  /** Looks at the memory of the process; beyond the limit it is killed, and what it works on ends as out-of-memory. */
  checkMemory(): void;
  kill(): void;
}

type Current = { answer: boolean; sentAt: number; settle: (outcome: Outcome) => void };

/** Starts the process; the module is loaded at once (cold start), and an invocation that comes before that waits for it. */
export function startEnvironment(options: EnvironmentOptions): ExecutionEnvironment {
  const { configuration, guard, initTimeoutMs = INIT_TIMEOUT_MS } = options;
  const startedAt = performance.now();
  const child: ChildProcess = fork(options.runner, [JSON.stringify(options.setup)], {
    execArgv: ['--no-warnings', ...heapFlags(configuration.memoryMb)],
    env: options.env,
    cwd: options.setup.codeRoot,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const pid = child.pid ?? 0;
  if (pid !== 0) guard.add(pid);

  let stderr = '';
  let peak = 0;
  /** Measured initialisation that no invocation has reported yet. */
  let initMs: number | null = null;
  let current: Current | null = null;
  /** Once set, the environment is over: what an invocation gets from now on. */
  let ended: Pick<Outcome, 'status' | 'error'> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let markReady: () => void;
  const ready = new Promise<void>((resolve) => (markReady = resolve));
  let loaded = false;

  const limitText = `${configuration.memoryMb} MB`;

  const settle = (outcome: Pick<Outcome, 'status' | 'durationMs' | 'error'> & { result?: string | undefined }): void => {
    clearTimeout(timer);
    const waiting = current;
    current = null;
    const init = initMs;
    initMs = null;
    waiting?.settle({ ...outcome, initMs: init, maxMemoryMb: megabytes(peak), result: outcome.result ?? null });
  };

  const end = (status: Outcome['status'], error: InvocationError): void => {
    if (ended !== null) return;
    ended = { status, error };
    clearTimeout(timer);
    child.kill('SIGKILL');
    options.onEnd();
    if (current !== null) settle({ status, error, durationMs: performance.now() - current.sentAt });
    markReady();
  };

  const outOfMemory = (message: string): void => end('out-of-memory', { type: 'Runtime.OutOfMemory', message, stack: [] });

  const timeOut = (after: number, what: string): void =>
    end('timeout', { type: 'Sandbox.Timedout', message: `Task timed out after ${(after / 1000).toFixed(2)} seconds${what}`, stack: [] });

  /** True: beyond the limit, the environment is over. */
  const exceeds = (bytes: number): boolean => {
    peak = Math.max(peak, bytes);
    if (megabytes(bytes) <= configuration.memoryMb) return false;
    outOfMemory(`Out of memory: used ${megabytes(bytes)} MB of ${limitText}`);
    return true;
  };

  const send = (id: string, payload: string, answer: boolean): void => {
    const limitMs = configuration.timeoutSeconds * 1000;
    const message: InvokeMessage = { id, payload, deadline: Date.now() + limitMs, answer };
    if (current !== null) current.sentAt = performance.now();
    timer = setTimeout(() => timeOut(limitMs, ''), limitMs);
    // A failed send means that the process is going away; its exit tells why.
    child.send(message, () => undefined);
  };

  const whenReady = async (id: string, payload: string, answer: boolean): Promise<void> => {
    await ready;
    if (ended === null) send(id, payload, answer);
    else if (current !== null) settle({ ...ended, durationMs: 0 });
  };

  const onMessage = (message: RunnerMessage): void => {
    if (ended !== null) return;
    switch (message.type) {
      case 'ready':
        initMs = message.initMs;
        loaded = true;
        clearTimeout(timer);
        if (!exceeds(message.rss)) markReady();
        return;
      case 'init-failed':
        initMs = message.initMs;
        if (!exceeds(message.rss)) end('error', message.error);
        return;
      case 'done':
        if (!exceeds(message.rss)) settle({ status: 'ok', durationMs: message.durationMs, error: null, result: message.result });
        return;
      case 'failed':
        if (!exceeds(message.rss)) settle({ status: 'error', durationMs: message.durationMs, error: message.error });
        return;
      case 'sample':
        options.onSample(message.sample);
        return;
      case 'fatal':
        if (current === null && loaded) options.onStrayFailure();
        end('error', message.error);
    }
  };

  const onGone = (code: number | null, signal: NodeJS.Signals | null): void => {
    if (ended !== null) return;
    if (stderr.includes('heap out of memory') || stderr.includes('Fatal process out of memory')) {
      outOfMemory(`Out of memory: the JavaScript heap reached its limit within ${limitText}`);
      return;
    }
    if (current === null && loaded) options.onStrayFailure();
    const how = signal === null ? `exit status ${code}` : `signal: ${signal}`;
    end('error', { type: 'Runtime.ExitError', message: `Runtime exited with error: ${how}`, stack: [] });
  };

  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-STDERR_KEPT);
  });
  child.on('message', onMessage);
  child.on('error', (error) => end('error', { type: 'Runtime.StartError', message: error.message, stack: [] }));
  child.on('exit', (code, signal) => {
    guard.remove(pid);
    const grace = setTimeout(() => onGone(code, signal), STDERR_GRACE_MS);
    child.once('close', () => {
      clearTimeout(grace);
      onGone(code, signal);
    });
  });
  timer = setTimeout(() => timeOut(initTimeoutMs, ' in its initialisation'), initTimeoutMs);

  return {
    pid,
    ready,
    invoke: ({ id, payload, answer }) =>
      new Promise<Outcome>((resolve) => {
        current = { answer, sentAt: startedAt, settle: resolve };
        void whenReady(id, payload, answer);
      }),
    checkMemory() {
      if (ended !== null) return;
      const bytes = peakResidentBytes(pid);
      if (bytes !== null) exceeds(bytes);
    },
    kill() {
      end('error', { type: 'Runtime.ExitError', message: 'Runtime exited with error: stopped with the host', stack: [] });
    },
  };
}

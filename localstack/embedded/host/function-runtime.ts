import { randomUUID } from 'node:crypto';
import type { FunctionConfiguration } from '../../../lambdas/shared/contract/records.ts';
import type { AliasState, Clock } from '../../../lambdas/shared/ports.ts';
import type { Random } from '../load/random.ts';
import { createEnvironmentPool } from './environment-pool.ts';
import { createEnvironmentSupply, type Gate } from './environment-supply.ts';
import type { ExecutionEnvironment, Outcome } from './execution-environment.ts';
import type { InvocationError } from './invocation-record.ts';
import { pickVersion } from './pick-version.ts';
import type { RecordStore } from './record-store.ts';

/** A version that can be run: its code is verified. */
export interface LoadedVersion {
  start(hooks: { onEnd(): void; onStrayFailure(): void }): ExecutionEnvironment;
}

export interface Request {
  /** JSON. */
  payload: string;
  /** A version by number; null: through the alias `live`. */
  version: string | null;
  /** Whether the result is wanted. */
  answer: boolean;
}

export type InvokeResult =
  | { status: 'throttled'; version: string; error: InvocationError }
  | (Outcome & { requestId: string; version: string });

export interface FunctionRuntime {
  /** Rejects with RecordNotFound for a version that is not there, else never. One more than the limit is throttled (429), as Lambda does. */
  invoke(request: Request): Promise<InvokeResult>;
  /** Starts environments of the live version until this many wait or work; resolves when they are loaded. */
  prewarm(environments: number): Promise<void>;
  /** To be called now and then: ends what waits too long, looks at the memory of all. */
  tend(): void;
  /** Lets go of the waiting environments, so that new ones start with new settings. */
  refresh(): void;
  status(): { working: number; alive: number; idle: number; coldStarts: number; strayFailures: number };
  close(): void;
}

export interface FunctionRuntimeOptions {
  limit: number;
  idleMs: number;
  clock: Clock;
  now: () => number;
  random: Random;
  records: RecordStore;
  /** Shared by all functions: how many environments start at a time. */
  gate: Gate;
  alias: () => AliasState;
  /** @throws RecordNotFound without this version. */
  configuration: (version: string) => FunctionConfiguration;
  /** Verifies and prepares a version. Rejects when it can't be run. */
  load: (version: string) => Promise<LoadedVersion>;
}

const TOO_MANY: InvocationError = { type: 'TooManyRequestsException', message: 'Rate Exceeded.', stack: [] };

/** Outcome of code that was changed on disk, or is no TypeScript. */
const notRunnable = (cause: unknown): Outcome => ({
  status: 'error',
  durationMs: 0,
  initMs: null,
  maxMemoryMb: 0,
  error: { type: 'Runtime.InvalidCode', message: cause instanceof Error ? cause.message : String(cause), stack: [] },
  result: null,
});

/** Runs one function: routes each request by the alias, finds or starts an environment, and records what came of it. */
export function createFunctionRuntime(options: FunctionRuntimeOptions): FunctionRuntime {
  const { limit, clock, records } = options;
  const pool = createEnvironmentPool(options);
  const supply = createEnvironmentSupply(pool, options.gate);
  const versions = new Map<string, Promise<LoadedVersion>>();
  const workingByVersion = new Map<string, number>();
  let working = 0;
  let coldStarts = 0;
  let strayFailures = 0;

  const loadOnce = (version: string): Promise<LoadedVersion> => {
    let loading = versions.get(version);
    if (loading === undefined) {
      loading = options.load(version);
      versions.set(version, loading);
      // A version that could not be loaded is tried again at the next request.
      loading.catch(() => versions.delete(version));
    }
    return loading;
  };

  const startNew = (version: string, loaded: LoadedVersion): ExecutionEnvironment => {
    const environment: ExecutionEnvironment = loaded.start({
      onEnd: () => pool.remove(environment),
      onStrayFailure: () => (strayFailures += 1),
    });
    coldStarts += 1;
    pool.put(version, environment);
    return environment;
  };

  const run = async (version: string, loaded: LoadedVersion, id: string, request: Request): Promise<Outcome> => {
    const environment = await supply.acquire(version, () => startNew(version, loaded));
    const outcome = await environment.invoke({ id, payload: request.payload, answer: request.answer });
    supply.release(version, environment);
    return outcome;
  };

  return {
    async invoke(request) {
      const version = request.version ?? pickVersion(options.alias(), options.random());
      const { memoryMb } = options.configuration(version);
      const at = clock();
      if (working >= limit) {
        records.addThrottle(version, at);
        return { status: 'throttled', version, error: TOO_MANY };
      }
      const requestId = randomUUID();
      working += 1;
      const versionConcurrency = (workingByVersion.get(version) ?? 0) + 1;
      workingByVersion.set(version, versionConcurrency);
      const concurrency = working;
      records.begin(requestId, at);
      let outcome: Outcome;
      try {
        outcome = await run(version, await loadOnce(version), requestId, request);
      } catch (cause) {
        outcome = notRunnable(cause);
      }
      working -= 1;
      workingByVersion.set(version, (workingByVersion.get(version) ?? 1) - 1);
      const { result: _, ...measured } = outcome;
      records.add({ requestId, version, at, memoryMb, concurrency, versionConcurrency, ...measured });
      return { requestId, version, ...outcome };
    },
    async prewarm(environments) {
      const { version } = options.alias();
      const loaded = await loadOnce(version);
      const missing = Math.min(environments, limit) - pool.count().alive;
      await Promise.all(
        Array.from({ length: Math.max(0, missing) }, () =>
          options.gate(async () => {
            const environment = startNew(version, loaded);
            await environment.ready;
            pool.release(environment);
          }),
        ),
      );
    },
    tend() {
      pool.reap(options.now());
      pool.checkMemory();
    },
    refresh() {
      versions.clear();
      pool.clear(false);
    },
    status: () => ({ working, ...pool.count(), coldStarts, strayFailures }),
    close: () => pool.clear(true),
  };
}

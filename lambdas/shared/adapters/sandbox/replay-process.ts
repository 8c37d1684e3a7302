import path from 'node:path';
import * as z from 'zod';
import type { InvocationSample, SampleOutcome } from '../../contract/records.ts';
import type { ObservedCall, ReplayJob } from '../../source/tools.ts';
import type { ReplayCommand, ReplaySetup } from './inside/replay-protocol.ts';
import type { SandboxFolder } from './sandbox-folder.ts';
import type { Ended } from './sandbox-process.ts';
import type { Sandbox } from './sandbox.ts';

/** One invocation in a package. */
export interface Invoked {
  outcome: SampleOutcome;
  calls: ObservedCall[];
  durationMs: number;
}

/** A process that holds one version of a package, loaded. */
export interface ReplayProcess {
  /** Ms that loading took; null: it could not be loaded, and every invocation says why. */
  readonly initMs: number | null;
  invoke(sample: number): Promise<Invoked>;
  /** Bytes held after a collection; null when the process is gone. */
  heap(): Promise<number | null>;
  /** Whether it can still be invoked. */
  alive(): boolean;
  end(): Promise<void>;
}

/** Memory of a process that replays, MB: a Lambda of the most common sizes has less. */
const MEMORY_MB = 512;
/** A process that does nothing wrong never lives so long; ms. */
const WALL_MS = 120_000;
/** After the time of an invocation, code that spins is given so much longer, ms. */
const GRACE_MS = 2000;

const Observed = z.object({
  method: z.string(),
  url: z.string(),
  operation: z.string().nullable(),
  body: z.string(),
  answered: z.enum(['recorded', 'derived', 'unknown']),
  finished: z.boolean(),
});
const Message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), initMs: z.number() }),
  z.object({
    type: z.literal('done'),
    outcome: z.discriminatedUnion('ok', [
      // As JSON text.
      z.object({ ok: z.literal(true), value: z.string() }),
      z.object({ ok: z.literal(false), errorType: z.string(), errorMessage: z.string() }),
    ]),
    calls: z.array(Observed),
    durationMs: z.number().nonnegative(),
  }),
  z.object({ type: z.literal('heap'), bytes: z.number() }),
  z.object({ type: z.literal('fatal'), errorType: z.string(), errorMessage: z.string() }),
]);
type Message = z.infer<typeof Message>;

const failure = (errorType: string, errorMessage: string): Invoked => ({
  outcome: { ok: false, errorType, errorMessage },
  calls: [],
  durationMs: 0,
});

function endOf({ code, killed }: Ended, fatal: Extract<Message, { type: 'fatal' }> | null): Invoked {
  if (fatal !== null) return failure(fatal.errorType, fatal.errorMessage);
  if (killed === 'time') return failure('Sandbox.Timedout', 'it did not come to an end');
  return failure(
    'Runtime.ExitError',
    killed === null || killed === 'asked' ? `the process ended with code ${code}` : `killed for too much ${killed}`,
  );
}

export interface ReplayProcessOptions extends Pick<ReplayJob, 'environment' | 'dependencies' | 'hangMs'> {
  sandbox: Sandbox;
  folder: SandboxFolder;
  file: string;
  exported: string;
  samples: readonly InvocationSample[];
}

/** Starts a process and waits until the handler is loaded, or can't be. */
export async function startReplayProcess(options: ReplayProcessOptions): Promise<ReplayProcess | { none: string }> {
  const { sandbox, folder, file, exported, environment, samples, dependencies, hangMs } = options;
  const started = await sandbox.start(folder, {
    flags: ['--expose-gc'],
    args: [path.join(folder.inside, 'replay.mjs')],
    limits: { wallMs: WALL_MS, memoryMb: MEMORY_MB },
    setup: { root: folder.code, file, exported, environment, samples, dependencies, hangMs } satisfies ReplaySetup,
  });
  if ('none' in started) return started;

  let fatal: Extract<Message, { type: 'fatal' }> | null = null;
  let waiting: ((message: Message | null) => void) | null = null;
  let over: Ended | null = null;
  const settle = (message: Message | null): void => {
    const then = waiting;
    waiting = null;
    then?.(message);
  };
  started.onMessage((said) => {
    const message = Message.safeParse(said).data;
    if (message === undefined) return started.kill();
    if (message.type === 'fatal') fatal = message;
    else settle(message);
  });
  const ended = started.ended.then((end) => {
    over = end;
    settle(null);
  });
  /** The next message; null: the process ended. */
  const next = (): Promise<Message | null> => (over === null ? new Promise((resolve) => (waiting = resolve)) : Promise.resolve(null));
  const told = (): Invoked => endOf(over ?? { code: null, killed: null, output: '' }, fatal);

  const ready = await next();
  return {
    initMs: ready?.type === 'ready' ? ready.initMs : null,
    async invoke(sample) {
      const answer = next();
      let spins = false;
      const timer = setTimeout(() => {
        spins = true;
        started.kill();
      }, hangMs + GRACE_MS);
      started.send({ invoke: sample } satisfies ReplayCommand);
      const message = await answer;
      clearTimeout(timer);
      if (message?.type !== 'done') {
        return spins
          ? { ...failure('Sandbox.Timedout', `Task timed out after ${(hangMs / 1000).toFixed(2)} seconds`), durationMs: hangMs }
          : told();
      }
      const { outcome, calls, durationMs } = message;
      return { outcome: outcome.ok ? { ok: true, value: JSON.parse(outcome.value) as unknown } : outcome, calls, durationMs };
    },
    async heap() {
      const answer = next();
      started.send({ heap: true } satisfies ReplayCommand);
      const message = await answer;
      return message?.type === 'heap' ? message.bytes : null;
    },
    alive: () => over === null,
    async end() {
      started.kill();
      await ended;
    },
  };
}

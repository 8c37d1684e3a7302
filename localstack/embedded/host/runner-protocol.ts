import type { InvocationSample } from '../../../lambdas/shared/contract/records.ts';
import type { InvocationError } from './invocation-record.ts';

/** What the runner is started with, as JSON in its first argument. */
export interface RunnerSetup {
  /** Folder of the version's package. */
  codeRoot: string;
  /** Folder with the same TypeScript files, their types stripped. */
  strippedRoot: string;
  /** File with the handler, below codeRoot, and the name of its export. */
  file: string;
  exported: string;
  /** Where the packages that the runtime provides are resolved from, a file URL. */
  provided: string;
  /** Folder of V8's code cache. */
  compileCache: string;
  /** Module of the recorder, a file URL; null: this environment records nothing. */
  recorder: string | null;
}

/** To the runner: one invocation. `payload` is JSON. */
export interface InvokeMessage {
  id: string;
  payload: string;
  /** Real epoch ms at which the time is up. */
  deadline: number;
  /** Whether anybody waits for the result. */
  answer: boolean;
}

/** From the runner. Durations in real ms, memory in bytes of resident set. */
export type RunnerMessage =
  | { type: 'ready'; initMs: number; rss: number }
  | { type: 'init-failed'; initMs: number; rss: number; error: InvocationError }
  | { type: 'done'; durationMs: number; rss: number; result?: string }
  | { type: 'failed'; durationMs: number; rss: number; error: InvocationError }
  /** After the answer to an invocation that was recorded. */
  | { type: 'sample'; sample: InvocationSample }
  /** An exception or rejection that nobody caught: the runner exits after it. */
  | { type: 'fatal'; error: InvocationError };

import type { InvocationSample, SampleOutcome } from '../../../contract/records.ts';
import type { ObservedCall, ReplayJob } from '../../../source/tools.ts';

/** What a process that replays is told at its start. */
export interface ReplaySetup {
  /** Folder of the package, and the handler's file and export in it. */
  root: string;
  file: string;
  exported: string;
  environment: Readonly<Record<string, string>>;
  samples: readonly InvocationSample[];
  dependencies: ReplayJob['dependencies'];
  hangMs: number;
}

/** To it: replay the sample of this index, or tell the heap. */
export type ReplayCommand = { invoke: number } | { heap: true };

/** From it. */
export type ReplayMessage =
  | { type: 'ready'; initMs: number }
  | { type: 'done'; outcome: SampleOutcome; calls: ObservedCall[]; durationMs: number }
  | { type: 'heap'; bytes: number }
  /** It ends after this one: the module could not be loaded, or an exception was caught by nobody. */
  | { type: 'fatal'; errorType: string; errorMessage: string };

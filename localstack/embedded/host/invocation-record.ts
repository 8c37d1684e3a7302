import type { ReportLine } from '../../../lambdas/shared/contract/records.ts';

/** What went wrong, as Lambda names it: the thrown error's name, or one of `Runtime.*` and `Sandbox.*`. */
export interface InvocationError {
  type: string;
  message: string;
  stack: string[];
}

/** One invocation's REPORT, with what else was measured at it. `at` is telemetry time, durations are real ms. */
export interface InvocationRecord extends ReportLine {
  error: InvocationError | null;
  /** Invocations of the function that were at work when this one started, itself counted. */
  concurrency: number;
  /** The same, of its version alone. */
  versionConcurrency: number;
}

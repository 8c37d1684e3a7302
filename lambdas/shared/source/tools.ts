import type { InvocationSample, SampleOutcome, SourceFile } from '../contract/records.ts';

/** What a target's own tests said. `coverage`: share of the lines of its sources (tests not counted) that ran, 0..1. */
export interface TestRun {
  passed: number;
  failed: number;
  coverage: number;
  /** Lines that ran and lines that could have run, by path, from 1. */
  lines: Record<string, { ran: number[]; missed: number[] }>;
  /** The end of what was printed, and of the failures' reports. */
  output: string;
}

/** Runs the tests of a package where they can do no harm. `none`: there was nothing that could be run, and why. */
export interface TestRunner {
  run(files: readonly SourceFile[]): Promise<TestRun | { none: string }>;
}

export interface TypeDiagnostic {
  file: string;
  line: number;
  code: number;
  message: string;
}

/** Diagnostics of a package's own files. `none`: types cannot be checked here, and why. */
export interface TypeChecker {
  check(files: readonly SourceFile[]): Promise<TypeDiagnostic[] | { none: string }>;
}

/** A call to the outside as a replay saw it. */
export interface ObservedCall {
  method: string;
  url: string;
  operation: string | null;
  body: string;
  /** recorded: answered from the sample; derived: answered out of other recorded answers (a batch out of its single gets, a read that another sample made); unknown: the sample has no answer for it. */
  answered: 'recorded' | 'derived' | 'unknown';
  /** Whether it was over when the handler returned. */
  finished: boolean;
}

/** One sample in one package. */
export interface ReplayedCase {
  sample: string;
  outcome: SampleOutcome;
  calls: ObservedCall[];
  /** One duration a repetition, ms; outcome and calls are the first one's. */
  durationsMs: number[];
}

/** What a package did with the samples. */
export interface Replay {
  cases: ReplayedCase[];
  /** Cold starts, ms. */
  initMs: number[];
  /** Heap after all repetitions less the heap after the first, bytes, collected before each look. */
  heapGrowthBytes: number;
}

export interface ReplayJob {
  /** The packages to compare; they take turns, so that what slows the machine slows both. */
  packages: readonly (readonly SourceFile[])[];
  /** Module and export, as Lambda writes it. */
  handler: string;
  environment: Readonly<Record<string, string>>;
  samples: readonly InvocationSample[];
  /** How often each sample is invoked in each package, at most: a replay that takes too long ends with a whole round of them. */
  repetitions: number;
  /** How many cold starts of each package are measured. */
  starts: number;
  /** recorded: dependencies take as long as they did; hang: they never answer, and an invocation is ended at `hangMs`. */
  dependencies: 'recorded' | 'hang';
  hangMs: number;
}

/** Replays recorded invocations where the code can do no harm and reaches nothing. `none`: it could not be run, and why. */
export interface Replayer {
  replay(job: ReplayJob): Promise<Replay[] | { none: string }>;
}

import type { SourceFile } from '../contract/records.ts';

/** What a target's own tests said. `coverage`: share of the lines of its sources (tests not counted) that ran, 0..1. */
export interface TestRun {
  passed: number;
  failed: number;
  coverage: number;
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

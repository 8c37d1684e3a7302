/** Exit codes of every command; the help lists them. 130 is what shells use for a process that Ctrl-C ended (128 + 2). */
export const EXIT = { done: 0, failed: 1, invalid: 2, state: 3, auditBroken: 4, replayDiffers: 5, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_HELP = `
Exit codes:
  0    done
  1    failed: the cycle failed, ran out of time, or what was asked for is not there
  2    invalid configuration, arguments or input data; the message names field (or line and column), value and expectation
  3    the state directory can't be used: of another version, half written, or in use
  4    the audit chain is broken
  5    a replayed decision does not come to the words, or does not rest on the inputs, that its record has
  130  interrupted`;

/** A command line or configuration that can't be used; the message names field, value and expectation. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What was asked for is not there or did not work; the message says what to do. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

/** By the names of the errors: the modules that define them are loaded only when a command needs them. */
const CODES: Readonly<Record<string, ExitCode>> = {
  UsageError: EXIT.invalid,
  ConfigError: EXIT.invalid,
  InvalidEnvironment: EXIT.invalid,
  InputError: EXIT.invalid,
  StateDirectoryError: EXIT.state,
  CommandFailed: EXIT.failed,
};

export interface Failure {
  code: ExitCode;
  message: string;
}

/** Exit code and message for what a command threw. An error that nobody foresaw keeps its stack, for the bug report. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: EXIT.failed, message: String(error) };
  const code = CODES[error.name];
  return code === undefined ? { code: EXIT.failed, message: error.stack ?? error.message } : { code, message: error.message };
}

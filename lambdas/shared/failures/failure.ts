/** What a failure's stack was written by. `lambda`: Lambda itself says that the function ended; `unknown`: nothing shows it. */
export const RUNTIMES = ['node', 'python', 'jvm', 'dotnet', 'go', 'ruby', 'php', 'rust', 'lambda', 'unknown'] as const;
export type Runtime = (typeof RUNTIMES)[number];

/** One line of a stack. */
export interface StackFrame {
  /** As the runtime names it, without `async`; null: it has no name. */
  function: string | null;
  /** Path, address or, on the JVM, the source file's name alone; null: not told. */
  file: string | null;
  line: number | null;
  /** The service's own code: neither the runtime nor a library. */
  inApp: boolean;
  /** As the log has it, without indentation. */
  text: string;
}

/** One exception, as a log tells it. */
export interface Failure {
  runtime: Runtime;
  /** What says most: the error code of the service that refused, else the exception's class, else one of {@link WRITTEN_TYPES}. */
  type: string;
  /** The exception's class where `type` is a service's code (`ClientError`); else null. */
  thrownAs: string | null;
  /** The code that the exception carries (`ECONNREFUSED`, `AccessDenied`); null: none. */
  code: string | null;
  /** Without type and stack; at most {@link MOST_MESSAGE} characters. */
  message: string;
  /** Innermost first; at most {@link MOST_FRAMES}. */
  frames: StackFrame[];
  /** What it was thrown for, at most {@link MOST_CAUSES} deep; of several (AggregateError, exception groups) the first. */
  cause: Failure | null;
}

/** Types of what was logged as an error and names none: by console.error of Node, by Python's logging, by anything else. */
export const WRITTEN_TYPES = { node: 'console.error', python: 'logging.error', other: 'error' } as const;

/** The error type that Lambda answers callers with when a function ran into its timeout. */
export const TIMEOUT_TYPE = 'Sandbox.Timedout';

/** Bounds of what is kept: log text is anybody's. CloudWatch Logs cuts an event at 256 KB. */
export const MOST_TEXT = 256 * 1024;
export const MOST_MESSAGE = 4000;
export const MOST_FRAMES = 100;
export const MOST_CAUSES = 5;
/** Of one line of a stack that is looked at: paths end at 4,096 characters (Linux, PATH_MAX), and few get near. */
export const MOST_FRAME = 2048;
export const MOST_TYPE = 200;

import { redactFailure } from '../../redact/redact-failure.ts';

/** A failure told by one log event, without secrets. `fatal`: the invocation failed by it; otherwise the function only wrote it down. */
export interface ParsedError {
  requestId: string;
  type: string;
  message: string;
  stack: string[];
  fatal: boolean;
}

/** The error type that Lambda answers callers with when a function ran into its timeout. */
export const TIMEOUT_TYPE = 'Sandbox.Timedout';
/** For what a function wrote with console.error and that names no error. */
const WRITTEN_TYPE = 'console.error';

/** Bounds of what is kept: log text is anybody's. */
const MOST_MESSAGE = 2000;
const MOST_FRAMES = 50;

/**
 * Failures in the text log format; null for any other line:
 * - `<time>\t<request id>\tERROR\tInvoke Error \t{"errorType":...,"errorMessage":...,"stack":[...]}` (or `Uncaught Exception`)
 * - `<time>\t<request id>\tERROR\t...` (console.error)
 * - `<time> <request id> Task timed out after 3.00 seconds`
 * - `RequestId: <request id> Error: Runtime exited with error: signal: killed\nRuntime.ExitError`
 */
export function parseErrorText(message: string): ParsedError | null {
  const timeout = /^\S+ (\S+) (Task timed out after [\d.]+ seconds)/.exec(message);
  if (timeout !== null) return failure(timeout[1], TIMEOUT_TYPE, timeout[2], [], true);

  const exit = /^RequestId: (\S+) Error: ([^\n]*)(?:\n(\S+))?/.exec(message);
  if (exit !== null) {
    const [, requestId, text = '', type = 'Runtime.ExitError'] = exit;
    const told = text.startsWith('Task timed out') ? TIMEOUT_TYPE : type;
    return failure(requestId, told, text, [], true);
  }

  const written = /^\S+\t(\S+)\tERROR\t([\s\S]*)$/.exec(message);
  if (written === null) return null;
  const [, requestId, text = ''] = written;
  const json = /^(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\s+(\{[\s\S]*\})\s*$/.exec(text);
  const told = json === null ? null : errorIn(parsedJson(json[1] ?? ''));
  if (told !== null) return failure(requestId, told.type, told.message, told.stack, true);
  return fromText(requestId, text, json !== null);
}

/** Failures in the JSON log format: an object with `level: ERROR` from the function, or the platform's own. */
export function parseErrorJson(line: unknown): ParsedError | null {
  if (line === null || typeof line !== 'object') return null;
  const { level, requestId, message } = line as Record<string, unknown>;
  if (typeof requestId !== 'string') return null;
  if (typeof message === 'string') {
    const timeout = /Task timed out after [\d.]+ seconds/.exec(message);
    if (timeout !== null) return failure(requestId, TIMEOUT_TYPE, timeout[0], [], true);
  }
  if (level !== 'ERROR' && level !== 'FATAL') return null;
  // Node's runtime puts an exception of the handler into `message`, console.error(error) lays it beside.
  const thrown = errorIn(message);
  if (thrown !== null) return failure(requestId, thrown.type, thrown.message, thrown.stack, true);
  const beside = errorIn(line);
  if (beside !== null) return failure(requestId, beside.type, beside.message, beside.stack, message === undefined);
  return fromText(requestId, typeof message === 'string' ? message : (JSON.stringify(message) ?? ''), false);
}

function errorIn(value: unknown): { type: string; message: string; stack: string[] } | null {
  if (value === null || typeof value !== 'object') return null;
  const { errorType, errorMessage, stack, stackTrace } = value as Record<string, unknown>;
  if (typeof errorType !== 'string') return null;
  const frames = Array.isArray(stack) ? stack : Array.isArray(stackTrace) ? stackTrace : [];
  return { type: errorType, message: typeof errorMessage === 'string' ? errorMessage : '', stack: frames.map(String).filter(isFrame) };
}

/** What console.error(error) prints: `TypeError: message`, then the frames. */
function fromText(requestId: string | undefined, text: string, fatal: boolean): ParsedError | null {
  const lines = text.split('\n');
  const named = /(?:^|\s)([A-Z]\w*(?:Error|Exception)): (.*)$/.exec(lines[0] ?? '');
  const stack = lines.slice(1).filter(isFrame);
  if (named !== null) return failure(requestId, named[1] ?? WRITTEN_TYPE, named[2], stack, fatal);
  return failure(requestId, WRITTEN_TYPE, lines[0], stack, fatal);
}

function isFrame(line: string): boolean {
  return /^\s*at /.test(line);
}

function failure(
  requestId: string | undefined,
  type: string,
  message: string | undefined,
  stack: readonly string[],
  fatal: boolean,
): ParsedError | null {
  // Before an invocation began, Node's runtime writes `undefined` for the request.
  if (requestId === undefined) return null;
  const told = redactFailure({ requestId, type, message: message ?? '', stack: stack.slice(0, MOST_FRAMES) });
  return {
    requestId: told.requestId === 'undefined' ? '' : told.requestId,
    type: told.type.slice(0, 200),
    message: told.message.trim().slice(0, MOST_MESSAGE),
    stack: told.stack.map((frame) => frame.trim().slice(0, MOST_MESSAGE)),
    fatal,
  };
}

/** The object that a text holds; null when it isn't JSON (a line longer than 256 KB is cut by CloudWatch). */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

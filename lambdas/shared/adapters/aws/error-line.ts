import { stackOf } from '../../failures/failure-of.ts';
import { type LoggedFailure, readLoggedFailure, readLoggedObject } from '../../failures/read-failure.ts';
import { redactFailure } from '../../redact/redact-failure.ts';

/** A failure told by one log event, without secrets. `fatal`: the invocation failed by it; otherwise the function only wrote it down. */
export interface ParsedError {
  /** '' where the event doesn't tell: before an invocation began, and what Python's and Java's runtimes write in the text format. */
  requestId: string;
  type: string;
  message: string;
  /** Innermost first; then its causes, as failures/failure-of.ts reads them. */
  stack: string[];
  fatal: boolean;
}

/** Bounds of what is kept: log text is anybody's. */
const MOST_MESSAGE = 2000;
const MOST_FRAMES = 50;

/** The failure that an event in the text log format tells, of any runtime (failures/read-failure.ts); null for any other event. */
export function parseErrorText(message: string): ParsedError | null {
  return told(readLoggedFailure(message));
}

/** Failures in the JSON log format and in structured lines: an object with an error or its level from the function, or the platform's own. */
export function parseErrorJson(line: unknown): ParsedError | null {
  return told(readLoggedObject(line));
}

/**
 * What was logged below an error, a retry that is warned of with its stack, is no failure of the service; nor is what merely reads like an
 * exception, in a line without level and stack.
 */
function told(logged: LoggedFailure | null): ParsedError | null {
  if (logged === null) return null;
  const { failure, level, requestId, fatal } = logged;
  const { type, message, frames } = failure;
  if (level === null ? !fatal && frames.length === 0 : level !== 'error' && level !== 'fatal') return null;
  const safe = redactFailure({ requestId: requestId ?? '', type, message, stack: stackOf(failure).slice(0, MOST_FRAMES) });
  return {
    requestId: safe.requestId,
    type: safe.type,
    message: safe.message.slice(0, MOST_MESSAGE),
    stack: safe.stack.map((frame) => frame.slice(0, MOST_MESSAGE)),
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

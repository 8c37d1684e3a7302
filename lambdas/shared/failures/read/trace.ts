import { type Failure, MOST_FRAMES, MOST_MESSAGE, MOST_TYPE, type Runtime, type StackFrame } from '../failure.ts';

/** What a text or an object tells of an exception. `type` null: it names none. */
export interface Trace {
  runtime: Runtime;
  type: string | null;
  message: string;
  frames: StackFrame[];
  code: string | null;
  cause: Trace | null;
}

export function traceOf(runtime: Runtime, type: string | null, message: string): Trace {
  return { runtime, type, message, frames: [], code: null, cause: null };
}

/** A failure of what was told, within its bounds; `type` for an exception that names none. */
export function failureFrom(trace: Trace, type: string, causesLeft: number): Failure {
  const { runtime, message, frames, code, cause } = trace;
  return {
    runtime,
    type: (trace.type ?? type).slice(0, MOST_TYPE),
    thrownAs: null,
    code: code?.slice(0, MOST_TYPE) ?? null,
    message: message.trim().slice(0, MOST_MESSAGE),
    frames: frames.slice(0, MOST_FRAMES),
    cause: cause === null || causesLeft === 0 ? null : failureFrom(cause, 'Error', causesLeft - 1),
  };
}

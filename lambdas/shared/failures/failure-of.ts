import type { LogError } from '../contract/telemetry-records.ts';
import { type Failure, MOST_CAUSES } from './failure.ts';
import { frameOf } from './frames/frame-of.ts';
import { anchoredHeader } from './read/header.ts';
import { failureFrom, type Trace, traceOf } from './read/trace.ts';
import { withServiceCode } from './service-code.ts';

/** What begins a cause in a stack of text. */
const CAUSE = 'Caused by: ';

/** A failure's stack as lines of text: its frames, innermost first, then each cause with its own. {@link failureOf} reads it. */
export function stackOf(failure: Failure): string[] {
  const lines = failure.frames.map(({ text }) => text);
  const { cause } = failure;
  if (cause === null) return lines;
  const [message = ''] = cause.message.split('\n', 1);
  return [...lines, `${CAUSE}${cause.thrownAs ?? cause.type}: ${message}`, ...stackOf(cause)];
}

/** The failure that a record of telemetry tells: what was kept of it by {@link stackOf}, or by another reader of the same lines. */
export function failureOf({ type, message, stack }: Pick<LogError, 'type' | 'message' | 'stack'>): Failure {
  const root = traceOf('unknown', type, message);
  let current: Trace = root;
  for (const line of stack) {
    if (line.startsWith(CAUSE)) {
      const header = anchoredHeader(line.slice(CAUSE.length));
      const cause = traceOf('unknown', header?.type ?? null, header?.message ?? line.slice(CAUSE.length));
      current.cause = cause;
      current = cause;
      continue;
    }
    const found = frameOf(line);
    if (found === null) continue;
    if (current.frames.length === 0) current.runtime = found.runtime;
    current.frames.push(found.frame);
  }
  return withServiceCode(failureFrom(root, type, MOST_CAUSES));
}

import { TIMEOUT_TYPE } from '../failure.ts';
import { type Trace, traceOf } from './trace.ts';

/** What Lambda itself says of an invocation that ended, and of which. */
export interface PlatformLine {
  trace: Trace;
  requestId: string;
}

/**
 * - `<time> <request id> Task timed out after 3.00 seconds`, since 2025 `<time>\t<request id>\tTask timed out …`
 * - `RequestId: <request id> Error: Runtime exited with error: signal: killed`, and in the next line `Runtime.ExitError`
 * - `RequestId: <request id> Process exited before completing request`
 */
export function readPlatformLine(lines: readonly string[]): PlatformLine | null {
  const [first = '', second = ''] = lines;
  const head = first.slice(0, 1000);
  const timeout = /^\S+[ \t](\S+)[ \t](Task timed out after [\d.]+ seconds)/.exec(head);
  if (timeout !== null) return { trace: traceOf('lambda', TIMEOUT_TYPE, timeout[2] ?? ''), requestId: timeout[1] ?? '' };

  const exit = /^RequestId: (\S+) (?:Error: (.*)|(Process exited before completing request.*))$/.exec(head);
  if (exit === null) return null;
  const [, requestId = '', error, ended] = exit;
  const message = error ?? ended ?? '';
  const told = /^\S+$/.test(second) ? second.slice(0, 200) : 'Runtime.ExitError';
  return { trace: traceOf('lambda', message.startsWith('Task timed out') ? TIMEOUT_TYPE : told, message), requestId };
}

/** The timeout as the JSON format has it, and as callers are answered: as the message of an object. */
export function timeoutIn(message: string): Trace | null {
  const found = /Task timed out after [\d.]+ seconds/.exec(message.slice(0, 1000));
  return found === null ? null : traceOf('lambda', TIMEOUT_TYPE, found[0]);
}

import { readAtTrace } from './at-trace.ts';
import { readGoTrace, readPhpTrace, readRubyTrace, readRustTrace } from './other-traces.ts';
import { readPythonTrace } from './python-trace.ts';
import type { Trace } from './trace.ts';

/** The surest marks first: `at` lines are looked for last. */
const READERS: readonly ((lines: readonly string[]) => Trace | null)[] = [
  readPythonTrace,
  readGoTrace,
  readRustTrace,
  readPhpTrace,
  readRubyTrace,
  readAtTrace,
];

/** An exception with its stack, of any runtime; null: the lines hold none. */
export function readTrace(lines: readonly string[]): Trace | null {
  for (const read of READERS) {
    const trace = read(lines);
    if (trace !== null) return trace;
  }
  return null;
}

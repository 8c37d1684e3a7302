import { sampledFirstDigits } from '../is-sampled.ts';

/**
 * The filter pattern of a log subscription: one regular expression between `%`. CloudWatch Logs knows letters, digits, `: _ # = @ / ; , -`
 * and the operators `^ $ ? [ ] { } | \ * + .` in it, no parentheses, and matches anywhere in a line (user guide, "Supported regular
 * expressions syntax"); any other character, the space and the quote too, is a `.` here. It lets through
 * - whatever may tell a failure, in either log format; what it is is decided by parsing,
 * - lines in which a function reports an operation of its own (`operation` and `durationMs`),
 * - the platform's report of an invocation, in both formats, when its request id begins with one of the digits that the sample can begin
 *   with: what is not sampled is not delivered, so that nobody pays for it. At a rate of 1 that is every report, at 0 none.
 */
export function logFilterPattern(samplingRate: number): string {
  return `%${[...LEVELS, ...PLATFORM, ...STACKS, ...OPERATIONS, ...reports(samplingRate)].join('|')}%`;
}

/** Levels in capitals, Lambda's own lines, and levels as structured loggers have them (pino's 50 and 60 are error and fatal). */
const LEVELS = ['ERROR', 'FATAL', 'CRITICAL', 'SEVERE', 'level.:.?.error.', 'level.:.?.fatal.', 'level.:.?[56]0,', 'level=error'];
const PLATFORM = ['Task.timed.out', 'Runtime.exited'];
/**
 * Stacks that were printed without a level: Python's head, and the JVM's frames (a file and line alone is in every line of a logger that tells its
 * caller). `Error` and `Exception` alone are not let through: every line that merely names a class would be delivered and paid for.
 */
const STACKS = ['Traceback..most.recent.call.last.', '.at.[a-z].+\\.java:[0-9]', '.at.[a-z].+\\.kt:[0-9]'];
const OPERATIONS = ['.operation.+.durationMs.', '.durationMs.+.operation.'];

function reports(samplingRate: number): string[] {
  if (samplingRate === 0) return [];
  const digits = samplingRate === 1 ? '' : `[${sampledFirstDigits(samplingRate)}]`;
  return [`^REPORT.RequestId..${digits}`, `platform\\.report.+requestId...${digits}`];
}

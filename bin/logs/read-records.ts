import type { LogInput } from '../input/open-log.ts';
import { readLog, type LogFacts } from '../input/read-log.ts';

/** Takes the text of a record and the number of its lines in the log. */
export type TakeRecord = (text: string, lines: number) => void;

/**
 * Reads a log and hands on its records, in order, each line as one. When `signal` aborts, what was read until then is all.
 * @throws InputError as readLog does.
 */
export async function readRecords(input: LogInput, take: TakeRecord, signal: AbortSignal): Promise<LogFacts> {
  const one = (text: string) => take(text, 1);
  return readLog(input, { line: one, event: one }, signal);
}

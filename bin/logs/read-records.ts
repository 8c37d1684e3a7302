import { RecordAssembler, type LogRecord } from '../../lambdas/shared/failures/record-assembler.ts';
import type { LogInput } from '../input/open-log.ts';
import { readLog, type LogFacts } from '../input/read-log.ts';

/** Takes the text of a record and the number of its lines in the log. */
export type TakeRecord = (text: string, lines: number) => void;

/**
 * Reads a log and hands on its records, in order: a message with the lines that belong to it (a stack trace, what continues it). A blank
 * line that is in none is a record of its own, so that every line is in exactly one. When `signal` aborts, what was read until then is all.
 * @throws InputError as readLog does.
 */
export async function readRecords(input: LogInput, take: TakeRecord, signal: AbortSignal): Promise<LogFacts> {
  let lines = createLineRecords(take);
  const sink = {
    line: (text: string) => lines.push(text),
    event(text: string) {
      lines.end();
      lines = createLineRecords(take);
      take(text, 1);
    },
  };
  const facts = await readLog(input, sink, signal);
  lines.end();
  return facts;
}

/** Records of lines that follow one another. */
function createLineRecords(take: TakeRecord) {
  const assembler = new RecordAssembler();
  let pushed = 0;
  let taken = 0;
  /** The assembler leaves blank lines out. */
  function blanksUntil(line: number): void {
    for (; taken < line; taken += 1) take('', 1);
  }
  function handOn(record: LogRecord | null): void {
    if (record === null) return;
    blanksUntil(record.firstLine - 1);
    take(record.text, record.lines);
    taken += record.lines;
  }
  return {
    push(text: string): void {
      pushed += 1;
      handOn(assembler.push(text));
    },
    end(): void {
      handOn(assembler.end());
      blanksUntil(pushed);
    },
  };
}

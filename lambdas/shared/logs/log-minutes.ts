import type { LogMinute, ReportLine } from '../contract/records.ts';
import { floorMinute } from '../time.ts';
import { mergeLogMinutes } from './merge-log-minutes.ts';
import type { OperationLine } from './operation-line.ts';

/** Lines of one target, in any order. `errors`: one for each failure told. */
export interface LogLines {
  reports: readonly Pick<ReportLine, 'at' | 'maxMemoryMb' | 'initMs' | 'status'>[];
  errors: readonly { at: number }[];
  operations: readonly OperationLine[];
}

export interface LogMinutes {
  /** Oldest first. */
  minutes: LogMinute[];
  /** Runs of operations beyond the twenty of their minute. */
  droppedRuns: number;
}

/**
 * Adds the lines up by minute. Timeouts and exits for lack of memory are taken from the REPORT lines alone: the lines of the failures are
 * never sampled, the reports may be, and a share needs both from the same sample.
 */
export function logMinutesOf({ reports, errors, operations }: LogLines): LogMinutes {
  const parts = [
    ...reports.map(reportPart),
    ...errors.map(({ at }) => ({ ...emptyMinute(at), errors: 1 })),
    ...operations.map(operationPart),
  ];
  const minutes = mergeLogMinutes(parts);
  const kept = minutes.reduce((sum, minute) => sum + minute.operations.reduce((runs, each) => runs + each.runs, 0), 0);
  return { minutes, droppedRuns: operations.length - kept };
}

function reportPart({ at, maxMemoryMb, initMs, status }: LogLines['reports'][number]): LogMinute {
  return {
    ...emptyMinute(at),
    reports: 1,
    maxMemoryMb,
    coldStarts: initMs === null ? 0 : 1,
    initMs: initMs ?? 0,
    timeouts: status === 'timeout' ? 1 : 0,
    outOfMemory: status === 'out-of-memory' ? 1 : 0,
  };
}

function operationPart({ at, operation, durationMs, ok }: OperationLine): LogMinute {
  return { ...emptyMinute(at), operations: [{ operation, runs: 1, failures: ok ? 0 : 1, durationMs, longestMs: durationMs }] };
}

function emptyMinute(at: number): LogMinute {
  return {
    minute: floorMinute(at),
    reports: 0,
    maxMemoryMb: 0,
    coldStarts: 0,
    initMs: 0,
    timeouts: 0,
    outOfMemory: 0,
    errors: 0,
    operations: [],
  };
}

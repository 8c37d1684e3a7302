import type { LogMinute } from '../contract/records.ts';

/** Operations of one minute that are kept: those that ran most. */
export const MOST_OPERATIONS = 20;

type Operation = LogMinute['operations'][number];

/**
 * Adds up what several deliveries said, by minute, oldest first. Each minute may come any number of times. The answer depends on what is
 * in the list, never on its order: sums and maxima, and the cut to {@link MOST_OPERATIONS} comes last (most runs first, then by name).
 */
export function mergeLogMinutes(parts: Iterable<LogMinute>): LogMinute[] {
  const byMinute = new Map<number, LogMinute>();
  for (const part of parts) {
    const known = byMinute.get(part.minute);
    byMinute.set(part.minute, known === undefined ? part : added(known, part));
  }
  return [...byMinute.values()]
    .map((minute) => ({ ...minute, operations: mostRun(minute.operations) }))
    .toSorted((a, b) => a.minute - b.minute);
}

/** The {@link MOST_OPERATIONS} with most runs, in that order. */
export function mostRun(operations: readonly Operation[]): Operation[] {
  return operations
    .toSorted((a, b) => b.runs - a.runs || (a.operation < b.operation ? -1 : Number(a.operation > b.operation)))
    .slice(0, MOST_OPERATIONS);
}

function added(a: LogMinute, b: LogMinute): LogMinute {
  const operations = new Map(a.operations.map((each) => [each.operation, each]));
  for (const each of b.operations) {
    const known = operations.get(each.operation);
    operations.set(each.operation, known === undefined ? each : addedOperation(known, each));
  }
  return {
    minute: a.minute,
    reports: a.reports + b.reports,
    maxMemoryMb: Math.max(a.maxMemoryMb, b.maxMemoryMb),
    coldStarts: a.coldStarts + b.coldStarts,
    initMs: a.initMs + b.initMs,
    timeouts: a.timeouts + b.timeouts,
    outOfMemory: a.outOfMemory + b.outOfMemory,
    errors: a.errors + b.errors,
    operations: [...operations.values()],
  };
}

function addedOperation(a: Operation, b: Operation): Operation {
  return {
    operation: a.operation,
    runs: a.runs + b.runs,
    failures: a.failures + b.failures,
    durationMs: a.durationMs + b.durationMs,
    longestMs: Math.max(a.longestMs, b.longestMs),
  };
}

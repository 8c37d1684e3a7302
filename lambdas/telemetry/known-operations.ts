import { STALE_MS } from '../shared/baseline/judge-value.ts';
import type { LogMinute, RegisteredTarget } from '../shared/contract/records.ts';
import { MOST_OPERATIONS } from '../shared/logs/merge-log-minutes.ts';

/** Which operations of a target have a baseline. */
export interface KnownOperations {
  operations: RegisteredTarget['operations'];
  /** Those that ran in the given minutes, by name. */
  ran: string[];
  /** Runs of operations for which there is no room, in the minutes from `newFrom` on. */
  droppedRuns: number;
}

/**
 * The operations after further minutes. The names come out of the logs, so a target has at most {@link MOST_OPERATIONS} of them, whoever
 * writes its logs: the first that come, those that run most first. One that has not run for as long as its baseline lives makes room.
 * Minutes that were looked at before change nothing.
 */
export function knownOperations(
  before: RegisteredTarget['operations'],
  logs: readonly LogMinute[],
  { newFrom, until }: { newFrom: number; until: number },
): KnownOperations {
  const runs = new Map<string, number>();
  const operations = Object.fromEntries(Object.entries(before).filter(([, lastRun]) => lastRun > until - STALE_MS));
  const lastRun = new Map<string, number>();
  const newRuns = new Map<string, number>();
  for (const { minute, operations: ran } of logs) {
    for (const each of ran) {
      runs.set(each.operation, (runs.get(each.operation) ?? 0) + each.runs);
      if (minute >= newFrom) newRuns.set(each.operation, (newRuns.get(each.operation) ?? 0) + each.runs);
      lastRun.set(each.operation, Math.max(minute, lastRun.get(each.operation) ?? 0));
    }
  }
  let droppedRuns = 0;
  const ran: string[] = [];
  const mostFirst = [...runs].toSorted(([a, runsOfA], [b, runsOfB]) => runsOfB - runsOfA || (a < b ? -1 : 1));
  for (const [name] of mostFirst) {
    const known = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (known === undefined && Object.keys(operations).length >= MOST_OPERATIONS) {
      droppedRuns += newRuns.get(name) ?? 0;
      continue;
    }
    operations[name] = Math.max(known ?? 0, lastRun.get(name) ?? 0);
    ran.push(name);
  }
  return { operations, ran: ran.toSorted(), droppedRuns };
}

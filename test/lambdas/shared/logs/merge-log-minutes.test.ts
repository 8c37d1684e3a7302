import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogMinute } from '../../../../lambdas/shared/contract/records.ts';
import { logMinutesOf } from '../../../../lambdas/shared/logs/log-minutes.ts';
import { MOST_OPERATIONS, mergeLogMinutes } from '../../../../lambdas/shared/logs/merge-log-minutes.ts';
import { MINUTE_MS } from '../../../../lambdas/shared/time.ts';

/** Whole numbers: their sums do not depend on the order either. */
const count = fc.nat(1000);
const operation = fc.record({
  operation: fc.constantFrom(...Array.from({ length: 40 }, (_, index) => `op-${index}`)),
  runs: fc.integer({ min: 1, max: 100 }),
  failures: count,
  durationMs: count,
  longestMs: count,
});
const part: fc.Arbitrary<LogMinute> = fc.record({
  minute: fc.nat(3).map((index) => index * MINUTE_MS),
  reports: count,
  maxMemoryMb: count,
  coldStarts: count,
  initMs: count,
  timeouts: count,
  outOfMemory: count,
  errors: count,
  operations: fc.uniqueArray(operation, { selector: (each) => each.operation, maxLength: MOST_OPERATIONS }),
});

describe('mergeLogMinutes', () => {
  it('does not depend on the order', () => {
    fc.assert(
      fc.property(
        fc
          .array(part, { maxLength: 12 })
          .chain((parts) => fc.tuple(fc.constant(parts), fc.shuffledSubarray(parts, { minLength: parts.length }))),
        ([parts, shuffled]) => {
          const merged = mergeLogMinutes(parts);
          expect(mergeLogMinutes(shuffled)).toEqual(merged);
          expect(merged.map(({ minute }) => minute)).toEqual([...new Set(parts.map(({ minute }) => minute))].toSorted((a, b) => a - b));
          for (const { operations } of merged) expect(operations.length).toBeLessThanOrEqual(MOST_OPERATIONS);
          const reports = (all: readonly LogMinute[]) => all.reduce((sum, each) => sum + each.reports, 0);
          expect(reports(merged)).toBe(reports(parts));
        },
      ),
    );
  });

  it('adds up, and keeps the largest', () => {
    const zero = { coldStarts: 0, initMs: 0, timeouts: 0, outOfMemory: 0, errors: 0, operations: [] };
    const run = { operation: 'a', failures: 0, durationMs: 5 };
    expect(
      mergeLogMinutes([
        { ...zero, minute: 0, reports: 2, maxMemoryMb: 80, operations: [{ ...run, runs: 1, longestMs: 5 }] },
        { ...zero, minute: 0, reports: 3, maxMemoryMb: 70, timeouts: 1, operations: [{ ...run, runs: 2, longestMs: 3 }] },
      ]),
    ).toEqual([
      { ...zero, minute: 0, reports: 5, maxMemoryMb: 80, timeouts: 1, operations: [{ ...run, runs: 3, durationMs: 10, longestMs: 5 }] },
    ]);
  });
});

describe('logMinutesOf', () => {
  it('sorts lines into their minutes, and counts the runs of operations beyond the bound', () => {
    const operations = Array.from({ length: MOST_OPERATIONS + 3 }, (_, index) => ({
      operation: `op-${String(index).padStart(2, '0')}`,
      durationMs: 10,
      ok: index > 0,
      at: MINUTE_MS + index,
    }));
    const reports = [
      { at: 59_999, maxMemoryMb: 50, initMs: 7, status: 'ok' as const },
      { at: 60_000, maxMemoryMb: 60, initMs: null, status: 'timeout' as const },
    ];
    const { minutes, droppedRuns } = logMinutesOf({ reports, errors: [{ at: 61_000 }], operations });
    expect(droppedRuns).toBe(3);
    expect(minutes[0]).toEqual({
      minute: 0,
      reports: 1,
      maxMemoryMb: 50,
      coldStarts: 1,
      initMs: 7,
      timeouts: 0,
      outOfMemory: 0,
      errors: 0,
      operations: [],
    });
    expect(minutes[1]).toMatchObject({ minute: MINUTE_MS, reports: 1, timeouts: 1, errors: 1, coldStarts: 0 });
    expect(minutes[1]?.operations[0]).toEqual({ operation: 'op-00', runs: 1, failures: 1, durationMs: 10, longestMs: 10 });
  });
});

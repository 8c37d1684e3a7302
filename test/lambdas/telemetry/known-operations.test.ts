import { describe, expect, it } from 'vitest';
import type { LogMinute } from '../../../lambdas/shared/contract/records.ts';
import { MOST_OPERATIONS } from '../../../lambdas/shared/logs/merge-log-minutes.ts';
import { DAY_MS, MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { knownOperations } from '../../../lambdas/telemetry/known-operations.ts';
import { NOW } from '../fakes/world.ts';

const minute = (at: number, runs: Record<string, number>): LogMinute => ({
  minute: at,
  reports: 0,
  maxMemoryMb: 0,
  coldStarts: 0,
  initMs: 0,
  timeouts: 0,
  outOfMemory: 0,
  errors: 0,
  operations: Object.entries(runs).map(([operation, by]) => ({ operation, runs: by, failures: 0, durationMs: by, longestMs: 1 })),
});

const SPAN = { newFrom: NOW - 5 * MINUTE_MS, until: NOW };

describe('knownOperations', () => {
  it('remembers which ran, and when last', () => {
    const logs = [minute(NOW - MINUTE_MS, { a: 1, b: 2 }), minute(NOW - 2 * MINUTE_MS, { a: 5 })];
    const known = knownOperations({ c: NOW - DAY_MS }, logs, SPAN);
    expect(known).toEqual({ operations: { a: NOW - MINUTE_MS, b: NOW - MINUTE_MS, c: NOW - DAY_MS }, ran: ['a', 'b'], droppedRuns: 0 });
    expect(knownOperations(known.operations, logs, SPAN)).toEqual(known);
  });

  it('has room for so many: those that came first, those that run most first; the others are counted', () => {
    const full = Object.fromEntries(Array.from({ length: MOST_OPERATIONS - 1 }, (_, index) => [`op-${index}`, NOW - DAY_MS]));
    const { operations, ran, droppedRuns } = knownOperations(
      full,
      [minute(NOW, { rare: 1, often: 9, 'op-3': 1, attack: 4 }), minute(NOW - 60 * MINUTE_MS, { attack: 7, often: 9 })],
      SPAN,
    );
    expect(Object.keys(operations)).toHaveLength(MOST_OPERATIONS);
    expect(ran).toEqual(['often', 'op-3']);
    expect(droppedRuns).toBe(5);
  });

  it('makes room of one that has not run for as long as its baseline lives', () => {
    const full = Object.fromEntries(
      Array.from({ length: MOST_OPERATIONS }, (_, index) => [`op-${index}`, NOW - (index === 0 ? 7 * DAY_MS : DAY_MS)]),
    );
    const { operations, ran } = knownOperations(full, [minute(NOW, { fresh: 1, other: 1 })], SPAN);
    expect(ran).toEqual(['fresh']);
    expect(operations['op-0']).toBeUndefined();
  });
});

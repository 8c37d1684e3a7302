import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floorMinute, MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { MinuteStats, ReportLine } from '../../../lambdas/shared/contract/records.ts';
import type { InvocationRecord } from '../../../localstack/embedded/host/invocation-record.ts';
import { createRecordStore } from '../../../localstack/embedded/host/record-store.ts';

let serial = 0;
function record(overrides: Partial<InvocationRecord> = {}): InvocationRecord {
  serial += 1;
  return {
    requestId: `r${serial}`,
    version: '1',
    at: 0,
    durationMs: 10,
    memoryMb: 128,
    maxMemoryMb: 50,
    initMs: null,
    status: 'ok',
    error: null,
    concurrency: 1,
    versionConcurrency: 1,
    ...overrides,
  };
}

const anyRecord = fc.record({
  version: fc.constantFrom('1', '2'),
  at: fc.integer({ min: 0, max: 4 * MINUTE_MS }),
  durationMs: fc.double({ min: 0, max: 5000, noNaN: true }),
  status: fc.constantFrom('ok', 'error', 'timeout', 'out-of-memory') as fc.Arbitrary<InvocationRecord['status']>,
});
const everything = { from: 0, to: 10 * MINUTE_MS };

/** By counting: the smallest value with at least the share of all values at or below it. */
function naiveQuantile(values: number[], level: number): number {
  return Math.min(...values.filter((value) => values.filter((other) => other <= value).length / values.length >= level - 1e-9));
}

describe('createRecordStore', () => {
  it('computes the figures of each minute as a naive count does', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 60 }), fc.constantFrom('1', '2', null), (parts, version) => {
        const store = createRecordStore({ clock: () => 9 * MINUTE_MS });
        const records = parts.map(record);
        records.forEach((each) => store.add(each));
        const wanted = records.filter((each) => version === null || each.version === version);
        const starts = [...new Set(wanted.map((each) => floorMinute(each.at)))].toSorted((a, b) => a - b);
        const found = store.minutes(version, everything);
        expect(found.map((minute) => minute.minute)).toEqual(starts);
        for (const stats of found) {
          const of = wanted.filter((each) => floorMinute(each.at) === stats.minute);
          const durations = of.map((each) => each.durationMs);
          expect(MinuteStats.parse(stats)).toEqual(stats);
          expect(stats.invocations).toBe(of.length);
          expect(stats.errors).toBe(of.filter((each) => each.status !== 'ok').length);
          expect(stats.duration?.p50).toBe(naiveQuantile(durations, 0.5));
          expect(stats.duration?.p95).toBe(naiveQuantile(durations, 0.95));
          expect(stats.duration?.p99).toBe(naiveQuantile(durations, 0.99));
          expect(stats.duration?.max).toBe(Math.max(...durations));
          expect(stats.duration?.mean).toBeCloseTo(durations.reduce((sum, value) => sum + value, 0) / durations.length, 6);
        }
      }),
    );
  });

  it('counts above thresholds strictly, and takes quantiles over the whole span', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 60 }), fc.double({ min: 0.01, max: 1, noNaN: true }), (parts, level) => {
        const store = createRecordStore({ clock: () => 9 * MINUTE_MS });
        const records = parts.map((part) => record({ ...part, version: '1' }));
        records.forEach((each) => store.add(each));
        const thresholds = [records[0]!.durationMs, 1000];
        const found = store.exceedances('1', thresholds, everything);
        expect(found.reduce((sum, minute) => sum + minute.requests, 0)).toBe(records.length);
        thresholds.forEach((threshold, index) => {
          const above = records.filter((each) => each.durationMs > threshold).length;
          expect(found.reduce((sum, minute) => sum + minute.above[index]!, 0)).toBe(above);
        });
        expect(store.quantiles('1', [level], everything)).toEqual([
          naiveQuantile(
            records.map((each) => each.durationMs),
            level,
          ),
        ]);
        expect(store.quantiles('2', [level], everything)).toBeNull();
      }),
    );
  });

  it('keeps the minute of a running invocation open, and every later one', () => {
    let now = 2.5 * MINUTE_MS;
    const store = createRecordStore({ clock: () => now });
    expect(store.completeUntil()).toBe(2 * MINUTE_MS);
    store.begin('slow', now);
    now = 7.1 * MINUTE_MS;
    store.begin('quick', now);
    expect(store.completeUntil()).toBe(2 * MINUTE_MS);
    store.add(record({ requestId: 'slow', at: 2.5 * MINUTE_MS }));
    expect(store.completeUntil()).toBe(7 * MINUTE_MS);
    expect(store.minutes(null, everything).map((minute) => minute.minute)).toEqual([2 * MINUTE_MS]);
  });

  it('does not freeze the figures of a minute that is still open', () => {
    const store = createRecordStore({ clock: () => 100 });
    store.add(record({ at: 10 }));
    expect(store.minutes('1', everything)[0]?.invocations).toBe(1);
    store.add(record({ at: 20 }));
    expect(store.minutes('1', everything)[0]?.invocations).toBe(2);
  });

  it('counts throttles apart from invocations', () => {
    const store = createRecordStore({ clock: () => 0 });
    store.addThrottle('1', 5);
    expect(store.minutes(null, everything)).toEqual([
      { minute: 0, invocations: 0, errors: 0, throttles: 1, concurrency: null, duration: null },
    ]);
    store.add(record({ concurrency: 3, versionConcurrency: 2 }));
    expect(store.minutes(null, everything)[0]).toMatchObject({ invocations: 1, throttles: 1, concurrency: 3 });
    expect(store.minutes('1', everything)[0]).toMatchObject({ concurrency: 2 });
  });

  it('drops the oldest minutes beyond its bounds and counts what went', () => {
    const byTime = createRecordStore({ clock: () => 0, keptMinutes: 2 });
    [0, 1, 2].forEach((minute) => byTime.add(record({ at: minute * MINUTE_MS })));
    byTime.add(record({ at: 0 }));
    expect(byTime.size()).toEqual({ records: 2, dropped: 2, throttles: 0 });
    const byCount = createRecordStore({ clock: () => 0, keptRecords: 3 });
    for (let minute = 0; minute < 6; minute += 1) byCount.add(record({ at: minute * MINUTE_MS }));
    expect(byCount.size().records).toBeLessThanOrEqual(4);
    expect(byCount.size().records + byCount.size().dropped).toBe(6);
  });

  it('lists reports and errors newest first, within the limit', () => {
    const store = createRecordStore({ clock: () => 0 });
    const error = { type: 'RangeError', message: 'empty', stack: ['at x'] };
    const records = [5, 90_000, 40_000, 60_001].map((at) => record({ at, status: 'error', error }));
    records.forEach((each) => store.add(each));
    store.add(record({ at: 50_000 }));
    expect(store.reports(everything, 3).map((report) => report.at)).toEqual([90_000, 60_001, 50_000]);
    expect(ReportLine.strict().parse(store.reports(everything, 1)[0])).toMatchObject({ status: 'error' });
    expect(store.errors(everything, 3).map((found) => found.at)).toEqual([90_000, 60_001, 40_000]);
    expect(store.errors({ from: 0, to: MINUTE_MS }, 10)).toHaveLength(2);
  });
});

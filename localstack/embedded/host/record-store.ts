import { floorMinute, MINUTE_MS } from '../../../lambdas/shared/time.ts';
import type { LogError, MinuteStats, ReportLine } from '../../../lambdas/shared/contract/records.ts';
import type { Clock, ExceedanceMinute, Span } from '../../../lambdas/shared/ports.ts';
import type { InvocationRecord } from './invocation-record.ts';
import { exceedances, minuteStats, sortedDurations } from './minute-stats.ts';
import { quantile } from './quantile.ts';

/** A day of telemetry, the longest window of a cycle in the basic profile. */
export const KEPT_MINUTES = 24 * 60;
/** About 300 bytes each: a function's records stay under 600 MB at the worst; the sample fleet's run needs a hundredth of it. */
export const KEPT_RECORDS = 2_000_000;

interface Slice {
  records: InvocationRecord[];
  throttles: number;
}

interface Minute {
  versions: Map<string, Slice>;
  /** Figures that can't change any more, by version; null for all of them. */
  settled: Map<string | null, MinuteStats>;
}

/** Records of one function, by the minute in which the invocation started. All metrics and logs are computed from here. */
export interface RecordStore {
  /** Notes that an invocation is at work; its minute stays open until `add` has its record. */
  begin(requestId: string, at: number): void;
  add(record: InvocationRecord): void;
  addThrottle(version: string, at: number): void;
  /** Start of the earliest minute in which a running invocation started; without one, of the current minute. */
  completeUntil(): number;
  /** One version, or all of them for null. Minutes without data are absent. */
  minutes(version: string | null, span: Span): MinuteStats[];
  exceedances(version: string, thresholdsMs: readonly number[], span: Span): ExceedanceMinute[];
  quantiles(version: string, levels: readonly number[], span: Span): number[] | null;
  reports(span: Span, limit: number): ReportLine[];
  errors(span: Span, limit: number): LogError[];
  /** Records held, and those that had to go. */
  size(): { records: number; dropped: number; throttles: number };
}

export function createRecordStore(options: { clock: Clock; keptMinutes?: number; keptRecords?: number }): RecordStore {
  const { clock, keptMinutes = KEPT_MINUTES, keptRecords = KEPT_RECORDS } = options;
  const minutes = new Map<number, Minute>();
  // Insertion order is the order of `at`, for the clock never goes back: the first entry is the earliest.
  const running = new Map<string, number>();
  /** Minutes before this one are gone. */
  let oldestKept = Number.NEGATIVE_INFINITY;
  let held = 0;
  let dropped = 0;
  let throttled = 0;

  const drop = (minute: number): void => {
    for (const slice of minutes.get(minute)?.versions.values() ?? []) {
      held -= slice.records.length;
      dropped += slice.records.length;
    }
    minutes.delete(minute);
  };

  const trim = (): void => {
    for (const minute of [...minutes.keys()].toSorted((a, b) => a - b)) {
      if (minutes.size === 1 || (minute >= oldestKept && held <= keptRecords)) return;
      drop(minute);
      oldestKept = Math.max(oldestKept, minute + MINUTE_MS);
    }
  };

  /** Null: the minute is too old to be kept. */
  const sliceAt = (at: number, version: string): Slice | null => {
    const start = floorMinute(at);
    if (start < oldestKept) return null;
    let minute = minutes.get(start);
    if (minute === undefined) {
      minute = { versions: new Map(), settled: new Map() };
      minutes.set(start, minute);
      oldestKept = Math.max(oldestKept, start - (keptMinutes - 1) * MINUTE_MS);
      trim();
    }
    let slice = minute.versions.get(version);
    if (slice === undefined) {
      slice = { records: [], throttles: 0 };
      minute.versions.set(version, slice);
    }
    return slice;
  };

  const completeUntil = (): number => floorMinute(running.values().next().value ?? clock());

  /** Minutes of the span that are held, oldest first. */
  const within = ({ from, to }: Span): [number, Minute][] =>
    [...minutes].filter(([start]) => start >= from && start < to).toSorted(([a], [b]) => a - b);

  const recordsOf = (minute: Minute, version: string | null): InvocationRecord[] =>
    version === null ? [...minute.versions.values()].flatMap((slice) => slice.records) : (minute.versions.get(version)?.records ?? []);

  const throttlesOf = (minute: Minute, version: string | null): number =>
    version === null
      ? [...minute.versions.values()].reduce((sum, slice) => sum + slice.throttles, 0)
      : (minute.versions.get(version)?.throttles ?? 0);

  const newestFirst = (span: Span, limit: number, wanted: (record: InvocationRecord) => boolean): InvocationRecord[] => {
    const found: InvocationRecord[] = [];
    for (const [, minute] of within(span).toReversed()) {
      if (found.length >= limit) break;
      found.push(
        ...recordsOf(minute, null)
          .filter(wanted)
          .toSorted((a, b) => b.at - a.at),
      );
    }
    return found.slice(0, limit);
  };

  return {
    begin(requestId, at) {
      running.set(requestId, at);
    },
    add(record) {
      running.delete(record.requestId);
      const slice = sliceAt(record.at, record.version);
      if (slice === null) {
        dropped += 1;
        return;
      }
      slice.records.push(record);
      held += 1;
    },
    addThrottle(version, at) {
      const slice = sliceAt(at, version);
      if (slice !== null) slice.throttles += 1;
      throttled += 1;
    },
    completeUntil,
    minutes(version, span) {
      const settledUntil = completeUntil();
      return within(span).flatMap(([start, minute]) => {
        const known = minute.settled.get(version);
        if (known !== undefined) return [known];
        const records = recordsOf(minute, version);
        const throttles = throttlesOf(minute, version);
        if (records.length === 0 && throttles === 0) return [];
        const concurrent = (record: InvocationRecord): number => (version === null ? record.concurrency : record.versionConcurrency);
        const stats = minuteStats({ minute: start, records, throttles, concurrent });
        if (start < settledUntil) minute.settled.set(version, stats);
        return [stats];
      });
    },
    exceedances(version, thresholdsMs, span) {
      return within(span).flatMap(([start, minute]) => {
        const records = recordsOf(minute, version);
        return records.length === 0 ? [] : [exceedances(start, records, thresholdsMs)];
      });
    },
    quantiles(version, levels, span) {
      const sorted = sortedDurations(within(span).flatMap(([, minute]) => recordsOf(minute, version)));
      return sorted.length === 0 ? null : levels.map((level) => quantile(sorted, level));
    },
    reports(span, limit) {
      return newestFirst(span, limit, () => true).map(({ requestId, version, at, durationMs, memoryMb, maxMemoryMb, initMs, status }) => ({
        requestId,
        version,
        at,
        durationMs,
        memoryMb,
        maxMemoryMb,
        initMs,
        status,
      }));
    },
    errors(span, limit) {
      return newestFirst(span, limit, (record) => record.error !== null).flatMap(({ requestId, version, at, error }) =>
        error === null ? [] : [{ requestId, version, at, ...error }],
      );
    },
    size: () => ({ records: held, dropped, throttles: throttled }),
  };
}

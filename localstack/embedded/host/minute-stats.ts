import type { MinuteStats } from '../../../lambdas/shared/contract/records.ts';
import type { ExceedanceMinute } from '../../../lambdas/shared/ports.ts';
import type { InvocationRecord } from './invocation-record.ts';
import { quantile } from './quantile.ts';

/** What happened in one minute, to one version or to all. `concurrent` picks the count that belongs to that. */
export interface MinuteSample {
  minute: number;
  records: readonly InvocationRecord[];
  throttles: number;
  concurrent: (record: InvocationRecord) => number;
}

/** Durations in ms, ascending. */
export function sortedDurations(records: readonly InvocationRecord[]): Float64Array {
  return Float64Array.from(records, (record) => record.durationMs).toSorted();
}

function countErrors(records: readonly InvocationRecord[]): number {
  return records.reduce((count, record) => count + (record.status === 'ok' ? 0 : 1), 0);
}

/**
 * Figures of one minute from its records. Invocations do not hold throttles; errors hold timeouts and out-of-memory; the
 * percentiles are by nearest rank; concurrency is the largest number that was at work when one of them started.
 */
export function minuteStats({ minute, records, throttles, concurrent }: MinuteSample): MinuteStats {
  if (records.length === 0) return { minute, invocations: 0, errors: 0, throttles, concurrency: null, duration: null };
  const sorted = sortedDurations(records);
  return {
    minute,
    invocations: records.length,
    errors: countErrors(records),
    throttles,
    concurrency: records.reduce((most, record) => Math.max(most, concurrent(record)), 0),
    duration: {
      p50: quantile(sorted, 0.5),
      p95: quantile(sorted, 0.95),
      p99: quantile(sorted, 0.99),
      mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
      max: quantile(sorted, 1),
    },
  };
}

/** Invocations of one minute whose duration was above each threshold (strictly), in the thresholds' order. */
export function exceedances(minute: number, records: readonly InvocationRecord[], thresholdsMs: readonly number[]): ExceedanceMinute {
  return {
    minute,
    requests: records.length,
    errors: countErrors(records),
    above: thresholdsMs.map((threshold) => records.reduce((count, record) => count + (record.durationMs > threshold ? 1 : 0), 0)),
  };
}

import type { ReportLine } from '../shared/contract/records.ts';
import { HOUR_MS } from '../shared/time.ts';
import { MIN_LINES } from './min-lines.ts';
import type { TargetView } from './target-context.ts';

/** REPORT lines and errors of the window's last hour. */
export function lastHour<T extends { at: number }>(view: Pick<TargetView, 'span'>, lines: readonly T[]): T[] {
  return lines.filter((line) => line.at >= view.span.to - HOUR_MS);
}

/** Invocations over the whole window. */
export function invocations(view: TargetView): number {
  return view.minutes.reduce((sum, stats) => sum + stats.invocations, 0);
}

/** Invocations in the window's last hour, or in all of it when it is shorter. */
export function callsLately(view: Pick<TargetView, 'span' | 'minutes'>): number {
  const calls = view.minutes.map(({ minute, invocations: count }) => ({ at: minute, count }));
  return lastHour(view, calls).reduce((sum, { count }) => sum + count, 0);
}

/** Invocations an hour, from the first minute with data to the window's end; 0 without data. */
export function requestsPerHour(view: TargetView): number {
  const first = view.minutes[0];
  return first === undefined ? 0 : (invocations(view) / (view.span.to - first.minute)) * HOUR_MS;
}

/** What a set of REPORT lines says. Durations in ms, memory in MB. */
export interface ReportFigures {
  lines: number;
  mean: number;
  p95: number;
  p99: number;
  /** Longest duration of an invocation that succeeded; 0 when none did. */
  longestOk: number;
  maxMemoryMb: number;
  timeouts: number;
  outOfMemory: number;
}

/** Figures of the lines, or null when they are fewer than {@link MIN_LINES}. */
export function reportFigures(reports: readonly ReportLine[]): ReportFigures | null {
  if (reports.length < MIN_LINES) return null;
  const durations = reports.map((line) => line.durationMs).toSorted((a, b) => a - b);
  // Nearest rank: the smallest value that at least this share of the lines does not exceed.
  const quantile = (level: number): number => durations[Math.ceil(level * durations.length) - 1] ?? 0;
  return {
    lines: reports.length,
    mean: durations.reduce((sum, each) => sum + each, 0) / durations.length,
    p95: quantile(0.95),
    p99: quantile(0.99),
    longestOk: reports.reduce((most, line) => (line.status === 'ok' ? Math.max(most, line.durationMs) : most), 0),
    maxMemoryMb: reports.reduce((most, line) => Math.max(most, line.maxMemoryMb), 0),
    timeouts: reports.filter((line) => line.status === 'timeout').length,
    outOfMemory: reports.filter((line) => line.status === 'out-of-memory').length,
  };
}

import type { Series } from '../contract/records.ts';
import { MINUTE_MS } from '../time.ts';

/** What a series is called in a sentence. */
export const SERIES_WORDS: Record<Series, string> = {
  invocations: 'number of calls a minute',
  'error-rate': 'share of failed calls',
  'throttle-rate': 'share of throttled calls',
  'timeout-rate': 'share of timeouts',
  concurrency: 'number of copies at work',
  'duration-p50': 'median duration',
  'duration-p95': '95th percentile of duration',
  'duration-p99': '99th percentile of duration',
  'duration-mean': 'mean duration',
  'duration-max': 'longest duration',
  'memory-used': 'memory used',
  'init-time': 'time to start a copy',
};

/** A duration for people: `420 ms`, `1.8 s`. */
export function inMs(ms: number): string {
  return Math.abs(ms) < 1000 ? `${round(ms)} ms` : `${round(ms / 1000)} s`;
}

/** A share for people: `2.5 %`. */
export function inPercent(share: number): string {
  return `${round(share * 100)} %`;
}

/** Two significant digits below ten, whole numbers above: what a person reads at night. */
export function round(value: number): string {
  return String(Math.abs(value) >= 10 ? Math.round(value) : Number(value.toPrecision(2)));
}

/** A value of a series with its unit. */
export function inUnit(series: Series, value: number): string {
  if (series.endsWith('-rate')) return inPercent(value);
  if (series.startsWith('duration') || series === 'init-time') return inMs(value);
  return series === 'memory-used' ? `${round(value)} MB` : round(value);
}

/** How far `actual` is from `expected`, percent; null when the expectation is zero. */
export function deviationPercent(expected: number, actual: number): number | null {
  return expected === 0 ? null : ((actual - expected) / Math.abs(expected)) * 100;
}

/** From this multiple on a person reads a factor more easily than a percentage. */
const FACTOR_FROM = 2;

/** How far from normal: `3.1 times the usual`, `35 % above the usual`, `40 % below the usual`. */
export function howFar(expected: number, actual: number): string {
  if (expected <= 0) return 'none is usual';
  const factor = actual / expected;
  if (factor >= FACTOR_FROM) return `${round(factor)} times the usual`;
  return `${Math.round(Math.abs(factor - 1) * 100)} % ${factor >= 1 ? 'above' : 'below'} the usual`;
}

/** A time of day: `02:14 UTC`. */
export function clockTime(at: number): string {
  return `${new Date(at).toISOString().slice(11, 16)} UTC`;
}

/** A day and a time: `2026-11-20 02:14 UTC`. */
export function dayTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 10)} ${clockTime(at)}`;
}

/** Whole minutes: `1 minute`, `12 minutes`. */
export function inMinutes(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

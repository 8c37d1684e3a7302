import type { ScoredPoint, Series } from '../../contract/records.ts';
import type { TargetWindow } from '../target-window.ts';
import { shareCounts, beyondChance } from './share-counts.ts';

/** Shares of the expectation below which nobody would act: SPEC 3's own limits where it names one. */
const RELATIVE: Partial<Record<Series, number>> = {
  'duration-p50': 0.2,
  'duration-p95': 0.2,
  invocations: 0.3,
  concurrency: 0.5,
  'memory-used': 0.2,
};
/** The same in the series' unit: what a caller could notice, and 3 deviations of a Poisson count of so many calls (3 sqrt(n) < 0.3 n from 100 on). */
const ABSOLUTE: Partial<Record<Series, number>> = {
  'duration-p50': 10,
  'duration-p95': 10,
  invocations: 30,
  concurrency: 3,
  'memory-used': 16,
  'error-rate': 0.05,
};

/** Both quantiles of a duration must have moved: one alone may be a slow caller or a busy machine. */
const PARTNER: Partial<Record<Series, Series>> = { 'duration-p50': 'duration-p95', 'duration-p95': 'duration-p50' };

/** Whether a point is far enough from `expected`, in that direction, for a person to care. */
export function isMaterial(window: TargetWindow, series: Series, point: ScoredPoint, expected: number, direction: 'up' | 'down'): boolean {
  if (!isFar(series, point.value, expected, direction)) return false;
  if (series === 'error-rate' && direction === 'up')
    return beyondChance(
      shareCounts(window, series).filter(({ at }) => at === point.at),
      expected,
    );
  const partner = PARTNER[series];
  if (partner === undefined) return true;
  const other = window.series[partner];
  const beside = other?.scored.find(({ at }) => at === point.at);
  return other !== undefined && beside !== undefined && isFar(partner, beside.value, other.baseline.mean, direction);
}

function isFar(series: Series, value: number, expected: number, direction: 'up' | 'down'): boolean {
  const distance = direction === 'up' ? value - expected : expected - value;
  return distance > (RELATIVE[series] ?? 0) * Math.abs(expected) && distance >= (ABSOLUTE[series] ?? 0);
}

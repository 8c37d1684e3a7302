import { emptyBaseline } from '../../../../lambdas/shared/baseline/baseline.ts';
import type { BaselineSubject, Series, SeriesBaseline } from '../../../../lambdas/shared/contract/records.ts';
import { MINUTE_MS } from '../../../../lambdas/shared/time.ts';
import { learnPoint } from '../../shared/baseline/learn-point.ts';

/** A Sunday, 00:00 UTC. */
export const SUNDAY = Date.UTC(2026, 10, 1);
export const ORDERS: BaselineSubject = { kind: 'target', target: 'orders' };
export const CHECKOUT: BaselineSubject = { kind: 'operation', target: 'orders', operation: 'checkout' };

export interface Minute {
  at: number;
  /** What each series has in the minute; undefined: nothing. */
  values: Partial<Record<Series, number>>;
}

/** Baselines that have learned the minutes. */
export function learned(subject: BaselineSubject, minutes: readonly Minute[]): Partial<Record<Series, SeriesBaseline>> {
  const series: Partial<Record<Series, SeriesBaseline>> = {};
  for (const { at, values } of minutes) {
    for (const [name, value] of Object.entries(values) as [Series, number][]) {
      series[name] = learnPoint(series[name] ?? emptyBaseline(subject, 'default', name), value, at);
    }
  }
  return series;
}

/** `count` minutes from `from` on, `stepMinutes` apart. */
export function minutesFrom(
  from: number,
  count: number,
  values: (index: number, at: number) => Minute['values'],
  stepMinutes = 1,
): Minute[] {
  return Array.from({ length: count }, (_, index) => {
    const at = from + index * stepMinutes * MINUTE_MS;
    return { at, values: values(index, at) };
  });
}

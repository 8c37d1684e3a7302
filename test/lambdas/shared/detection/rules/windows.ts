import { emptyBaseline } from '../../../../../lambdas/shared/baseline/baseline.ts';
import { zScore } from '../../../../../lambdas/shared/baseline/judge-value.ts';
import type { ScoredPoint, Series, SeriesBaseline } from '../../../../../lambdas/shared/contract/records.ts';
import type { SeriesWindow, TargetWindow } from '../../../../../lambdas/shared/detection/target-window.ts';
import { MINUTE_MS } from '../../../../../lambdas/shared/time.ts';
import { NOW, target } from '../../../fakes/world.ts';
import { learnPoint } from '../../baseline/learn-point.ts';

/** What is usual of the target of these tests; every series scatters by 2 % in turn. */
const USUAL: Partial<Record<Series, number>> = {
  invocations: 100,
  'error-rate': 0,
  'throttle-rate': 0,
  'timeout-rate': 0,
  concurrency: 2,
  'duration-p50': 100,
  'duration-p95': 200,
  'duration-p99': 300,
  'memory-used': 300,
};

export const scatter = (index: number): number => 1 + 0.02 * Math.sin(index * 2.4);

/** A baseline of `count` plain minutes that ended fifteen minutes ago. */
export function plainBaseline(series: Series, usual: number, count = 60): SeriesBaseline {
  let baseline = emptyBaseline({ kind: 'target', target: 'orders' }, 'default', series);
  for (let index = 0; index < count; index += 1)
    baseline = learnPoint(baseline, usual * scatter(index), NOW - (15 + count - index) * MINUTE_MS);
  return { ...baseline, watermark: NOW - 15 * MINUTE_MS };
}

/** What changes in the newest minutes of a series: the last value is of the newest minute; undefined: as usual. */
export type Newest = Partial<Record<Series, readonly (number | undefined)[]>>;

export interface WindowOptions {
  /** Learned minutes. */
  learned?: number;
  usual?: Partial<Record<Series, number>>;
  /** For each minute of the window, newest last. */
  canary?: readonly boolean[];
  minutes?: number;
  configuration?: { memoryMb: number; timeoutSeconds: number };
}

/** What a poll sees: fifteen minutes up to NOW, plain but for what a test changes. */
export function windowWith(
  newest: Newest = {},
  { learned = 60, usual = {}, canary = [], minutes = 15, configuration }: WindowOptions = {},
): TargetWindow {
  const entries = Object.entries({ ...USUAL, ...usual }) as [Series, number][];
  const series = Object.fromEntries(
    entries.map(([name, value]): [Series, SeriesWindow] => {
      const baseline = plainBaseline(name, value, learned);
      const changed = newest[name] ?? [];
      const scored = Array.from({ length: minutes }, (_, index): ScoredPoint => {
        const back = minutes - index;
        const point = changed[changed.length - back] ?? value * scatter(index + 7);
        return {
          at: NOW - back * MINUTE_MS,
          value: point,
          z: learned >= 20 ? zScore(baseline, point) : null,
          score: 0,
          expected: null,
          low: null,
          high: null,
          canary: canary[canary.length - back] ?? false,
        };
      });
      return [name, { baseline, scored }];
    }),
  );
  return { target: target('orders', configuration === undefined ? {} : { configuration }), until: NOW, series };
}

/** The same value in so many minutes. */
export const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);

/** Median and 95th percentile times the factor, in the newest minutes. */
export function slower(count: number, factor: number): Newest {
  return { 'duration-p50': times(count, 100 * factor), 'duration-p95': times(count, 200 * factor) };
}

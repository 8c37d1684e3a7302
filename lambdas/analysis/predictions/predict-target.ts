import type { RegisteredTarget, SeriesBaseline } from '../../shared/contract/records.ts';
import type { CapacityPrices } from '../../shared/forecast/capacity.ts';
import { type CapacityPrediction, predictCapacity } from './predict-capacity.ts';
import { predictDuration } from './predict-duration.ts';
import { type FailurePrediction, predictFailures } from './predict-failures.ts';
import { type KnownSeries, predictSeries, type SeriesPrediction } from './predict-series.ts';

export interface PredictTargetInput {
  registered: Pick<RegisteredTarget, 'name' | 'tenant' | 'target'>;
  /** Baselines of the target itself. */
  series: readonly SeriesBaseline[];
  operations: readonly { operation: string; series: readonly SeriesBaseline[] }[];
  /** Epoch ms. */
  now: number;
  prices: CapacityPrices;
}

/** What is to be expected of an operation. Its memory is not measured: its runs share the function's. */
export interface OperationPrediction {
  operation: string;
  /** Of the next run, ms. */
  duration: SeriesPrediction;
  failure: FailurePrediction;
}

export interface TargetPrediction {
  target: string;
  tenant: string;
  /** Epoch ms that it holds for. */
  at: number;
  /** Of the next run, ms. */
  duration: SeriesPrediction;
  /** The most that a run of the next minute uses, MB: the logs tell the largest of each minute. */
  memory: SeriesPrediction;
  /** The setting, MB; null: not read yet. */
  memoryLimitMb: number | null;
  failure: FailurePrediction;
  capacity: CapacityPrediction;
  /** Always so: a trend needs a history, and baselines keep statistics. */
  memoryTrend: { kind: 'not-kept'; reason: string };
  /** By name. */
  operations: OperationPrediction[];
}

/** The cycle's rule reads the trend from its window of points (analysis/rules/trend.ts), `kaizen forecast` from a file. */
const NO_TREND =
  'Baselines keep no history that a trend could be read from. A cycle looks for one in its own window and reports it as an anomaly; ' +
  'kaizen forecast <file.csv> --limit <MB> reads it from an export.';

/**
 * What is to be expected of a function and of each of its operations, from their baselines alone (SPEC 4).
 * @throws CorruptRecord when the bytes of a baseline can't be read: the store sets such ones aside before.
 */
export function predictTarget({ registered, series, operations, now, prices }: PredictTargetInput): TargetPrediction {
  const known = byName(series);
  const configuration = registered.target?.configuration ?? null;
  return {
    target: registered.name,
    tenant: registered.tenant,
    at: now,
    duration: predictDuration('target', known, now),
    memory: predictSeries(known['memory-used'], now),
    memoryLimitMb: configuration?.memoryMb ?? null,
    failure: predictFailures(known, now),
    capacity: predictCapacity(known, configuration, now, prices),
    memoryTrend: { kind: 'not-kept', reason: NO_TREND },
    operations: operations
      .map(({ operation, series: own }): OperationPrediction => {
        const ownKnown = byName(own);
        return { operation, duration: predictDuration('operation', ownKnown, now), failure: predictFailures(ownKnown, now) };
      })
      .toSorted((a, b) => (a.operation < b.operation ? -1 : 1)),
  };
}

/** Baselines by the name of their series. */
export function byName(series: readonly SeriesBaseline[]): KnownSeries {
  return Object.fromEntries(series.map((baseline) => [baseline.series, baseline]));
}

import type { Series } from '../../shared/contract/records.ts';
import { againstSeries, seriesOf } from './against-series.ts';
import { evenBins } from './even-bins.ts';
import { type Correlated, found, none, type Subject } from './subject.ts';

/** What a failure may go with: slowness, load, and the resources that run out. */
const WATCHED = ['duration-p95', 'concurrency', 'throttle-rate', 'memory-used', 'invocations'] as const satisfies readonly Series[];

/** Metrics of the target itself, by minute. */
export function metric({ errors, minutes, series, span }: Subject): Correlated {
  const bins = evenBins(
    errors.map(({ at }) => at),
    minutes,
    span,
  );
  if (bins === null) return none('Too few failures, calls or minutes to compare them with metrics.');
  return found(
    againstSeries(bins, seriesOf(null, series, WATCHED), 'metric'),
    'It goes with none of the target’s metrics, by more than chance.',
  );
}

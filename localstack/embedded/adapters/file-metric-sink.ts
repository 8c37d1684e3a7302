import { appendFileSync } from 'node:fs';
import { METRIC_NAMESPACE, type MetricName } from '../../../lambdas/shared/contract/names.ts';
import type { Clock, MetricSink } from '../../../lambdas/shared/ports.ts';

export interface MetricPoint {
  at: number;
  namespace: string;
  name: MetricName;
  value: number;
  tenant: string;
}

/** Kaizen's own metrics, kept for this run and appended to a file, one JSON object a line. */
export function fileMetricSink({ path, clock }: { path: string; clock: Clock }): MetricSink & { points(): readonly MetricPoint[] } {
  const points: MetricPoint[] = [];
  return {
    put(name, value, tenant) {
      if (!Number.isFinite(value)) throw new RangeError(`metric ${name} of ${tenant}: found ${value}; expected a finite number`);
      const point = { at: clock(), namespace: METRIC_NAMESPACE, name, value, tenant };
      points.push(point);
      // The port is synchronous, and a metric that was put must be on disk when the run is cut off: a handful in a cycle.
      appendFileSync(path, `${JSON.stringify(point)}\n`);
    },
    points: () => points,
  };
}

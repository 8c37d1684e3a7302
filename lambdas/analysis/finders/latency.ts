import type { Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { current, unexplained } from './unexplained.ts';

/** Slower than usual. The gain is the way back to the baseline: (actual - expected) / actual. */
export function latency(context: TargetContext): Finding[] {
  // A trend towards the timeout is resource-exhaustion's.
  const anomalies = current(context).filter(
    ({ series, type }) => (series === 'duration-p95' || series === 'duration-p50') && type !== 'trend',
  );
  const gain = Math.max(0, ...anomalies.map((anomaly) => (anomaly.actual - (anomaly.expected ?? anomaly.actual)) / anomaly.actual));
  return unexplained(context, 'latency', `${context.target.name} is slower than usual, and its code shows no known cause`, anomalies, gain);
}

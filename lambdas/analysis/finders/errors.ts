import type { Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { current, unexplained } from './unexplained.ts';

/** Failing more than usual. The gain is the share of calls that would succeed again: actual - expected. */
export function errors(context: TargetContext): Finding[] {
  const anomalies = current(context).filter(
    ({ series, type }) => (series === 'error-rate' || series === 'throttle-rate') && type !== 'time-pattern',
  );
  const gain = Math.max(0, ...anomalies.map((anomaly) => anomaly.actual - (anomaly.expected ?? 0)));
  const isFlaky = anomalies.length > 0 && anomalies.every(({ type }) => type === 'flaky');
  const title = `${context.target.name} ${isFlaky ? 'is flaky' : 'fails more often than usual'}`;
  return unexplained(context, 'errors', title, anomalies, gain);
}

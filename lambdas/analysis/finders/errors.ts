import type { Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { unexplained } from './unexplained.ts';

/** Failing more than usual. The gain is the share of calls that would succeed again: actual - expected. */
export function errors(context: TargetContext): Finding[] {
  const anomalies = context.anomalies.filter((anomaly) => anomaly.series === 'error-rate' || anomaly.series === 'throttle-rate');
  const gain = Math.max(0, ...anomalies.map((anomaly) => anomaly.actual - (anomaly.expected ?? 0)));
  return unexplained(context, 'errors', `${context.target.name} fails more often than usual`, anomalies, gain);
}

import { maturity } from '../../shared/baseline/judge-value.ts';
import { RECENT_MINUTES, recent } from '../figures.ts';
import type { AnomalyDraft, TargetView } from '../target-context.ts';
import { deviationPercent, inMs } from '../words.ts';

/** Rise of the 95th percentile over its baseline from which it is an anomaly (SPEC 3); at five times that it is critical. */
const LIMIT = 0.2;
const CRITICAL_LIMIT = 5 * LIMIT;

/** Fewest minutes with data: the mean of five has under half of one minute's noise. */
const MIN_MINUTES = 5;

/** The 95th percentile of duration against its baseline. */
export function latencyLimit(view: TargetView): AnomalyDraft[] {
  const known = maturity(view.baselines, 'duration-p95', view.span.to);
  const points = recent(view, view.series['duration-p95'] ?? []);
  if (known.state !== 'established' || points.length < MIN_MINUTES) return [];
  const expected = known.baseline.mean;
  const actual = points.reduce((sum, point) => sum + point.value, 0) / points.length;
  if (expected <= 0 || actual <= expected * (1 + LIMIT)) return [];
  return [
    {
      type: 'latency',
      series: 'duration-p95',
      severity: actual > expected * (1 + CRITICAL_LIMIT) ? 'critical' : 'warning',
      title: `${view.target.name} is slower than usual`,
      description:
        `Over the last ${RECENT_MINUTES} minutes one in twenty calls of ${view.target.name} took ${inMs(actual)} or more; ` +
        `usual is ${inMs(expected)}. More than ${LIMIT * 100} % above counts as an anomaly.`,
      expected,
      actual,
      deviationPercent: deviationPercent(expected, actual),
      at: points.at(-1)?.at ?? view.span.to,
      discriminator: '',
    },
  ];
}

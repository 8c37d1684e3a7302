import { maturity } from '../../shared/baseline/judge-value.ts';
import { hourOfWeek } from '../../shared/time.ts';
import { RECENT_MINUTES, recentCounts } from '../figures.ts';
import type { AnomalyDraft, TargetView } from '../target-context.ts';
import { deviationPercent, round } from '../words.ts';

/** Fall below what is usual for this hour of the week from which throughput is an anomaly (SPEC 3); without any call it is critical. */
const LIMIT = 0.3;

/**
 * Points that an hour of the week needs before it is a norm: more than the 60 that one pass gives, so that it is never compared
 * with itself alone. The exponential mean would not do: it follows the load within minutes, and the night would look like an outage.
 */
const MIN_HOUR_POINTS = 90;

/** Fewest calls expected: at 100, a fall by 30 % is three standard deviations of a Poisson count. */
const MIN_EXPECTED = 100;

/** Calls a minute against what is usual at this hour of the week. */
export function throughputLimit(view: TargetView): AnomalyDraft[] {
  const known = maturity(view.baselines, 'invocations', view.span.to);
  if (known.state !== 'established') return [];
  const hour = known.baseline.hours[String(hourOfWeek(view.span.to - 1))];
  if (hour === undefined || hour.count < MIN_HOUR_POINTS || hour.mean * RECENT_MINUTES < MIN_EXPECTED) return [];
  const expected = hour.mean;
  const actual = recentCounts(view).invocations / RECENT_MINUTES;
  if (actual >= expected * (1 - LIMIT)) return [];
  return [
    {
      type: 'throughput',
      series: 'invocations',
      severity: actual === 0 ? 'critical' : 'warning',
      title: `${view.target.name} is called less than usual`,
      description:
        `${view.target.name} had ${round(actual)} calls a minute over the last ${RECENT_MINUTES} minutes; usual at this hour of the ` +
        `week are ${round(expected)}. Either its callers are in trouble, or they can't reach it, or its metrics are missing.`,
      expected,
      actual,
      deviationPercent: deviationPercent(expected, actual),
      at: view.span.to,
      discriminator: '',
    },
  ];
}

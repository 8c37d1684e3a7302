import { maturity } from '../../shared/baseline/judge-value.ts';
import { RECENT_MINUTES, recentCounts } from '../figures.ts';
import type { AnomalyDraft, TargetView } from '../target-context.ts';
import { deviationPercent, inPercent } from '../words.ts';

/** Rise over the baseline from which the error rate is an anomaly: five points (SPEC 3). */
const LIMIT = 0.05;
/** A success rate below 85 % is critical (SPEC 3). */
const CRITICAL_RATE = 0.15;
/** Fewest calls: below it one failure alone would be five points. */
const MIN_CALLS = 20;

/** The share of failed calls against its baseline, pooled over the last minutes. */
export function errorRateLimit(view: TargetView): AnomalyDraft[] {
  const known = maturity(view.baselines, 'error-rate', view.span.to);
  const { invocations, errors } = recentCounts(view);
  if (known.state !== 'established' || invocations < MIN_CALLS) return [];
  const expected = known.baseline.mean;
  const actual = errors / invocations;
  if (actual <= expected + LIMIT) return [];
  return [
    {
      type: 'errors',
      series: 'error-rate',
      severity: actual > CRITICAL_RATE ? 'critical' : 'warning',
      title: `${view.target.name} fails more often than usual`,
      description:
        `${errors} of ${invocations} calls of ${view.target.name} failed in the last ${RECENT_MINUTES} minutes: ${inPercent(actual)}; ` +
        `usual is ${inPercent(expected)}. More than ${LIMIT * 100} points above counts as an anomaly.`,
      expected,
      actual,
      deviationPercent: deviationPercent(expected, actual),
      at: view.span.to,
      discriminator: '',
    },
  ];
}

import { lastHour } from '../figures.ts';
import type { AnomalyDraft, TargetView } from '../target-context.ts';
import { inPercent } from '../words.ts';

/** Share of timeouts from which they are critical: one call in a hundred is what the 99th percentile promises. */
const CRITICAL_SHARE = 0.01;

/** Calls that were cut off at the timeout within the last hour. */
export function timeouts(view: TargetView): AnomalyDraft[] {
  const lines = lastHour(view, view.reports);
  const cut = lines.filter((line) => line.status === 'timeout');
  const newest = cut.reduce((latest, line) => Math.max(latest, line.at), 0);
  if (cut.length === 0) return [];
  const share = cut.length / lines.length;
  return [
    {
      type: 'timeout',
      series: 'timeout-rate',
      severity: share > CRITICAL_SHARE ? 'critical' : 'warning',
      title: `${view.target.name} ran into its timeout`,
      description:
        `${cut.length} of ${lines.length} calls of ${view.target.name} (${inPercent(share)}) were cut off at ` +
        `${view.target.configuration.timeoutSeconds} s within the last hour.`,
      expected: 0,
      actual: share,
      deviationPercent: null,
      at: newest,
      discriminator: '',
    },
  ];
}

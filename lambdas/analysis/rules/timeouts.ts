import { lastHour } from '../figures.ts';
import type { AnomalyDraft } from '../../shared/contract/records.ts';
import { floorMinute } from '../../shared/time.ts';
import type { TargetView } from '../target-context.ts';
import { inPercent } from '../../shared/detection/words.ts';

/** Share of timeouts from which they are critical: one call in a hundred is what the 99th percentile promises. */
const CRITICAL_SHARE = 0.01;

/** Calls that were cut off at the timeout within the last hour. */
export function timeouts(view: TargetView): AnomalyDraft[] {
  const lines = lastHour(view, view.reports);
  const cut = lines.filter((line) => line.status === 'timeout');
  const [first] = cut;
  if (first === undefined) return [];
  const times = cut.map(({ at }) => at);
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
      since: floorMinute(times.reduce((earliest, at) => Math.min(earliest, at), first.at)),
      lastSeen: floorMinute(times.reduce((latest, at) => Math.max(latest, at), first.at)),
      discriminator: '',
    },
  ];
}

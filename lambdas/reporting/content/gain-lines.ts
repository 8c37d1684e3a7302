import type { ImpactIntervals } from '../../shared/contract/records.ts';
import type { ReportedImprovement } from '../cycle-report.ts';
import { dollarsText, milliseconds, signedDollars, signedMilliseconds, signedPercent, signedPoints } from '../text/numbers.ts';

type Gained = Pick<ReportedImprovement, 'before' | 'after' | 'gain'>;

/**
 * What a change won by its measurement: a line each for p95, failures and money, with its interval or why there is none. The words say which
 * way a figure went; in the intervals, positive is better.
 */
export function gainLines({ before, after, gain }: Gained): string[] {
  if (gain === null) return [];
  const { p95Ms, p95, savingPerMillion, intervals } = gain;
  const common = commonReason(intervals);
  const range = (name: Ranged, show: (value: number) => string): string =>
    intervals === null || common !== null ? '' : rangeText(intervals, name, show);
  const fewer =
    before === null || after === null || before.errorRate === null || after.errorRate === null ? null : before.errorRate - after.errorRate;
  return [
    p95Ms === null || p95 === null
      ? 'p95 not measured on both sides'
      : `p95 ${milliseconds(Math.abs(p95Ms))} ${p95Ms < 0 ? 'slower' : 'faster'}${range('p95GainMs', signedMilliseconds)}, ` +
        `${signedPercent(p95)}${range('p95Gain', signedPercent)}`,
    ...(fewer === null
      ? []
      : [
          `failed requests ${Math.abs(fewer * 100).toFixed(2)} points ${fewer < 0 ? 'more' : 'fewer'}${range('errorRateGain', signedPoints)}`,
        ]),
    ...(savingPerMillion === null
      ? []
      : [
          `${savingPerMillion < 0 ? `costs ${dollarsText(-savingPerMillion)} more` : `saves ${dollarsText(savingPerMillion)}`} ` +
            `per million requests${range('savingPerMillion', signedDollars)}`,
        ]),
    ...(common === null ? [] : [`no intervals: ${common}`]),
  ];
}

const RANGED = ['p95GainMs', 'p95Gain', 'errorRateGain', 'savingPerMillion'] as const;
type Ranged = (typeof RANGED)[number];

function rangeText(intervals: ImpactIntervals, name: Ranged, show: (value: number) => string): string {
  const interval = intervals[name];
  return interval.known
    ? ` (${(intervals.level * 100).toFixed(0)} % interval ${show(interval.low)} to ${show(interval.high)})`
    : ` (no interval: ${interval.reason})`;
}

/** The one reason for which all intervals are missing, to be said once; null: there is none such. */
function commonReason(intervals: ImpactIntervals | null): string | null {
  if (intervals === null) return null;
  const reasons = new Set(RANGED.map((name) => (intervals[name].known ? null : intervals[name].reason)));
  const [reason = null] = reasons;
  return reasons.size === 1 ? reason : null;
}

import type { Anomaly, AnomalyDraft } from '../../shared/contract/records.ts';
import { type HourRecord, timePattern } from '../../shared/forecast/time-pattern.ts';
import { DAY_MS, HOUR_MS } from '../../shared/time.ts';
import { troubleOf } from '../anomalies/co-occurrence.ts';
import type { TargetView } from '../target-context.ts';

const HOURS = 24;

/** Failures that come at the same hour of the day (UTC), by the anomalies that are on record of the target. */
export function sameHour(view: TargetView): AnomalyDraft[] {
  const failed = view.history.filter((each) => each.target === view.target.name && each.severity !== 'info' && isFailure(each));
  const first = failed.reduce((earliest, { since }) => Math.min(earliest, since), view.span.to);
  const newest = failed.reduce((latest, { lastSeen }) => Math.max(latest, lastSeen), 0);
  const days = Math.ceil((view.span.to - startOfDay(first)) / DAY_MS);
  if (failed.length === 0) return [];
  const found = timePattern(recordsOf(failed, days));
  if (found.kind !== 'pattern') return [];
  return found.hours.map(({ hour, daysFailed, daysSeen, p }): AnomalyDraft => {
    const clock = `${String(hour).padStart(2, '0')}:00 UTC`;
    return {
      type: 'time-pattern',
      series: 'error-rate',
      severity: 'warning',
      title: `${view.target.name} fails at ${clock}`,
      description:
        `${view.target.name} failed in the hour of ${clock} on ${daysFailed} of ${daysSeen} days, more often than at other hours; by chance ` +
        `with a probability of ${p.toPrecision(1)}. Something that runs at that time is worth a look: schedules, exports, backups.`,
      expected: 0,
      actual: daysFailed / daysSeen,
      deviationPercent: null,
      since: first,
      lastSeen: newest,
      discriminator: String(hour),
    };
  });
}

/** What these rules themselves found over days is no failure of an hour. */
function isFailure(anomaly: Anomaly): boolean {
  return troubleOf(anomaly) === 'fails' && anomaly.lastSeen - anomaly.since < DAY_MS && anomaly.type !== 'time-pattern';
}

/** On how many of the days each hour saw a failure; one that goes over several hours counts in each. */
function recordsOf(failed: readonly Anomaly[], days: number): HourRecord[] {
  const hours = new Set(failed.flatMap(({ since, lastSeen }) => range(Math.floor(since / HOUR_MS), Math.floor(lastSeen / HOUR_MS))));
  return Array.from({ length: HOURS }, (_, hour): HourRecord => {
    const daysFailed = Math.min(days, [...hours].filter((each) => each % HOURS === hour).length);
    return { hour, runs: days, failures: daysFailed, daysSeen: days, daysFailed };
  });
}

function startOfDay(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

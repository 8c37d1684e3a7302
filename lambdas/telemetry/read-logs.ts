import type { LogMinute, MinuteStats } from '../shared/contract/records.ts';
import { logMinutesOf } from '../shared/logs/log-minutes.ts';
import type { Ports } from '../shared/ports.ts';
import type { DueTarget } from './due-target.ts';

/**
 * REPORT lines read of one target in one poll where its log group is not subscribed: 80 requests a second for two minutes. Beyond it
 * the newest are the sample.
 */
const REPORT_LIMIT = 10_000;

/**
 * What the logs say of the minutes that are read: what the subscription delivered, the lateness window included. Without one the REPORT
 * lines of the new minutes are fetched, once, and only of a target that was called: FilterLogEvents answers some ten requests a
 * second for the whole account. A log group may have refused the subscription only of late: what was delivered before is not stored yet.
 */
export async function readLogs(
  ports: Pick<Ports, 'logs' | 'logBatches'>,
  { record, target, span, newFrom }: DueTarget,
  stats: readonly MinuteStats[],
): Promise<LogMinute[]> {
  const { state } = record.subscription;
  if (state === 'active') return ports.logBatches.minutes(target.name, span);
  const before = state === 'refused' ? await ports.logBatches.minutes(target.name, { from: span.from, to: newFrom }) : [];
  if (stats.length === 0) return before;
  const reports = await ports.logs.reports(target, { from: newFrom, to: span.to }, REPORT_LIMIT);
  const fetched = logMinutesOf({ reports, errors: reports.filter(({ status }) => status !== 'ok'), operations: [] });
  return [...before, ...fetched.minutes];
}

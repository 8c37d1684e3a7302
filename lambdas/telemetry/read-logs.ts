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
 * second for the whole account.
 */
export async function readLogs(
  ports: Pick<Ports, 'logs' | 'logBatches'>,
  { record, target, span, newFrom }: DueTarget,
  stats: readonly MinuteStats[],
): Promise<LogMinute[]> {
  if (record.subscription.state === 'active') return ports.logBatches.minutes(target.name, span);
  if (stats.length === 0) return [];
  const reports = await ports.logs.reports(target, { from: newFrom, to: span.to }, REPORT_LIMIT);
  return logMinutesOf({ reports, errors: reports.filter(({ status }) => status !== 'ok'), operations: [] }).minutes;
}

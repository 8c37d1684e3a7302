import { unkeptInput } from '../shared/audit/input-of.ts';
import { refTo } from '../shared/audit/refs.ts';
import type { Cycle } from '../shared/contract/records.ts';
import { RecordNotFound, StaleRecord } from '../shared/errors.ts';
import type { Ports } from '../shared/ports.ts';
import { anchorWords } from './text/anchor-words.ts';
import { notificationOf } from './text/notification.ts';
import { readCycleReport } from './read-cycle-report.ts';

type ReportState = NonNullable<Cycle['closing']>['report'];
type PublishPorts = Pick<Ports, 'work' | 'audit' | 'notifier' | 'clock'>;

/**
 * Puts the end of a cycle on the audit and tells people. The caller must hold the cycle's publication: it is the one whose
 * update set `closing.report` to `publishing`. When anything fails, the cycle stands at `unpublished` and the error goes on,
 * so that the workflow's retry, which calls again, publishes. Only a process that dies in between leaves a report untold;
 * it is in the tables all the same.
 */
export async function publishReport(ports: PublishPorts, cycle: Cycle): Promise<void> {
  try {
    const report = await readCycleReport(ports, cycle, ports.clock());
    const { sequence, hash } = await ports.audit.append({
      tenant: cycle.tenant,
      key: `reporting/cycle/${cycle.id}/${cycle.status}`,
      actor: 'kaizen:reporting',
      action: cycle.status === 'failed' ? 'fail-cycle' : 'complete-cycle',
      subject: cycle.id,
      about: [refTo('cycle', cycle.id)],
      summary: `Cycle ${cycle.id} ${cycle.status}: ${cycle.reason}`,
      confidence: null,
      risk: null,
      evidence: [
        {
          source: 'history',
          summary: `${report.counts.attempted} attempted, ${report.counts.promoted} promoted, ${report.counts.rolledBack} rolled back`,
          figures: { ...report.counts, dollars: report.cost.total },
        },
      ],
      inputs: [unkeptInput('report', cycle.id, report)],
      at: cycle.endedAt ?? ports.clock(),
    });
    const { body, ...notification } = notificationOf(report);
    await ports.notifier.notify({ ...notification, body: `${body}\n${anchorWords(cycle.tenant, sequence, hash)}\n` });
  } catch (error) {
    await setReportState(ports, cycle, 'unpublished');
    throw error;
  }
  await setReportState(ports, cycle, 'published');
}

/** Only the publisher writes an ended cycle, so one more try is enough when a late writer of before slipped in. */
async function setReportState({ work }: PublishPorts, cycle: Cycle, report: ReportState): Promise<void> {
  try {
    await work.cycles.update(withReportState(cycle, report));
  } catch (error) {
    if (!(error instanceof StaleRecord)) throw error;
    const current = await work.cycles.get(cycle.tenant, cycle.id);
    if (current === null) throw new RecordNotFound(`cycle ${cycle.id} of tenant ${cycle.tenant} is gone`, { cause: error });
    await work.cycles.update(withReportState(current, report));
  }
}

/** The cycle with its publication at `report`; only for cycles that have ended. */
export function withReportState(cycle: Cycle, report: ReportState): Cycle {
  if (cycle.closing === undefined) throw new Error(`cycle ${cycle.id} has not ended, there is nothing to publish`);
  return { ...cycle, closing: { ...cycle.closing, report } };
}

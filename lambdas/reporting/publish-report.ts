import { unkeptInput } from '../shared/audit/input-of.ts';
import { refTo } from '../shared/audit/refs.ts';
import type { AuditRecord, Cycle } from '../shared/contract/records.ts';
import { KaizenError, RecordNotFound, StaleRecord } from '../shared/errors.ts';
import type { Ports } from '../shared/ports.ts';
import { anchorWords } from './text/anchor-words.ts';
import type { CycleReport } from './cycle-report.ts';
import { renderHtml } from './html/render-html.ts';
import { renderMarkdown } from './markdown/render-markdown.ts';
import { readCycleReport } from './read-cycle-report.ts';
import { notificationOf } from './text/notification.ts';

type Closing = NonNullable<Cycle['closing']>;
/** What of a publication stands on the cycle. */
type Publication = Pick<Closing, 'report' | 'kept' | 'told'>;
type PublishPorts = Pick<Ports, 'work' | 'audit' | 'archive' | 'notifier' | 'clock'>;

/**
 * Puts the end of a cycle on the audit, keeps its report, and tells people where it is. The caller must hold the cycle's publication: it is the
 * one whose update set `closing.report` to `publishing`.
 *
 * Neither of the last two waits for the other: people are told of a report that could not be kept, and what nobody could be told of is kept. When
 * anything fails, the cycle stands at `unpublished` with what was done, and the error goes on, so that the workflow's retry, which calls again, does
 * the rest. Only a process that dies in between leaves a report untold; it is in the tables all the same.
 */
export async function publishReport(ports: PublishPorts, cycle: Cycle): Promise<void> {
  const done: Pick<Closing, 'kept' | 'told'> = { ...cycle.closing };
  const failures: unknown[] = [];
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      failures.push(error);
    }
  };
  await attempt(async () => {
    const report = await readCycleReport(ports, cycle, ports.clock());
    const head = await auditEnd(ports, cycle, report);
    if (done.kept === undefined) {
      await attempt(async () => {
        const forms = { json: `${JSON.stringify(report)}\n`, markdown: renderMarkdown(report), html: renderHtml(report) };
        done.kept = (await ports.archive.keep(cycle.tenant, cycle.id, forms)).place;
      });
    }
    if (done.told !== true) {
      await attempt(async () => {
        const { body, ...notification } = notificationOf(report, done.kept ?? null);
        await ports.notifier.notify({ ...notification, body: `${body}\n${anchorWords(cycle.tenant, head.sequence, head.hash)}\n` });
        done.told = true;
      });
    }
  });
  await setPublication(ports, cycle, { ...done, report: failures.length === 0 ? 'published' : 'unpublished' });
  // What a repeat can mend goes first: the workflow repeats by the error's name.
  if (failures.length > 0) throw failures.find((failure) => failure instanceof KaizenError && failure.retryable) ?? failures[0];
}

/** Its record, the newest of the chain as far as this cycle goes: what the message notes, so that a cut-off chain shows. */
async function auditEnd({ audit, clock }: PublishPorts, cycle: Cycle, report: CycleReport): Promise<AuditRecord> {
  const { counts, cost } = report;
  return audit.append({
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
        summary: `${counts.attempted} attempted, ${counts.promoted} promoted, ${counts.rolledBack} rolled back`,
        figures: { ...counts, dollars: cost.total },
      },
    ],
    inputs: [unkeptInput('report', cycle.id, report)],
    at: cycle.endedAt ?? clock(),
  });
}

/** Only the publisher writes an ended cycle, so one more try is enough when a late writer of before slipped in. */
async function setPublication({ work }: PublishPorts, cycle: Cycle, publication: Publication): Promise<void> {
  try {
    await work.cycles.update(withPublication(cycle, publication));
  } catch (error) {
    if (!(error instanceof StaleRecord)) throw error;
    const current = await work.cycles.get(cycle.tenant, cycle.id);
    if (current === null) throw new RecordNotFound(`cycle ${cycle.id} of tenant ${cycle.tenant} is gone`, { cause: error });
    await work.cycles.update(withPublication(current, publication));
  }
}

/** The cycle with its publication as given; only for cycles that have ended. */
export function withPublication(cycle: Cycle, publication: Publication): Cycle {
  if (cycle.closing === undefined) throw new Error(`cycle ${cycle.id} has not ended, there is nothing to publish`);
  return { ...cycle, closing: { ...cycle.closing, ...publication } };
}

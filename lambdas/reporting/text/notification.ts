import type { CycleReport } from '../cycle-report.ts';
import { count, dollarsText, signedPercent, span } from './numbers.ts';
import { plain } from './plain.ts';
import { renderReport } from './render-report.ts';
import { OUTCOME_WORDS, savingText } from './words.ts';

export interface Notification {
  /** ASCII, at most 100 characters (SNS' limit for a subject). */
  subject: string;
  body: string;
  severity: 'info' | 'warning';
}

const MAX_SUBJECT = 100;

/**
 * What people are told when a cycle has ended: a few lines that say it all, and the whole report below.
 *
 * @param kept where its page is; null: it could not be kept yet.
 */
export function notificationOf(report: CycleReport, kept: string | null): Notification {
  const { counts, status, tenant } = report;
  const failed = status === 'failed';
  const subject = failed
    ? `Kaizen: cycle of ${tenant} failed`
    : `Kaizen: ${counts.promoted} promoted, ${counts.rolledBack} rolled back (${tenant})`;
  return {
    subject: plain(subject)
      .replaceAll(/[^\x20-\x7e]/g, '?')
      .slice(0, MAX_SUBJECT),
    body: `${[...summaryOf(report), placeOf(kept)].join('\n')}\n\n${renderReport(report)}`,
    severity: failed || report.improvements.some(({ status: each }) => each === 'failed') ? 'warning' : 'info',
  };
}

function placeOf(kept: string | null): string {
  return kept === null ? 'The report is below; it could not be kept as a page yet.' : `Kept as a page, with pictures: ${plain(kept)}`;
}

/** The cycle in a few lines: what was won, what was not, what it cost. */
export function summaryOf(report: CycleReport): string[] {
  const { counts, duration, cost, totalImpact } = report;
  return [
    plain(`Cycle ${report.id} ${report.status}: ${report.reason}`),
    `${count(counts.opportunities)} opportunities, ${count(counts.attempted)} attempted, ${count(counts.promoted)} promoted, ${count(counts.rolledBack)} rolled back.`,
    ...report.improvements.map(({ target, title, status, gain }) => {
      const won = status === 'promoted' && gain !== null && gain.p95 !== null ? ` (p95 ${signedPercent(gain.p95)})` : '';
      return plain(`- ${target}: ${title}: ${OUTCOME_WORDS[status]}${won}`);
    }),
    `Cost ${dollarsText(cost.total)}; ${savingText(totalImpact.savingPerMonth)}; ${span(duration.workMs)} of work.`,
  ];
}

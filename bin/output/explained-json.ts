import { plain } from '../../lambdas/reporting/text/plain.ts';
import type { Explanation } from '../../lambdas/shared/patterns/explain.ts';
import type { SimilarFailure } from '../../lambdas/shared/patterns/similar-failures.ts';
import type { LogFacts } from '../input/read-log.ts';
import type { FailureGroup } from '../logs/failure-groups.ts';
import { notesOn } from './log-notes.ts';

/** What came of explaining a log. */
export interface ExplainedReport {
  facts: LogFacts;
  records: number;
  /** Records that tell failures of kinds that were not kept. */
  others: number;
  /** All kinds, the most frequent first. */
  groups: readonly FailureGroup[];
  explained: readonly { group: FailureGroup; explanation: Explanation }[];
  /** Ended before everything was read. */
  interrupted: boolean;
}

/** Records that tell a failure. */
export function failuresOf({ groups, others }: Pick<ExplainedReport, 'groups' | 'others'>): number {
  return groups.reduce((sum, { count }) => sum + count, others);
}

/** What was explained, for machines. */
export function explainedJson(report: ExplainedReport) {
  const { facts, records, others, groups, explained, interrupted } = report;
  return {
    file: facts.name,
    lines: facts.lines,
    records,
    failures: failuresOf(report),
    kinds: groups.length,
    others,
    interrupted,
    notes: notesOn(facts),
    explained: explained.map(({ group: { count, firstLine, lastLine, firstSeen, lastSeen }, explanation }) => ({
      ...explanation,
      what: { ...explanation.what, type: plain(explanation.what.type), message: plain(explanation.what.message) },
      count,
      firstLine,
      lastLine,
      firstSeen: timeOf(firstSeen),
      lastSeen: timeOf(lastSeen),
      similar: explanation.similar.map(similarJson),
    })),
  };
}

function similarJson({ likeness, cluster }: SimilarFailure) {
  const { target, fingerprint, patternId, count, firstSeen, lastSeen, newSince, location, trend } = cluster;
  return {
    likeness,
    target,
    fingerprint,
    patternId,
    count,
    firstSeen: timeOf(firstSeen),
    lastSeen: timeOf(lastSeen),
    newSince,
    location,
    trend,
  };
}

const timeOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

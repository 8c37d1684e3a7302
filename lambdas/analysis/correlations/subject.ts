import type { Correlation, FailureCluster, LogError, MinuteStats, ReportLine } from '../../shared/contract/records.ts';
import type { Span } from '../../shared/ports.ts';
import type { VersionChange } from '../clusters/version-changes.ts';
import type { TargetView } from '../target-context.ts';

/** A cluster in a window, with what may go with it. */
export interface Subject {
  cluster: Pick<FailureCluster, 'target' | 'hours'>;
  /** The window's failures of it. */
  errors: readonly Pick<LogError, 'at' | 'version' | 'message'>[];
  /** All failures of it were read. */
  span: Span;
  minutes: readonly MinuteStats[];
  series: TargetView['series'];
  /** REPORT lines of all versions, the newest of the span. */
  reports: readonly Pick<ReportLine, 'at' | 'version'>[];
  /** Oldest first. */
  changes: readonly VersionChange[];
  /** Share of a day's calls in each of its 24 hours (UTC); null: not known. */
  dayProfile: readonly number[] | null;
  /** The tenant's other targets that were in trouble within the window. */
  others: readonly { target: string; series: TargetView['series'] }[];
}

/** What was found; `none` says why there is nothing: too little data, or nothing but chance. */
export type Correlated = { kind: 'found'; correlations: Correlation[] } | { kind: 'none'; reason: string };

/**
 * Level of each kind, after the correction for all that it looked at: of a hundred clusters that go with nothing, one is said to go with something by
 * each kind.
 */
export const LEVEL = 0.01;

export const found = (correlations: Correlation[], none: string): Correlated =>
  correlations.length === 0 ? { kind: 'none', reason: none } : { kind: 'found', correlations };
export const none = (reason: string): Correlated => ({ kind: 'none', reason });

/** A probability for people, `by chance with a probability of 2e-7`. */
export function chanceWords(p: number): string {
  return `by chance with a probability of ${p < 1e-12 ? 'less than 1e-12' : p.toPrecision(1)}`;
}

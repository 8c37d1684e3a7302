import type { Anomaly, AnomalyDraft, LogError, MinuteStats, ReportLine, Series, Target } from '../shared/contract/records.ts';
import type { Span } from '../shared/ports.ts';
import type { Site } from '../shared/source/sites.ts';

/** One value of a series, of the minute `at` (epoch ms). */
export interface SeriesPoint {
  at: number;
  value: number;
}

/** Everything that is known of one target over the analysed window. */
export interface TargetView {
  target: Target;
  /** The window, cut at the target's last complete minute. */
  span: Span;
  /** Minutes with data, ascending, clean. Over all versions. */
  minutes: readonly MinuteStats[];
  /** Clean points by series, ascending. Over all versions. */
  series: Partial<Record<Series, SeriesPoint[]>>;
  /** REPORT lines of the live version: what an earlier version used says nothing about this one. */
  reports: readonly ReportLine[];
  /** Failures in the logs, of all versions. */
  errors: readonly LogError[];
  /** Anomalies on record of the target, of any time, newest first. */
  history: readonly Anomaly[];
  /** What the source shows; empty when it was not worth reading. */
  sites: readonly Site[];
  /** Why the source could not be read though it was wanted; null otherwise. */
  sourceUnread: string | null;
}

/** The view with the anomalies of its window, those on record and those that the cycle's rules found: what the finders look at. */
export interface TargetContext extends TargetView {
  anomalies: readonly AnomalyDraft[];
}

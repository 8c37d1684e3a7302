import type { Anomaly, AnomalyDraft, MinuteStats, ReportLine, Scaling, Series, Target } from '../shared/contract/records.ts';
import type { SourceProblem, Span } from '../shared/ports.ts';
import type { Site } from '../shared/source/sites.ts';
import type { FailureGroup } from './clusters/group-errors.ts';
import type { SeenCluster } from './clusters/seen-cluster.ts';
import type { KnownSeries } from './predictions/predict-series.ts';
import type { TriedSize } from './tuning/tried-sizes.ts';

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
  /** REPORT lines of all versions, newest first. */
  served: readonly ReportLine[];
  /** Failures in the logs by fingerprint, of all versions, the largest group first. */
  groups: readonly FailureGroup[];
  /** All failures of the window since then were read, epoch ms. */
  errorsFrom: number;
  /** The groups that were seen within the last hour, with their records; none before they were looked up. */
  clusters: readonly SeenCluster[];
  /** Anomalies on record of the target, of any time, newest first. */
  history: readonly Anomaly[];
  /** What the source shows; empty when it was not worth reading. */
  sites: readonly Site[];
  source: SourceState;
  /** Memory settings that were in use with the live version's code, the live one among them; none with too few calls. */
  tried: readonly TriedSize[];
  /** Concurrency and event sources; null: not worth reading. */
  scaling: Scaling | null;
  /** What is normal for the target; empty when it was not worth reading. */
  baselines: KnownSeries;
  /** Hits and misses of the caches that the target counts in metrics of its own, over the window; absent: telemetry collects none. */
  caches?: readonly CacheCounts[];
}

/** What is known of a target's source: where it is and whether it has tests, or why it is not fit to be changed. */
export type SourceState =
  | { kind: 'not-wanted' }
  | { kind: 'read'; place: string; tests: boolean }
  | { kind: 'unusable'; problem: SourceProblem; reason: string };

export interface CacheCounts {
  name: string;
  hits: number;
  misses: number;
}

/** The view with the anomalies of its window, those on record and those that the cycle's rules found: what the finders look at. */
export interface TargetContext extends TargetView {
  anomalies: readonly AnomalyDraft[];
}

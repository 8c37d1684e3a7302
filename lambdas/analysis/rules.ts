import type { AnomalyDraft } from '../shared/contract/records.ts';
import { degradingTarget } from './rules/degrading-target.ts';
import { errorCluster } from './rules/error-cluster.ts';
import { flakyTarget } from './rules/flaky-target.ts';
import { sameHour } from './rules/same-hour.ts';
import { timeouts } from './rules/timeouts.ts';
import { trend } from './rules/trend.ts';
import type { TargetView } from './target-context.ts';

/**
 * What counts as an anomaly over a cycle's whole window and its log lines; what shows minute by minute in the series has its rules in
 * shared/detection. A new rule is a file and a line here.
 */
export const CYCLE_RULES: readonly ((view: TargetView) => AnomalyDraft[])[] = [
  errorCluster,
  timeouts,
  trend,
  flakyTarget,
  degradingTarget,
  sameHour,
];

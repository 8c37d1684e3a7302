import { deviation } from './rules/deviation.ts';
import { errorCluster } from './rules/error-cluster.ts';
import { errorRateLimit } from './rules/error-rate-limit.ts';
import { latencyLimit } from './rules/latency-limit.ts';
import { memoryJump } from './rules/memory-jump.ts';
import { throughputLimit } from './rules/throughput-limit.ts';
import { timeouts } from './rules/timeouts.ts';
import { utilisationLimit } from './rules/utilisation-limit.ts';
import type { AnomalyDraft, TargetView } from './target-context.ts';

/** What counts as an anomaly. A new rule is a file and a line here. */
export const RULES: readonly ((view: TargetView) => AnomalyDraft[])[] = [
  deviation,
  latencyLimit,
  errorRateLimit,
  throughputLimit,
  utilisationLimit,
  memoryJump,
  errorCluster,
  timeouts,
];

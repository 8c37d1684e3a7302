import { deviation } from './rules/deviation.ts';
import { errorRateLimit } from './rules/error-rate-limit.ts';
import { latencyLimit } from './rules/latency-limit.ts';
import { memoryJump } from './rules/memory-jump.ts';
import type { Rule } from './rules/rule.ts';
import { streamingDetector } from './rules/streaming-detector.ts';
import { throughputLimit } from './rules/throughput-limit.ts';
import { unusualHour } from './rules/unusual-hour.ts';
import { utilisationLimit } from './rules/utilisation-limit.ts';

/** What counts as an anomaly in the series of one target, minute by minute. A new rule is a file and a line here. */
export const RULES: readonly Rule[] = [
  latencyLimit,
  errorRateLimit,
  throughputLimit,
  utilisationLimit,
  memoryJump,
  unusualHour,
  deviation,
  streamingDetector,
];

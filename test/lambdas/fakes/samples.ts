import type { Cycle, Improvement, LogError, MinuteStats, ReportLine } from '../../../lambdas/shared/contract/records.ts';
import { HOUR_MS, MINUTE_MS } from '../../../lambdas/shared/time.ts';
import { NOW } from './world.ts';

/** A plain minute: a hundred calls, no error, about 100 ms. */
export function minute(at: number, changes: Partial<MinuteStats> = {}): MinuteStats {
  return {
    minute: at,
    invocations: 100,
    errors: 0,
    throttles: 0,
    concurrency: 2,
    duration: { p50: 100, p95: 200, p99: 300, mean: 110, max: 400 },
    ...changes,
  };
}

/** `count` plain minutes up to `to`, oldest first. */
export function minutesUntil(to: number, count: number, changes: (index: number) => Partial<MinuteStats> = () => ({})): MinuteStats[] {
  return Array.from({ length: count }, (_, index) => minute(to - (count - index) * MINUTE_MS, changes(index)));
}

/** `count` REPORT lines of a target, spread over the hour before `to`, newest first. */
export function reportsOf(
  name: string,
  count: number,
  changes: (index: number) => Partial<ReportLine> = () => ({}),
  to: number = NOW,
): ReportLine[] {
  return Array.from({ length: count }, (_, index) => ({
    requestId: `${name}-${index}`,
    version: '1',
    at: to - 1 - Math.floor((index / count) * HOUR_MS),
    durationMs: 100,
    memoryMb: 512,
    maxMemoryMb: 300,
    initMs: null,
    status: 'ok' as const,
    ...changes(index),
  }));
}

export function logErrors(name: string, count: number, changes: (index: number) => Partial<LogError> = () => ({})): LogError[] {
  return Array.from({ length: count }, (_, index) => ({
    requestId: `${name}-${index}`,
    version: '1',
    at: NOW - 1 - index * 1000,
    type: 'TypeError',
    message: `Cannot read order ${index}`,
    stack: ['at handler (src/handler.ts:12:3)'],
    ...changes(index),
  }));
}

export function cycle(changes: Partial<Cycle> = {}): Cycle {
  return {
    id: 'cycle-1',
    tenant: 'default',
    trigger: 'manual',
    cause: null,
    targets: null,
    maxImprovements: null,
    windowStart: NOW - HOUR_MS,
    windowEnd: NOW,
    status: 'running',
    reason: 'Started by a person.',
    telemetry: { targets: 1, metrics: 0, logs: 0, events: 3 },
    anomalies: 0,
    opportunities: 0,
    executionEnded: false,
    startedAt: NOW,
    endedAt: null,
    revision: 0,
    ...changes,
  };
}

export function improvement(changes: Partial<Improvement> = {}): Improvement {
  return {
    id: 'imp-1',
    tenant: 'default',
    cycleId: 'cycle-0',
    opportunityId: 'imp-1',
    target: 'orders',
    kind: 'code',
    strategy: 'codemod:bounded-concurrency',
    title: 'orders awaits one after another',
    explanation: '',
    status: 'promoted',
    reason: 'It was proven faster.',
    baseVersion: '1',
    files: [],
    diff: '',
    configuration: null,
    confidence: 0.9,
    risk: 0.08,
    gain: 0.3,
    checks: [],
    approval: null,
    rollout: {
      snapshot: { stableVersion: '1', codeSha256: 'sha-1', configuration: { memoryMb: 512, timeoutSeconds: 5 }, at: NOW - HOUR_MS },
      canaryVersion: '2',
      canarySha256: 'sha-2',
      phase: 'done',
      weights: [],
      baseline: null,
      observations: [],
      verdict: null,
      promotedAt: null,
      watched: [],
      watchVerdict: null,
      askedAt: null,
      answer: null,
      startedAt: NOW - HOUR_MS,
      endedAt: NOW - 10 * MINUTE_MS,
      endedBecause: null,
    },
    impact: null,
    createdAt: NOW - HOUR_MS,
    updatedAt: NOW - 10 * MINUTE_MS,
    revision: 0,
    ...changes,
  };
}

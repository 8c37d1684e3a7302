import type { Anomaly, AuditEntry, Cycle, TargetBaselines } from '../../../lambdas/shared/contract/records.ts';

const NOON = Date.UTC(2026, 10, 20, 12);

export function anomaly(id: string, changes: Partial<Anomaly> = {}): Anomaly {
  return {
    id,
    tenant: 'default',
    target: 'orders',
    type: 'deviation',
    series: 'duration-p95',
    severity: 'warning',
    title: 'slow',
    description: '',
    expected: 100,
    actual: 250.125,
    deviationPercent: 150.1,
    at: NOON,
    acknowledged: false,
    resolution: null,
    revision: 0,
    ...changes,
  };
}

export function cycle(id: string, changes: Partial<Cycle> = {}): Cycle {
  return {
    id,
    tenant: 'default',
    trigger: 'manual',
    cause: null,
    targets: null,
    maxImprovements: null,
    windowStart: NOON - 3_600_000,
    windowEnd: NOON,
    status: 'running',
    reason: 'started',
    telemetry: { targets: 1, metrics: 2, logs: 3, events: 4 },
    anomalies: 0,
    opportunities: 0,
    executionEnded: false,
    startedAt: NOON,
    endedAt: null,
    revision: 0,
    ...changes,
  };
}

export function entry(key: string, changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    tenant: 'default',
    key,
    actor: 'kaizen',
    action: 'promote',
    subject: 'orders',
    summary: `decision ${key}`,
    confidence: 0.9,
    risk: null,
    evidence: [{ source: 'telemetry', summary: 'p95', figures: { before: 100, after: 70.5 } }],
    at: NOON,
    ...changes,
  };
}

export function baselines(target: string, changes: Partial<TargetBaselines> = {}): TargetBaselines {
  return { target, tenant: 'default', watermark: null, series: {}, successRate: null, discarded: {}, revision: 0, ...changes };
}

import { foldTarget } from '../../../lambdas/shared/baseline/fold-target.ts';
import type {
  Anomaly,
  AuditEntry,
  BaselineSubject,
  Cycle,
  Recommendation,
  Series,
  SeriesBaseline,
} from '../../../lambdas/shared/contract/records.ts';

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
    since: NOON - 120_000,
    lastSeen: NOON - 60_000,
    at: NOON,
    related: [],
    first: true,
    alerted: false,
    acknowledged: false,
    resolution: null,
    closedBy: null,
    revision: 0,
    ...changes,
  };
}

export function recommendation(id: string, changes: Partial<Recommendation> = {}): Recommendation {
  return {
    id,
    tenant: 'default',
    target: 'orders',
    kind: 'idle',
    type: 'cost',
    title: 'orders was not called for 24 hours',
    severity: 'low',
    priority: 'low',
    impact: 'Impact 0 (low).',
    impactScore: 0,
    answeredScore: null,
    score: 0,
    confidence: 0.9,
    action: { words: 'Ask its owner.', command: null },
    evidence: [{ source: 'telemetry', summary: 'No invocation.' }],
    withheld: 'no-strategy',
    why: 'A person must.',
    status: 'open',
    by: 'analysis/analyse',
    reason: 'It was found.',
    at: NOON,
    firstSeen: NOON,
    lastSeen: NOON,
    expiresAt: NOON + 1,
    found: 1,
    looked: 1,
    missed: 0,
    cycleId: 'cycle-1',
    opportunityId: 'opportunity-1',
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
    about: ['improvement/imp-1', 'cycle/cycle-1'],
    summary: `decision ${key}`,
    confidence: 0.9,
    risk: null,
    evidence: [{ source: 'telemetry', summary: 'p95', figures: { before: 100, after: 70.5 } }],
    inputs: [{ ref: 'improvement/imp-1#rollout.observations', sha256: 'a'.repeat(64), count: 3 }],
    at: NOON,
    ...changes,
  };
}

/** A baseline of `orders` of which 56 minutes were seen, the newest 16 of which wait. */
export function baseline(series: Series, subject: BaselineSubject = { kind: 'target', target: 'orders' }): SeriesBaseline {
  const level = series.endsWith('rate') ? 0.01 : 100;
  const points = Array.from({ length: 56 }, (_, index) => {
    const at = NOON + index * 60_000;
    return { series, at, value: level * (1 + (index % 7) / 70), weight: 120, canary: false };
  });
  const folded = foldTarget({}, subject, 'default', points, { latenessMs: 900_000, deployedAt: null }).series[series];
  if (folded === undefined) throw new Error(`no baseline of ${series}`);
  return folded;
}

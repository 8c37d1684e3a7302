import type {
  Cycle,
  FailureCluster,
  Figures,
  Improvement,
  Interval,
  KnownPattern,
  Opportunity,
  OpportunityKind,
  Prediction,
  Recommendation,
  Rollout,
  Verdict,
} from '../../../lambdas/shared/contract/records.ts';
import { opportunityId, recommendationId } from '../../../lambdas/shared/ids.ts';
import { MINUTE_MS } from '../../../lambdas/shared/time.ts';

export const TENANT = 'default';
/** 20 November 2026, 02:00 UTC. */
export const START = Date.UTC(2026, 10, 20, 2);
export const minutes = (count: number): number => START + count * MINUTE_MS;

export function cycle(over: Partial<Cycle> = {}): Cycle {
  return {
    id: 'cycle-1',
    tenant: TENANT,
    trigger: 'manual',
    cause: null,
    targets: null,
    maxImprovements: null,
    windowStart: minutes(-20),
    windowEnd: START,
    status: 'running',
    reason: 'Under way.',
    telemetry: { targets: 6, metrics: 1440, logs: 312, events: 2 },
    anomalies: 2,
    opportunities: 6,
    executionEnded: false,
    startedAt: START,
    endedAt: null,
    revision: 0,
    ...over,
  };
}

export function opportunity(target: string, kind: OpportunityKind, over: Partial<Opportunity> = {}): Opportunity {
  return {
    id: opportunityId(START, target, kind),
    tenant: TENANT,
    cycleId: 'cycle-1',
    target,
    kind,
    title: `Improve ${kind}`,
    evidence: [{ source: 'source', summary: 'Five awaits in a loop over independent items.', location: 'handler.ts:12' }],
    severity: 'high',
    gain: 0.4,
    confidence: 0.9,
    risk: 0.05,
    riskClass: 'low',
    impact: 7200,
    priority: 'critical',
    status: 'chosen',
    reason: 'Among the best of this cycle.',
    wanted: null,
    at: START,
    revision: 0,
    ...over,
  };
}

export function improvement(target: string, kind: OpportunityKind, over: Partial<Improvement> = {}): Improvement {
  const id = opportunityId(START, target, kind);
  return {
    id,
    tenant: TENANT,
    cycleId: 'cycle-1',
    opportunityId: id,
    target,
    kind: 'code',
    strategy: 'codemod:bounded-concurrency',
    title: 'Read the items side by side',
    explanation: 'The loop waits for each item before it asks for the next, though none needs another.',
    status: 'generated',
    reason: 'Written.',
    baseVersion: '1',
    files: [],
    diff: '--- a/handler.ts\n+++ b/handler.ts\n@@ -10,3 +10,3 @@\n-  for (const id of ids) items.push(await read(id));\n+  const items = await mapBounded(ids, 5, read);',
    configuration: null,
    confidence: 0.9,
    risk: 0.05,
    gain: 0.4,
    checks: [
      { check: 'syntax', status: 'pass', summary: 'Parses.', findings: [] },
      { check: 'tests', status: 'pass', summary: '12 tests pass.', findings: [] },
    ],
    approval: null,
    rollout: null,
    impact: null,
    createdAt: START,
    updatedAt: START,
    revision: 0,
    ...over,
  };
}

export const PASS: Verdict = {
  word: 'pass',
  reason: 'No harm, and p95 is proven lower.',
  wealth: 0.021,
  minutes: 24,
  evidence: [{ source: 'telemetry', summary: 'p95: 3 of 900 canary requests above 201 ms, 412 of 8,100 stable ones above 183 ms.' }],
};
export const HARM: Verdict = {
  word: 'harm',
  reason: 'The canary fails where the stable version does not.',
  metric: 'errors',
  scope: 'canary',
  wealth: 4321.5,
  minutes: 3,
  evidence: [{ source: 'telemetry', summary: '41 of 60 canary requests failed, none of 540 stable ones.' }],
};

export function rollout(over: Partial<Rollout> = {}): Rollout {
  return {
    snapshot: { stableVersion: '1', codeSha256: 'aaa', configuration: { memoryMb: 512, timeoutSeconds: 10 }, at: minutes(2) },
    canaryVersion: '2',
    canarySha256: 'bbb',
    phase: 'done',
    weights: [
      { weight: 0.1, from: minutes(2) },
      { weight: 0.5, from: minutes(12) },
    ],
    baseline: null,
    observations: [
      {
        minute: minutes(3),
        weight: 0.1,
        canary: { requests: 15, errors: 0, above: [] },
        stable: { requests: 135, errors: 1, above: [] },
      },
      {
        minute: minutes(13),
        weight: 0.5,
        canary: { requests: 75, errors: 1, above: [] },
        stable: { requests: 75, errors: 0, above: [] },
      },
    ],
    verdict: PASS,
    promotedAt: null,
    watched: [],
    watchVerdict: null,
    askedAt: null,
    answer: null,
    startedAt: minutes(2),
    endedAt: minutes(26),
    endedBecause: null,
    ...over,
  };
}

export function figures(over: Partial<Figures> = {}): Figures {
  return {
    from: minutes(2),
    to: minutes(26),
    requests: 3600,
    p50: 88.4,
    p95: 182.1,
    p99: 240,
    errorRate: 0.0012,
    requestsPerMinute: 75,
    memoryMb: 96,
    ...over,
  };
}

const known = (low: number, high: number): Interval => ({ known: true, low, high });

const FORETOLD: Prediction = {
  metric: 'cost',
  unit: 'dollars a month',
  before: 31.2,
  after: 20.1,
  low: 9,
  high: 31.2,
  confidence: 0.9,
  saving: { expected: 11.1, low: 0, high: 22.2 },
  method: 'Only 2048 MB was tried (5000 calls).',
};

/** What a report needs besides, where no failure repeats. */
export const NO_FAILURES = { clusters: [], patterns: [] };

const FINGERPRINT = {
  id: '0f1e2d3c4b5a6978',
  type: 'TypeError',
  template: "Cannot read properties of undefined (reading 'city')",
  frames: ['noticeText (notice-text.js)', 'handler (handler.js)'],
};

/** A failure of `notices` that came with its version 7 and goes with it. */
export function cluster(over: Partial<FailureCluster> = {}): FailureCluster {
  return {
    id: `notices.${FINGERPRINT.id}`,
    tenant: TENANT,
    target: 'notices',
    fingerprint: FINGERPRINT,
    location: 'notice-text.js:17',
    category: 'code',
    patternId: `learned-${FINGERPRINT.id}`,
    count: 84,
    firstSeen: minutes(-170),
    lastSeen: minutes(-2),
    countedFrom: minutes(-200),
    countedUntil: START,
    atLeast: true,
    hours: [
      { hour: minutes(-180), count: 20 },
      { hour: minutes(-60), count: 64 },
    ],
    versions: [{ version: '7', firstSeen: minutes(-170), count: 84 }],
    newSince: { version: '7', at: minutes(-171) },
    trend: 'rising',
    correlations: [
      {
        kind: 'deployment',
        summary:
          'Only fails since version 7 came at 23:09 UTC: 84 of 800 calls, against 0 of 300 calls; by chance with a probability of 2e-9.',
        strength: 1,
        method: 'failures a call before and after',
        figures: { failuresBefore: 0, callsBefore: 300, failuresAfter: 84, callsAfter: 800, p: 2e-9 },
      },
    ],
    example: "Cannot read properties of undefined (reading 'city')",
    revision: 3,
    ...over,
  };
}

/** What the tenant's failures taught about it. */
const PATTERN: KnownPattern = {
  id: `learned-${FINGERPRINT.id}`,
  tenant: TENANT,
  learned: {
    category: 'code',
    title: 'Order without an address',
    description: 'Orders that are picked up have no address.',
    fingerprint: FINGERPRINT,
  },
  solutions: [{ id: 'ask-first', words: 'Ask whether there is an address in {target} before its city is read.', command: null }],
  occurrences: 84,
  counting: [],
  firstSeen: minutes(-170),
  lastSeen: minutes(-2),
  targets: ['notices'],
  effectiveness: [{ solutionId: 'ask-first', helped: 3, failed: 1, counted: [] }],
  revision: 1,
};

/** A cycle in which everything happened that can. */
export function fullCycle(): {
  cycle: Cycle;
  opportunities: Opportunity[];
  improvements: Improvement[];
  recommendations: Recommendation[];
  clusters: FailureCluster[];
  patterns: KnownPattern[];
} {
  const impact = {
    before: figures(),
    after: figures({ p50: 40.2, p95: 64.9, p99: 90, requests: 1800 }),
    p95GainMs: 117.2,
    p95Gain: 0.6436,
    savingPerMillion: 0.42,
    intervals: {
      level: 0.9,
      p95GainMs: known(110.3, 123.9),
      p95Gain: known(0.6102, 0.6721),
      errorRateGain: known(-0.0021, 0.0018),
      savingPerMillion: known(0.38, 0.46),
    },
  };
  const improvements = [
    improvement('orders', 'sequential-awaits', { status: 'promoted', reason: 'It passed.', rollout: rollout(), impact }),
    improvement('profile', 'over-provisioned', {
      kind: 'tuning',
      strategy: 'tuning:memory',
      title: 'Less memory',
      explanation: 'A twelfth of its memory is used.',
      diff: 'memoryMb: 2048\nmemoryMb: 256',
      configuration: { memoryMb: 256, timeoutSeconds: 10 },
      status: 'promoted',
      reason: 'It passed.',
      rollout: rollout({ weights: [{ weight: 0.1, from: minutes(4) }], endedAt: minutes(30) }),
      impact: {
        ...impact,
        p95GainMs: -0.4,
        p95Gain: -0.002,
        savingPerMillion: 3.1,
        intervals: {
          ...impact.intervals,
          p95GainMs: known(-2.1, 1.2),
          p95Gain: known(-0.0115, 0.0066),
          savingPerMillion: { known: false, reason: 'the minutes do not differ, so their spread is not known' },
        },
      },
    }),
    improvement('quotes', 'sequential-awaits', {
      status: 'rolled-back',
      reason: 'The judge proved harm: errors.',
      rollout: rollout({ verdict: HARM, endedAt: minutes(6), weights: [{ weight: 0.1, from: minutes(2) }] }),
    }),
    improvement('search', 'uncached-read', {
      status: 'rejected',
      reason: 'A check failed.',
      checks: [{ check: 'security', status: 'fail', summary: 'A new network host: \u001B[31mevil.example\u001B[0m.', findings: [] }],
    }),
  ];
  return {
    cycle: cycle({
      status: 'completed',
      reason: 'All of its improvements have come to an end.',
      executionEnded: true,
      endedAt: minutes(32),
      closing: { watched: ['health', 'ledger', 'orders', 'profile', 'quotes', 'search'], report: 'published' },
    }),
    opportunities: [
      ...improvements.map(({ target, opportunityId: id }) =>
        opportunity(
          target,
          id.endsWith('over-provisioned') ? 'over-provisioned' : id.endsWith('uncached-read') ? 'uncached-read' : 'sequential-awaits',
          id.endsWith('over-provisioned') ? { prediction: FORETOLD } : {},
        ),
      ),
      opportunity('ledger', 'memory-growth', { status: 'recommended', reason: 'Only a person can do this.', impact: 90, priority: 'low' }),
      opportunity('search', 'timeout-too-long', {
        status: 'queued',
        reason: 'Three better ones were chosen.',
        impact: 120,
        priority: 'medium',
      }),
    ],
    improvements,
    recommendations: [
      recommendation('ledger', 'memory-growth', {
        title: 'ledger keeps more and more in memory',
        type: 'reliability',
        priority: 'low',
        score: 0.49,
        impact: 'Up to 10 % of its main figure. Impact 90 (low).',
        action: { words: 'Look at handler.ts:12.', command: null },
        withheld: 'unproven',
        why: 'No codemod may be applied and no model is configured: the list is handed on.',
      }),
      recommendation('orders', 'reserved-concurrency'),
    ],
    clusters: [
      cluster(),
      cluster({
        id: 'notices.0000000000000001',
        location: null,
        patternId: null,
        hours: [{ hour: minutes(-60), count: 1 }],
        count: 12,
        atLeast: false,
        newSince: null,
        trend: 'steady',
        correlations: [],
        fingerprint: { ...FINGERPRINT, id: '0000000000000001', type: 'Error', template: 'text notice of <*>: refused', frames: [] },
      }),
    ],
    patterns: [PATTERN],
  };
}

/** An open one, about a limit that a command sets. */
export function recommendation(target: string, kind: OpportunityKind, over: Partial<Recommendation> = {}): Recommendation {
  return {
    id: recommendationId(target, kind),
    tenant: TENANT,
    target,
    kind,
    type: 'reliability',
    title: `${target} may run 5 at once and will need 9`,
    severity: 'high',
    priority: 'high',
    impact: 'Up to 1 % of its main figure. Impact 1200 (high).',
    impactScore: 1200,
    answeredScore: null,
    score: 3.08,
    confidence: 0.9,
    action: {
      words: 'Raise the limit before the busiest hour meets it: 18 leave twice the need.',
      command: `aws lambda put-function-concurrency --function-name ${target} --reserved-concurrent-executions 18`,
    },
    evidence: [{ source: 'telemetry', summary: 'By the demand of each hour of the week 9 are enough; the limit is 5.' }],
    withheld: 'no-strategy',
    why: 'No strategy can write this improvement: a person must.',
    status: 'open',
    by: 'analysis/analyse',
    reason: 'It was found.',
    at: START,
    firstSeen: START,
    lastSeen: START,
    expiresAt: minutes(14 * 24 * 60),
    found: 1,
    looked: 1,
    missed: 0,
    cycleId: 'cycle-1',
    opportunityId: opportunityId(START, target, kind),
    revision: 0,
    ...over,
  };
}

/** One that a person was told of, and that is over. */
export const ANOMALY = {
  id: 'a1',
  tenant: 'default',
  target: 'orders',
  type: 'deviation',
  series: 'duration-p95' as const,
  severity: 'critical' as const,
  title: 'p95 far above normal',
  description: 'p95 was 182 ms where 90 ms is normal.',
  expected: 90,
  actual: 182,
  deviationPercent: 102,
  since: minutes(-5),
  lastSeen: minutes(-3),
  at: minutes(-3),
  related: [
    { id: 'a2', target: 'catalog', series: 'error-rate' as const, since: minutes(-6), title: 'catalog fails more often than usual' },
  ],
  first: false,
  alerted: true,
  acknowledged: false,
  resolution: 'back to normal at 01:58 UTC after 3 minutes',
  closedBy: 'rule' as const,
  revision: 0,
};

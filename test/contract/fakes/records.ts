import { foldTarget } from '../../../lambdas/shared/baseline/fold-target.ts';
import type {
  Anomaly,
  AuditEntry,
  BaselineSubject,
  Correlation,
  Cycle,
  Effectiveness,
  FailureCluster,
  KnownPattern,
  Recommendation,
  Series,
  SeriesBaseline,
  Solution,
} from '../../../lambdas/shared/contract/records.ts';
import { clusterId } from '../../../lambdas/shared/ids.ts';
import { HOUR_MS, MINUTE_MS } from '../../../lambdas/shared/time.ts';

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

const FINGERPRINT = {
  id: '0123456789abcdef',
  type: 'TypeError',
  template: 'Cannot read properties of <*> (reading <*>)',
  frames: ['total (cart.ts)', 'handler (handler.ts)'],
};

/** A cluster of the function `orders`. */
export function cluster(changes: Partial<FailureCluster> = {}): FailureCluster {
  const { target = 'orders', fingerprint = FINGERPRINT } = changes;
  return {
    id: clusterId(target, fingerprint.id),
    tenant: 'default',
    target,
    fingerprint,
    location: 'src/cart.ts:12',
    category: 'code',
    patternId: null,
    count: 12,
    firstSeen: NOON - 3 * HOUR_MS,
    lastSeen: NOON - MINUTE_MS,
    countedFrom: NOON - 60 * MINUTE_MS,
    countedUntil: NOON,
    atLeast: false,
    hours: [
      { hour: NOON - 3 * HOUR_MS, count: 4 },
      { hour: NOON - 2 * HOUR_MS, count: 4 },
      { hour: NOON - HOUR_MS, count: 4 },
    ],
    versions: [{ version: '1', firstSeen: NOON - 3 * HOUR_MS, count: 12 }],
    newSince: null,
    trend: 'steady',
    correlations: [],
    example: "Cannot read properties of undefined (reading 'price')",
    revision: 0,
    ...changes,
  };
}

/** What is known of a built-in pattern that was met twice. */
export function knownPattern(id: string, changes: Partial<KnownPattern> = {}): KnownPattern {
  return {
    id,
    tenant: 'default',
    learned: null,
    solutions: [],
    occurrences: 2,
    counting: [],
    firstSeen: NOON - HOUR_MS,
    lastSeen: NOON,
    targets: ['orders'],
    effectiveness: [],
    revision: 0,
    ...changes,
  };
}

/** The cluster that holds as much as its schema lets it; `text` gives so many characters. */
export function largestCluster(text: (length: number) => string): FailureCluster {
  const hour = Math.floor(NOON / HOUR_MS) * HOUR_MS;
  return cluster({
    target: 'f'.repeat(140),
    fingerprint: { id: 'f'.repeat(16), type: text(300), template: text(2000), frames: [text(500), text(500), text(500)] },
    location: text(1000),
    count: 2 ** 50,
    hours: Array.from({ length: 168 }, (_, index) => ({ hour: hour - index * HOUR_MS, count: 2 ** 50 - index })).toReversed(),
    versions: Array.from({ length: 20 }, () => ({ version: text(64), firstSeen: NOON, count: 2 ** 50 })),
    newSince: { version: text(64), at: NOON },
    correlations: Array.from({ length: 10 }, (): Correlation => ({
      kind: 'configuration',
      summary: text(1000),
      strength: 1 / 3,
      method: text(1000),
      figures: Object.fromEntries(Array.from({ length: 20 }, (__, index) => [`${text(58)}${index + 10}`, index / 3])),
    })),
    example: text(4000),
  });
}

/** The same of what is known of a pattern. Ids and keys are made of letters and digits whatever the text is. */
export function largestPattern(text: (length: number) => string): KnownPattern {
  const word = alphanumeric(7);
  const id = (index: number): string => `${'s'.repeat(58)}${index + 10}`;
  return knownPattern('learned-0123456789abcdef', {
    learned: { category: 'dependency', title: text(200), description: text(2000), fingerprint: largestCluster(text).fingerprint },
    solutions: Array.from({ length: 20 }, (_, index): Solution => ({ id: id(index), words: text(500), command: text(500) })),
    occurrences: 2 ** 50,
    counting: Array.from({ length: 100 }, () => ({ cluster: word(160), count: 2 ** 50, at: NOON })),
    targets: Array.from({ length: 50 }, () => text(140)),
    effectiveness: Array.from({ length: 30 }, (_, index): Effectiveness => ({
      solutionId: id(index),
      helped: 2 ** 50,
      failed: 2 ** 50,
      counted: Array.from({ length: 30 }, () => ({ key: `${'9'.repeat(12)}-${word(80)}`, outcome: 'helped' })),
    })),
  });
}

/** Text that a packer gains little from: printable characters. */
export const noise = (seed: number) => drawn(seed, (draw) => String.fromCharCode(33 + (draw % 90)));

/** The same of characters that take three bytes each. */
export const wideNoise = (seed: number) => drawn(seed, (draw) => String.fromCharCode(0x4e00 + (draw % 8000)));

const alphanumeric = (seed: number) => drawn(seed, (draw) => (draw % 36).toString(36));

/** By a linear congruential generator. */
function drawn(seed: number, character: (draw: number) => string): (length: number) => string {
  let state = seed;
  return (length) =>
    Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return character(state >>> 16);
    }).join('');
}

import { PROFILE_SETTINGS, type TenantSettings } from '../../../lambdas/shared/contract/settings.ts';
import type { Settings } from '../../../lambdas/shared/contract/environment.ts';
import type {
  AuditEntry,
  AuditRecord,
  FunctionConfiguration,
  Improvement,
  Opportunity,
  SourceFile,
  SwitchState,
  Target,
} from '../../../lambdas/shared/contract/records.ts';
import { StaleRecord } from '../../../lambdas/shared/errors.ts';
import type { AuditLog, ControlStore, FunctionFleet, RecordStore, WorkStore } from '../../../lambdas/shared/ports.ts';

const unexpected = async (): Promise<never> => {
  throw new Error('this port is not part of the phase');
};

export function memoryRecords<T extends { tenant: string; id: string; revision: number }>(initial: readonly T[] = []): RecordStore<T> {
  const records = new Map(initial.map((record) => [`${record.tenant}/${record.id}`, record]));
  return {
    get: async (tenant, id) => structuredClone(records.get(`${tenant}/${id}`) ?? null),
    create: async (record) => {
      const key = `${record.tenant}/${record.id}`;
      if (records.has(key)) return false;
      records.set(key, structuredClone(record));
      return true;
    },
    update: async (record) => {
      const key = `${record.tenant}/${record.id}`;
      if (records.get(key)?.revision !== record.revision) throw new StaleRecord(`${key}: moved on`);
      const next = { ...structuredClone(record), revision: record.revision + 1 };
      records.set(key, next);
      return structuredClone(next);
    },
    list: async () => [...records.values()],
  };
}

export function memoryWork(opportunities: readonly Opportunity[], improvements: readonly Improvement[] = []): WorkStore {
  return {
    anomalies: memoryRecords(),
    recommendations: memoryRecords(),
    clusters: memoryRecords(),
    patterns: memoryRecords(),
    opportunities: memoryRecords(opportunities),
    improvements: memoryRecords(improvements),
    cycles: memoryRecords(),
    addUsage: unexpected,
    usage: unexpected,
  };
}

export function memoryAudit(): AuditLog & { entries: AuditEntry[] } {
  const entries: AuditEntry[] = [];
  return {
    entries,
    async append(entry) {
      if (!entries.some((other) => other.key === entry.key)) entries.push(entry);
      return { ...entry, sequence: entries.length, previous: '', hash: '' } satisfies AuditRecord;
    },
    list: unexpected,
  };
}

export function switchOf(state: Partial<SwitchState> = {}): ControlStore {
  return {
    switchState: async () => ({ stopped: false, by: '', reason: '', at: 0, ...state }),
    setSwitch: unexpected,
    acquireLock: unexpected,
    releaseLock: unexpected,
    acquirePermit: unexpected,
    releasePermit: unexpected,
    firstSight: unexpected,
    sightCounted: unexpected,
    countEvent: unexpected,
    eventsSince: unexpected,
    scores: unexpected,
    addOutcome: unexpected,
    replaceOutcome: unexpected,
  };
}

export interface Deployed {
  target: Target | null;
  files: SourceFile[];
  configuration?: FunctionConfiguration;
  liveVersion?: string;
  canary?: { version: string; weight: number } | null;
}

/** One function whose live version is `liveVersion`. Reading is all that these phases may do. */
export function fleetOf({
  target,
  files,
  configuration = { memoryMb: 1024, timeoutSeconds: 30 },
  liveVersion = '3',
  canary = null,
}: Deployed): FunctionFleet {
  return {
    discover: unexpected,
    get: async () => target,
    version: async (_name, version) => ({ version, codeSha256: 'sha', configuration }),
    scaling: unexpected,
    readCode: async () => ({ files, codeSha256: 'sha' }),
    publish: unexpected,
    restoreUnpublished: unexpected,
    alias: async () => ({ version: liveVersion, canary, revision: 'r' }),
    setAlias: unexpected,
  };
}

export const TARGET: Target = {
  name: 'orders',
  tenant: 'default',
  priority: 'normal',
  autonomy: null,
  runtime: 'nodejs24.x',
  handler: 'handler.handler',
  liveVersion: '3',
  configuration: { memoryMb: 1024, timeoutSeconds: 30 },
  source: null,
  samples: null,
};

export function settingsWith(changes: Partial<TenantSettings> = {}): Settings {
  return {
    stage: 'test',
    tenants: { default: { ...PROFILE_SETTINGS.basic, autonomy: 'improve', ...changes } },
    autonomyCeiling: 'improve',
    pollSeconds: { fast: 60, normal: 300, quiet: 900, idle: 3600 },
    latenessMs: 900_000,
    logSamplingRate: 1,
    eventDedupSeconds: 300,
    model: null,
  };
}

export function opportunityOf(changes: Partial<Opportunity> = {}): Opportunity {
  return {
    id: '1-orders-sequential-awaits',
    tenant: 'default',
    cycleId: 'cycle-1',
    target: 'orders',
    kind: 'sequential-awaits',
    title: 'waits for one item after the other',
    evidence: [{ source: 'source', summary: 'a loop waits', location: 'handler.js:3' }],
    severity: 'high',
    gain: 0.5,
    confidence: 0.9,
    risk: 0.05,
    riskClass: 'low',
    impact: 100,
    priority: 'high',
    status: 'chosen',
    reason: 'chosen',
    wanted: null,
    at: 1000,
    revision: 0,
    ...changes,
  };
}

export const LOOP = `export async function handler(ids, load) {
  const items = [];
  for (const id of ids) {
    items.push(await load(id));
  }
  return items;
}
`;

import { chainHash, GENESIS } from '../../../lambdas/shared/audit/chain-hash.ts';
import type { AuditEntry, AuditRecord, Cycle, Improvement, Opportunity, Target } from '../../../lambdas/shared/contract/records.ts';
import { StaleRecord } from '../../../lambdas/shared/errors.ts';
import type { AuditLog, RecordStore, ReportForms, WorkStore } from '../../../lambdas/shared/ports.ts';
import type { ReportPorts } from '../../../lambdas/reporting/report.ts';
import { memoryRegistry } from '../fakes/telemetry-stores.ts';
import { registered } from '../fakes/world.ts';
import { minutes, TENANT } from './fixtures.ts';

type Stored = { tenant: string; id: string; revision: number };

/** A store in memory that gives up the thread at every call, so that concurrent callers interleave. */
export function memoryRecords<T extends Stored>(initial: readonly T[] = []): RecordStore<T> {
  const records = new Map(initial.map((record) => [`${record.tenant}/${record.id}`, structuredClone(record)]));
  const key = ({ tenant, id }: Pick<Stored, 'tenant' | 'id'>) => `${tenant}/${id}`;
  return {
    async get(tenant, id) {
      await Promise.resolve();
      return structuredClone(records.get(key({ tenant, id })) ?? null);
    },
    async create(record) {
      await Promise.resolve();
      if (records.has(key(record))) return false;
      records.set(key(record), structuredClone(record));
      return true;
    },
    async update(record) {
      await Promise.resolve();
      if (records.get(key(record))?.revision !== record.revision) throw new StaleRecord(`${key(record)} moved on`);
      const next = { ...structuredClone(record), revision: record.revision + 1 };
      records.set(key(record), next);
      return structuredClone(next);
    },
    async list(tenant, { limit = Number.POSITIVE_INFINITY, prefix = '' } = {}) {
      await Promise.resolve();
      return [...records.values()]
        .filter((record) => record.tenant === tenant && record.id.startsWith(prefix))
        .toSorted((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, limit)
        .map((record) => structuredClone(record));
    },
  };
}

export function memoryAudit(): AuditLog & { records: AuditRecord[] } {
  const records: AuditRecord[] = [];
  return {
    records,
    async append(entry: AuditEntry) {
      await Promise.resolve();
      const there = records.find(({ tenant, key }) => tenant === entry.tenant && key === entry.key);
      if (there !== undefined) return there;
      const open = { ...entry, sequence: records.length + 1, previous: records.at(-1)?.hash ?? GENESIS };
      const record = { ...open, hash: chainHash(open) };
      records.push(record);
      return record;
    },
    async list(tenant) {
      await Promise.resolve();
      return records.filter((record) => record.tenant === tenant);
    },
  };
}

interface World {
  cycles?: Cycle[];
  improvements?: Improvement[];
  opportunities?: Opportunity[];
  units?: Record<string, number>;
  targets?: string[];
  now?: number;
}

/** The ports of the report, over memory; what was told and counted can be looked at. */
export function world({ cycles = [], improvements = [], opportunities = [], units = {}, targets = [], now = minutes(40) }: World) {
  const told: { subject: string; body: string; severity: string }[] = [];
  const metrics: { name: string; value: number }[] = [];
  const kept = new Map<string, ReportForms>();
  const state = { now, failNotifier: null as Error | null, failArchive: null as Error | null };
  const work: WorkStore = {
    cycles: memoryRecords(cycles),
    improvements: memoryRecords(improvements),
    opportunities: memoryRecords(opportunities),
    anomalies: memoryRecords(),
    recommendations: memoryRecords(),
    clusters: memoryRecords(),
    patterns: memoryRecords(),
    addUsage: async () => undefined,
    usage: async () => units,
  };
  const audit = memoryAudit();
  const list = targets.map((name): Target => ({
    name,
    tenant: TENANT,
    priority: 'normal',
    autonomy: null,
    runtime: 'nodejs24.x',
    handler: 'handler.handler',
    liveVersion: '1',
    configuration: { memoryMb: 512, timeoutSeconds: 10 },
    source: null,
    samples: null,
  }));
  const ports: ReportPorts = {
    work,
    audit,
    clock: () => state.now,
    registry: memoryRegistry(new Map(list.map((target) => [target.name, registered(target)])), () => undefined),
    archive: {
      async keep(tenant, cycleId, report) {
        await Promise.resolve();
        if (state.failArchive !== null) throw state.failArchive;
        kept.set(cycleId, report);
        return { place: `archive/${tenant}/${cycleId}.html` };
      },
    },
    notifier: {
      async notify(message) {
        await Promise.resolve();
        if (state.failNotifier !== null) throw state.failNotifier;
        told.push(message);
      },
    },
    sink: { put: (name, value) => void metrics.push({ name, value }) },
  };
  return { ports, told, kept, metrics, audit, state };
}

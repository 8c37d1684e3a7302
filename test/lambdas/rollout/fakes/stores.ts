import { memoryPermits } from '../../fakes/memory-permits.ts';
import { StaleRecord } from '../../../../lambdas/shared/errors.ts';
import type { AuditRecord, Improvement, SwitchState } from '../../../../lambdas/shared/contract/records.ts';
import type { AuditLog, ControlStore, RecordStore, WorkStore } from '../../../../lambdas/shared/ports.ts';

const key = (tenant: string, id: string): string => `${tenant}/${id}`;

/** Records in memory, copied in and out, with the optimistic revision of the real store. */
export function memoryRecords<T extends { tenant: string; id: string; revision: number }>(): RecordStore<T> {
  const records = new Map<string, T>();
  return {
    async get(tenant, id) {
      return structuredClone(records.get(key(tenant, id)) ?? null);
    },
    async create(record) {
      if (records.has(key(record.tenant, record.id))) return false;
      records.set(key(record.tenant, record.id), structuredClone(record));
      return true;
    },
    async update(record) {
      const stored = records.get(key(record.tenant, record.id));
      if (stored?.revision !== record.revision)
        throw new StaleRecord(`${record.id}: found ${stored?.revision}, expected ${record.revision}`);
      const next = { ...structuredClone(record), revision: record.revision + 1 };
      records.set(key(record.tenant, record.id), next);
      return structuredClone(next);
    },
    async list(tenant) {
      return [...records.values()].filter((record) => record.tenant === tenant).map((record) => structuredClone(record));
    },
  };
}

const unused = (what: string) => async (): Promise<never> => {
  throw new Error(`the rollout does not use ${what}`);
};

export function memoryWork(): WorkStore {
  return {
    anomalies: memoryRecords(),
    recommendations: memoryRecords(),
    clusters: memoryRecords(),
    patterns: memoryRecords(),
    opportunities: memoryRecords(),
    improvements: memoryRecords<Improvement>(),
    cycles: memoryRecords(),
    addUsage: unused('addUsage'),
    usage: unused('usage'),
  };
}

export function memoryAudit(): AuditLog & { records: AuditRecord[] } {
  const records: AuditRecord[] = [];
  return {
    records,
    async append(entry) {
      const present = records.find((record) => record.tenant === entry.tenant && record.key === entry.key);
      if (present !== undefined) return present;
      const record = { ...structuredClone(entry), sequence: records.length + 1, previous: '', hash: '' };
      records.push(record);
      return record;
    },
    async list(tenant) {
      return records.filter((record) => record.tenant === tenant);
    },
  };
}

export interface MemoryControl extends ControlStore {
  state: SwitchState;
  locks: Map<string, { owner: string; until: number }>;
}

export function memoryControl(): MemoryControl {
  const locks = new Map<string, { owner: string; until: number }>();
  const control: MemoryControl = {
    state: { stopped: false, by: 'nobody', reason: 'never set', at: 0 },
    locks,
    async switchState() {
      return control.state;
    },
    async setSwitch(state) {
      control.state = state;
    },
    async acquireLock(key, owner, leaseMs, now) {
      const held = locks.get(key);
      if (held !== undefined && held.owner !== owner && held.until > now) return false;
      locks.set(key, { owner, until: now + leaseMs });
      return true;
    },
    async releaseLock(key, owner) {
      if (locks.get(key)?.owner === owner) locks.delete(key);
    },
    ...memoryPermits(() => locks),
    firstSight: unused('firstSight'),
    sightCounted: unused('sightCounted'),
    countEvent: unused('countEvent'),
    eventsSince: unused('eventsSince'),
    scores: unused('scores'),
    addOutcome: unused('addOutcome'),
    replaceOutcome: unused('replaceOutcome'),
  };
  return control;
}

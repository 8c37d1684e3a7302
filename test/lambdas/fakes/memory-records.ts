import { StaleRecord } from '../../../lambdas/shared/errors.ts';
import type { RecordStore } from '../../../lambdas/shared/ports.ts';

type Stored = { tenant: string; id: string; revision: number };

const key = (tenant: string, id: string): string => `${tenant}/${id}`;

export function memoryRecords<T extends Stored>(): RecordStore<T> & { all: Map<string, T> } {
  const all = new Map<string, T>();
  return {
    all,
    get: async (tenant, id) => structuredClone(all.get(key(tenant, id)) ?? null),
    create: async (record) => {
      if (all.has(key(record.tenant, record.id))) return false;
      all.set(key(record.tenant, record.id), structuredClone(record));
      return true;
    },
    update: async (record) => {
      const there = all.get(key(record.tenant, record.id));
      if (there?.revision !== record.revision) throw new StaleRecord(`${record.id} moved on`);
      const next = { ...structuredClone(record), revision: record.revision + 1 };
      all.set(key(record.tenant, record.id), next);
      return structuredClone(next);
    },
    list: async (tenant, options) =>
      [...all.values()]
        .filter((record) => record.tenant === tenant && record.id.startsWith(options?.prefix ?? ''))
        .toSorted((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, options?.limit ?? Number.POSITIVE_INFINITY)
        .map((record) => structuredClone(record)),
  };
}

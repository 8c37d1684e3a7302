import type { BaselineSubject, LogBatch, RegisteredTarget, Series, SeriesBaseline } from '../../../lambdas/shared/contract/records.ts';
import { StaleRecord } from '../../../lambdas/shared/errors.ts';
import { mergeLogMinutes } from '../../../lambdas/shared/logs/merge-log-minutes.ts';
import type { BaselineStore, LogBatchStore, TargetRegistry } from '../../../lambdas/shared/ports.ts';

const NOTHING = new Uint8Array(0);

/** Where the baselines of a subject stand in `World.baselines`, and one of them. */
function subjectKey(subject: BaselineSubject): string {
  const version = subject.kind === 'version' ? `#${subject.version}` : '';
  const operation = subject.kind === 'operation' ? `#${subject.operation}` : '';
  return `${subject.kind}#${subject.target}${version}${operation}`;
}

export function baselineKey(subject: BaselineSubject, series: Series): string {
  return `${subjectKey(subject)}/${series}`;
}

export function memoryBaselines(
  { baselines, poisoned }: { baselines: Map<string, SeriesBaseline>; poisoned: Map<string, string> },
  count: (name: string) => void,
): BaselineStore {
  return {
    load: async (subject) => {
      count('baselines.load');
      const prefix = `${subjectKey(subject)}/`;
      const quarantined = [...poisoned]
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, reason]) => {
          poisoned.delete(key);
          baselines.delete(key);
          return { subject, series: key.slice(prefix.length), reason };
        });
      const series = [...baselines].filter(([key]) => key.startsWith(prefix)).map(([, baseline]) => structuredClone(baseline));
      return { series, quarantined };
    },
    put: async (baseline) => {
      count('baselines.put');
      const key = baselineKey(baseline.subject, baseline.series);
      if ((baselines.get(key)?.revision ?? 0) !== baseline.revision) throw new StaleRecord(`${key} moved on`);
      const next = { ...structuredClone(baseline), revision: baseline.revision + 1 };
      baselines.set(key, next);
      return structuredClone(next);
    },
    reset: async (subject, series) => {
      for (const [key, before] of baselines) {
        if (!key.startsWith(`${subjectKey(subject)}/`) || (series !== undefined && before.series !== series)) continue;
        const forgotten = { count: 0, mean: 0, variance: 0, min: 0, max: 0, updatedAt: 0, candidate: null };
        const empty = { sketch: NOTHING, hours: NOTHING, detector: NOTHING };
        baselines.set(key, { ...before, ...forgotten, ...empty, revision: before.revision + 1 });
      }
    },
  };
}

export function memoryRegistry(records: Map<string, RegisteredTarget>, count: (name: string) => void): TargetRegistry {
  return {
    list: async () => {
      count('registry.list');
      return [...records.values()].map((record) => structuredClone(record));
    },
    get: async (name) => {
      count('registry.get');
      return structuredClone(records.get(name) ?? null);
    },
    put: async (record) => {
      count('registry.put');
      if ((records.get(record.name)?.revision ?? 0) !== record.revision) throw new StaleRecord(`${record.name} moved on`);
      const next = { ...structuredClone(record), revision: record.revision + 1 };
      records.set(record.name, next);
      return structuredClone(next);
    },
    remove: async (name) => {
      count('registry.remove');
      records.delete(name);
    },
  };
}

export function memoryLogBatches(batches: Map<string, LogBatch>): LogBatchStore {
  return {
    keep: async (batch) => {
      const key = `${batch.target}/${batch.id}`;
      if (!batches.has(key)) batches.set(key, structuredClone(batch));
    },
    minutes: async (target, span) => {
      const parts = [...batches.values()].filter((batch) => batch.target === target).flatMap(({ minutes }) => minutes);
      return mergeLogMinutes(parts.filter(({ minute }) => minute >= span.from && minute < span.to));
    },
  };
}

import { chainHash, GENESIS } from '../../../lambdas/shared/audit/chain-hash.ts';
import type { Settings } from '../../../lambdas/shared/contract/environment.ts';
import type {
  AuditRecord,
  LogError,
  MinuteStats,
  ReportLine,
  SourceFile,
  StrategyScore,
  SwitchState,
  Target,
  TargetBaselines,
} from '../../../lambdas/shared/contract/records.ts';
import { PROFILE_SETTINGS, type TenantSettings } from '../../../lambdas/shared/contract/settings.ts';
import { StaleRecord, TargetChanged } from '../../../lambdas/shared/errors.ts';
import type { AliasState, Ports, RecordStore } from '../../../lambdas/shared/ports.ts';

type Stored = { tenant: string; id: string; revision: number };

const key = (tenant: string, id: string): string => `${tenant}/${id}`;
const unused = async (): Promise<never> => {
  throw new Error('this port is not part of the test');
};

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
        .filter((record) => record.tenant === tenant)
        .toSorted((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, options?.limit ?? Number.POSITIVE_INFINITY)
        .map((record) => structuredClone(record)),
  };
}

/** Everything that the fake ports answer from; a test writes into it and looks at what came of it. */
export interface World {
  ports: Ports;
  settings: Settings;
  now: number;
  /** End of the last complete minute. */
  complete: number;
  targets: Target[];
  aliases: Map<string, AliasState>;
  minutes: Map<string, MinuteStats[]>;
  reports: ReportLine[];
  errors: LogError[];
  files: SourceFile[];
  baselines: Map<string, TargetBaselines>;
  audit: AuditRecord[];
  killSwitch: SwitchState;
  scores: StrategyScore[];
  outcomes: string[];
  events: { tenant: string; at: number }[];
  locks: Map<string, { owner: string; until: number }>;
  started: { workflow: string; name: string; input: unknown }[];
  told: { subject: string; body: string; severity: string }[];
  metrics: { name: string; value: number; tenant: string }[];
  /** Targets whose logs are not to be had. */
  brokenLogs: Map<string, Error>;
  calls: Record<string, number>;
}

export const NOW = Date.UTC(2026, 10, 20, 10, 30);

export function target(name: string, changes: Partial<Target> = {}): Target {
  return {
    name,
    tenant: 'default',
    priority: 'normal',
    autonomy: null,
    runtime: 'nodejs24.x',
    handler: 'handler.handler',
    liveVersion: '1',
    configuration: { memoryMb: 512, timeoutSeconds: 5 },
    ...changes,
  };
}

export function tenantSettings(changes: Partial<TenantSettings> = {}): TenantSettings {
  return { ...PROFILE_SETTINGS.basic, autonomy: 'improve', windowMinutes: 60, ...changes };
}

export function world(options: { targets?: Target[]; tenant?: Partial<TenantSettings> } = {}): World {
  const targets = options.targets ?? [target('orders')];
  const seen = new Map<string, { at: number; eventId: string; counted: boolean }>();
  const count = (name: string): void => {
    self.calls[name] = (self.calls[name] ?? 0) + 1;
  };
  const self: World = {
    ports: undefined as unknown as Ports,
    settings: {
      stage: 'test',
      tenants: { default: tenantSettings(options.tenant) },
      autonomyCeiling: 'improve',
      telemetryIntervalSeconds: 60,
      logSamplingRate: 1,
      eventDedupSeconds: 300,
    },
    now: NOW,
    complete: NOW,
    targets,
    aliases: new Map(targets.map((each) => [each.name, { version: each.liveVersion, canary: null, revision: 'r1' }])),
    minutes: new Map(),
    reports: [],
    errors: [],
    files: [],
    baselines: new Map(),
    audit: [],
    killSwitch: { stopped: false, by: 'nobody', reason: 'never set', at: 0 },
    scores: [],
    outcomes: [],
    events: [],
    locks: new Map(),
    started: [],
    told: [],
    metrics: [],
    brokenLogs: new Map(),
    calls: {},
  };
  self.ports = {
    clock: () => self.now,
    metrics: {
      completeUntil: async () => self.complete,
      minutes: async (asked, span) => {
        count('metrics.minutes');
        const within = (stats: MinuteStats): boolean => !(stats.minute < span.from) && !(stats.minute >= span.to);
        return new Map(asked.map((each) => [each.name, (self.minutes.get(each.name) ?? []).filter(within)]));
      },
      versionMinutes: unused,
      exceedances: unused,
      quantiles: unused,
    },
    logs: {
      reports: async (each, span, limit) => {
        const broken = self.brokenLogs.get(each.name);
        if (broken !== undefined) throw broken;
        return self.reports
          .filter((line) => line.at >= span.from && line.at < span.to && line.requestId.startsWith(each.name))
          .slice(0, limit);
      },
      errors: async (each, span, limit) =>
        self.errors.filter((line) => line.at >= span.from && line.at < span.to && line.requestId.startsWith(each.name)).slice(0, limit),
    },
    fleet: {
      list: async () => structuredClone(self.targets),
      get: async (name) => self.targets.find((each) => each.name === name) ?? null,
      version: async (name, version) => ({
        version,
        codeSha256: `sha-${version}`,
        configuration: self.targets.find((each) => each.name === name)?.configuration ?? { memoryMb: 128, timeoutSeconds: 3 },
      }),
      readCode: async () => {
        count('fleet.readCode');
        return { files: self.files, codeSha256: 'sha-1' };
      },
      publish: unused,
      alias: async (name) => {
        const alias = self.aliases.get(name);
        if (alias === undefined) throw new TargetChanged(`${name} has no alias`);
        return structuredClone(alias);
      },
      setAlias: async (name, state, expected) => {
        count('fleet.setAlias');
        if (self.aliases.get(name)?.revision !== expected) throw new TargetChanged(`${name}: the alias moved on`);
        const next = { ...structuredClone(state), revision: `${expected}+` };
        self.aliases.set(name, next);
        return next;
      },
    },
    model: null,
    notifier: { notify: async (message) => void self.told.push(message) },
    workflows: {
      start: async (workflow, name, input) => {
        if (self.started.some((each) => each.name === name)) return 'already';
        self.started.push({ workflow, name, input });
        return 'started';
      },
    },
    sink: { put: (name, value, tenant) => void self.metrics.push({ name, value, tenant }) },
    work: {
      anomalies: memoryRecords(),
      opportunities: memoryRecords(),
      improvements: memoryRecords(),
      cycles: memoryRecords(),
      addUsage: async () => undefined,
      usage: async () => ({}),
    },
    baselines: {
      get: async (name) => structuredClone(self.baselines.get(name) ?? null),
      put: async (baselines) => {
        count('baselines.put');
        if ((self.baselines.get(baselines.target)?.revision ?? 0) !== baselines.revision)
          throw new StaleRecord(`${baselines.target} moved on`);
        const next = { ...structuredClone(baselines), revision: baselines.revision + 1 };
        self.baselines.set(baselines.target, next);
        return next;
      },
    },
    audit: {
      append: async (entry) => {
        const there = self.audit.find((each) => each.tenant === entry.tenant && each.key === entry.key);
        if (there !== undefined) return there;
        const open = { ...entry, sequence: self.audit.length + 1, previous: self.audit.at(-1)?.hash ?? GENESIS };
        const record = { ...open, hash: chainHash(open) };
        self.audit.push(record);
        return record;
      },
      list: async (tenant) => self.audit.filter((each) => each.tenant === tenant),
    },
    control: {
      switchState: async () => self.killSwitch,
      setSwitch: async (state) => void (self.killSwitch = state),
      acquireLock: async (key, owner, leaseMs, now) => {
        const held = self.locks.get(key);
        if (held !== undefined && held.owner !== owner && held.until > now) return false;
        self.locks.set(key, { owner, until: now + leaseMs });
        return true;
      },
      releaseLock: async (key, owner) => {
        if (self.locks.get(key)?.owner === owner) self.locks.delete(key);
      },
      firstSight: async (key, eventId, windowMs, now) => {
        const last = seen.get(key);
        if (last !== undefined && now - last.at < windowMs) return last.eventId === eventId && !last.counted;
        seen.set(key, { at: now, eventId, counted: false });
        return true;
      },
      sightCounted: async (key, eventId) => {
        const last = seen.get(key);
        if (last?.eventId === eventId) last.counted = true;
      },
      countEvent: async (tenant, at) => void self.events.push({ tenant, at }),
      eventsSince: async (tenant, from) => self.events.filter((each) => each.tenant === tenant && each.at >= from).length,
      scores: async () => self.scores,
      addOutcome: async (_tenant, strategy, improvementId, outcome) => {
        const line = `${strategy} ${improvementId} ${outcome}`;
        if (!self.outcomes.includes(line)) self.outcomes.push(line);
      },
      replaceOutcome: async (_tenant, strategy, improvementId, outcome) => {
        self.outcomes = [
          ...self.outcomes.filter((line) => !line.includes(` ${improvementId} `)),
          `${strategy} ${improvementId} ${outcome}`,
        ];
      },
    },
  };
  return self;
}

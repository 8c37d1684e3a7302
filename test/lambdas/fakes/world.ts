import { packageSource } from '../../../lambdas/shared/adapters/package-source.ts';
import { chainHash, GENESIS } from '../../../lambdas/shared/audit/chain-hash.ts';
import type { Settings } from '../../../lambdas/shared/contract/environment.ts';
import type { QueueName } from '../../../lambdas/shared/contract/names.ts';
import type {
  AuditRecord,
  LogBatch,
  LogError,
  MinuteStats,
  RegisteredTarget,
  ReportLine,
  Scaling,
  SeriesBaseline,
  SourceFile,
  StrategyScore,
  SwitchState,
  Target,
} from '../../../lambdas/shared/contract/records.ts';
import { PROFILE_SETTINGS, type TenantSettings } from '../../../lambdas/shared/contract/settings.ts';
import { TargetChanged } from '../../../lambdas/shared/errors.ts';
import { HOUR_MS, MINUTE_MS } from '../../../lambdas/shared/time.ts';
import type { AliasState, Ports, Span } from '../../../lambdas/shared/ports.ts';
import { memoryControl } from './memory-control.ts';
import { memoryRecords } from './memory-records.ts';
import { memoryBaselines, memoryLogBatches, memoryRegistry } from './telemetry-stores.ts';

export { baselineKey } from './telemetry-stores.ts';

const unused = async (): Promise<never> => {
  throw new Error('this port is not part of the test');
};

/** Everything that the fake ports answer from; a test writes into it and looks at what came of it. */
export interface World {
  ports: Ports;
  settings: Settings;
  now: number;
  /** End of the last complete minute. */
  complete: number;
  targets: Target[];
  aliases: Map<string, AliasState>;
  /** By target; without an entry nothing is set. */
  scaling: Map<string, Scaling>;
  minutes: Map<string, MinuteStats[]>;
  reports: ReportLine[];
  errors: LogError[];
  files: SourceFile[];
  /** By baselineKey. */
  baselines: Map<string, SeriesBaseline>;
  /** Stored baselines that can't be read, by baselineKey, with the reason: set aside at the next load. */
  poisoned: Map<string, string>;
  /** By name; holds every one of `targets` at first. Clear it for a fleet that telemetry has not discovered yet. */
  registry: Map<string, RegisteredTarget>;
  /** By target and id. */
  logBatches: Map<string, LogBatch>;
  /** Messages that were sent, oldest first. */
  queued: { queue: QueueName; message: unknown }[];
  /** Targets whose log group has our filter, and those that have no room for one, with the reason. */
  subscribed: Set<string>;
  refusals: Map<string, string>;
  audit: AuditRecord[];
  killSwitch: SwitchState;
  scores: StrategyScore[];
  outcomes: string[];
  events: { tenant: string; at: number }[];
  locks: Map<string, { owner: string; until: number }>;
  started: { workflow: string; name: string; input: unknown }[];
  told: { subject: string; body: string; severity: string }[];
  metrics: { name: string; value: number; tenant: string }[];
  /** Targets whose logs are not to be had, and what the metrics fail with; null: they answer. */
  brokenLogs: Map<string, Error>;
  brokenMetrics: Error | null;
  /** Spans that the metrics were asked for, with the targets' names and those that were said to be idle. */
  asked: { targets: string[]; span: Span; idle: string[] }[];
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
    source: null,
    samples: null,
    ...changes,
  };
}

/** A target as the registry has it: read a moment ago, due since ever, never polled. */
export function registered(of: Target, changes: Partial<RegisteredTarget> = {}): RegisteredTarget {
  const { name, tenant, priority, autonomy } = of;
  return {
    name,
    tenant,
    priority,
    autonomy,
    target: of,
    refreshedAt: NOW,
    cadence: 'normal',
    reason: 'new',
    nextPollAt: 0,
    polledUntil: null,
    fastUntil: 0,
    anomalyUntil: 0,
    storedUntil: null,
    failureShare: null,
    rate: null,
    deployed: { after: null, by: NOW - HOUR_MS },
    canary: null,
    operations: {},
    subscription: { state: 'none', reason: 'not tried' },
    revision: 1,
    ...changes,
  };
}

export function tenantSettings(changes: Partial<TenantSettings> = {}): TenantSettings {
  return { ...PROFILE_SETTINGS.basic, autonomy: 'improve', windowMinutes: 60, ...changes };
}

export function world(options: { targets?: Target[]; tenant?: Partial<TenantSettings> } = {}): World {
  const targets = options.targets ?? [target('orders')];
  const count = (name: string): void => {
    self.calls[name] = (self.calls[name] ?? 0) + 1;
  };
  const self: World = {
    ports: undefined as unknown as Ports,
    settings: {
      stage: 'test',
      tenants: { default: tenantSettings(options.tenant) },
      autonomyCeiling: 'improve',
      pollSeconds: { fast: 60, normal: 300, quiet: 900, idle: 3600 },
      latenessMs: 15 * MINUTE_MS,
      logSamplingRate: 1,
      eventDedupSeconds: 300,
      model: null,
    },
    now: NOW,
    complete: NOW,
    targets,
    aliases: new Map(targets.map((each) => [each.name, { version: each.liveVersion, canary: null, revision: 'r1' }])),
    scaling: new Map(),
    minutes: new Map(),
    reports: [],
    errors: [],
    // People wrote it, and nothing in it is worth changing.
    files: [{ path: 'handler.ts', content: 'export const handler = async () => {};\n' }],
    baselines: new Map(),
    poisoned: new Map(),
    registry: new Map(targets.map((each) => [each.name, registered(each)])),
    logBatches: new Map(),
    queued: [],
    subscribed: new Set(),
    refusals: new Map(),
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
    brokenMetrics: null,
    asked: [],
    calls: {},
  };
  self.ports = {
    clock: () => self.now,
    source: packageSource({ readCode: (...asked) => self.ports.fleet.readCode(...asked) }),
    samples: { samples: async () => ({ none: 'nobody recorded any' }) },
    runner: { run: async () => ({ none: 'there is no sandbox' }) },
    replayer: { replay: async () => ({ none: 'there is no sandbox' }) },
    metrics: {
      completeUntil: async () => self.complete,
      minutes: async (asked, span, idle) => {
        count('metrics.minutes');
        if (self.brokenMetrics !== null) throw self.brokenMetrics;
        self.asked.push({ targets: asked.map((each) => each.name), span, idle: [...(idle ?? [])] });
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
      errors: async (each, span, limit) => {
        const all = self.errors.filter((line) => line.at >= span.from && line.at < span.to && line.requestId.startsWith(each.name));
        const errors = all.toSorted((a, b) => b.at - a.at).slice(0, limit);
        return { errors, from: errors.length === all.length ? span.from : (errors.at(-1)?.at ?? span.to) + 1 };
      },
    },
    fleet: {
      discover: async () => {
        count('fleet.discover');
        return self.targets.map(({ name, tenant, priority, autonomy }) => ({ name, tenant, priority, autonomy }));
      },
      get: async (name) => {
        count('fleet.get');
        return structuredClone(self.targets.find((each) => each.name === name) ?? null);
      },
      version: async (name, version) => ({
        version,
        codeSha256: `sha-${version}`,
        configuration: self.targets.find((each) => each.name === name)?.configuration ?? { memoryMb: 128, timeoutSeconds: 3 },
      }),
      scaling: async (name) => {
        count('fleet.scaling');
        const none = { reservedConcurrency: null, provisionedConcurrency: null, accountLimit: null, eventSources: [] };
        return structuredClone(self.scaling.get(name) ?? none);
      },
      readCode: async () => {
        count('fleet.readCode');
        return { files: self.files, codeSha256: 'sha-1' };
      },
      publish: unused,
      restoreUnpublished: unused,
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
    archive: { keep: async (tenant, cycleId) => ({ place: `archive/${tenant}/${cycleId}.html` }) },
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
      recommendations: memoryRecords(),
      clusters: memoryRecords(),
      patterns: memoryRecords(),
      opportunities: memoryRecords(),
      improvements: memoryRecords(),
      cycles: memoryRecords(),
      addUsage: async () => undefined,
      usage: async () => ({}),
    },
    baselines: memoryBaselines(self, count),
    registry: memoryRegistry(self.registry, count),
    logBatches: memoryLogBatches(self.logBatches),
    subscriptions: {
      ensure: async (name) => {
        count('subscriptions.ensure');
        const refusal = self.refusals.get(name);
        if (refusal !== undefined) return { state: 'refused', reason: refusal };
        self.subscribed.add(name);
        return { state: 'active', reason: 'the filter is set' };
      },
      remove: async (name) => {
        count('subscriptions.remove');
        self.subscribed.delete(name);
      },
    },
    queue: {
      send: async (queue, messages) => {
        count('queue.send');
        for (const message of messages) self.queued.push({ queue, message: structuredClone(message) });
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
    control: memoryControl(self),
  };
  return self;
}

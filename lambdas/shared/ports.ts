import type { FunctionConfiguration, LogError, MinuteStats, ReportLine, Scaling, SourceFile, Target } from './contract/records.ts';
import type { MetricName, QueueName, WorkflowName } from './contract/names.ts';
import type { Replayer, TestRunner } from './source/tools.ts';
import type { SourceStore, SampleSource, CodeModel } from './code-ports.ts';
import type { WorkStore, BaselineStore, TargetRegistry, LogBatchStore, AuditLog, ControlStore } from './store-ports.ts';
import type { Span } from './time.ts';

export * from './code-ports.ts';
export * from './store-ports.ts';
export type { Span } from './time.ts';

/** Epoch milliseconds, now. */
export type Clock = () => number;

/** Counts above thresholds of one version's durations in one minute. */
export interface ExceedanceMinute {
  minute: number;
  requests: number;
  errors: number;
  /** Invocations whose duration was above each threshold, in the thresholds' order. */
  above: number[];
}

/** Metrics of managed functions, by minute. Minutes without data are absent, never zero-filled. */
export interface MetricSource {
  /** End (exclusive) of the last minute whose figures will not change any more. */
  completeUntil(target: Target): Promise<number>;
  /**
   * Figures of each target over all of its versions. Keys are target names; every asked target has a key. `idle`: those that were
   * not called of late, which are first asked for calls and throttles only.
   */
  minutes(targets: readonly Target[], span: Span, idle?: ReadonlySet<string>): Promise<Map<string, MinuteStats[]>>;
  /** Figures of one version behind the `live` alias. */
  versionMinutes(target: Target, version: string, span: Span): Promise<MinuteStats[]>;
  /** Counts above `thresholdsMs` of one version behind the `live` alias. */
  exceedances(target: Target, version: string, thresholdsMs: readonly number[], span: Span): Promise<ExceedanceMinute[]>;
  /** Duration quantiles in ms of one version over the whole span; null when it was not invoked. */
  quantiles(target: Target, version: string, levels: readonly number[], span: Span): Promise<number[] | null>;
}

/** The newest failures of a span. */
export interface NewestErrors {
  errors: LogError[];
  /** Epoch ms: all failures of the span since then are among them. The span's start, or later when the read was cut. */
  from: number;
}

/** Logs of managed functions. Newest first, at most `limit`. */
export interface LogSource {
  reports(target: Target, span: Span, limit: number): Promise<ReportLine[]>;
  errors(target: Target, span: Span, limit: number): Promise<NewestErrors>;
}

/** Where the alias `live` points. `revision` changes at each change of the alias. */
export interface AliasState {
  version: string;
  canary: { version: string; weight: number } | null;
  revision: string;
}

export interface PublishedVersion {
  version: string;
  codeSha256: string;
  configuration: FunctionConfiguration;
}

/** A version's package. `sha256` is what Lambda calls CodeSha256. */
export interface CodePackage {
  files: SourceFile[];
  codeSha256: string;
}

/** What a managed function's tags say. */
export type DiscoveredTarget = Pick<Target, 'name' | 'tenant' | 'priority' | 'autonomy'>;

/** What is to be published; `token` names the publication. */
export interface VersionChange {
  baseVersion: string;
  files: readonly SourceFile[];
  configuration: FunctionConfiguration;
  token: string;
}

/** The managed functions. Every method but `discover` refuses a function without the tag `kaizen:managed=true` (TargetChanged). */
export interface FunctionFleet {
  /** All functions that bear the tag, by name; one with a wrong tag is left out and logged. Reads tags only, page by page. */
  discover(): Promise<DiscoveredTarget[]>;
  /** Null: not there or not managed. */
  get(name: string): Promise<Target | null>;
  version(name: string, version: string): Promise<PublishedVersion>;
  /** Its concurrency and its event sources. */
  scaling(name: string): Promise<Scaling>;
  /** Text files of a version (source, tests, package.json); binary ones and node_modules are left out. */
  readCode(name: string, version: string): Promise<CodePackage>;
  /**
   * Publishes an immutable version: `baseVersion`'s code with `files` laid over it, and the configuration given.
   * Idempotent by `token`: the same token gives the same version. Leaves the unpublished state ($LATEST) as it was.
   * Throws TargetChanged when $LATEST is not what `baseVersion` is (somebody is in the middle of a deployment).
   */
  publish(name: string, change: VersionChange): Promise<PublishedVersion>;
  /**
   * Brings the unpublished state ($LATEST) back when `publish` of this very change broke off halfway and is not going to be repeated.
   * Nothing happens when it stands where its owner left it, or when it holds anything else than that change.
   */
  restoreUnpublished(name: string, change: VersionChange): Promise<void>;
  alias(name: string): Promise<AliasState>;
  /** Sets where `live` points in one call. Throws TargetChanged when the alias is not at `expectedRevision` any more. */
  setAlias(
    name: string,
    state: { version: string; canary: { version: string; weight: number } | null },
    expectedRevision: string,
  ): Promise<AliasState>;
}

/** Tells people. */
export interface Notifier {
  notify(message: { subject: string; body: string; severity: 'info' | 'warning' | 'high' }): Promise<void>;
}

/** A cycle's report in each of its forms. */
export interface ReportForms {
  json: string;
  markdown: string;
  html: string;
}

/** Keeps reports for people to come back to. Kept again, a report takes the place of the earlier one. */
export interface ReportArchive {
  /** Gives where its page is: a path or an address. The other forms are beside it. */
  keep(tenant: string, cycleId: string, report: ReportForms): Promise<{ place: string }>;
}

/** Starts executions; `already` when one of this name was started before. */
export interface WorkflowStarter {
  start(workflow: WorkflowName, name: string, input: unknown): Promise<'started' | 'already'>;
}

/** Kaizen's own metrics (EMF on AWS). */
export interface MetricSink {
  put(name: MetricName, value: number, tenant: string): void;
}

/** Counts what costs money, to be priced by shared/cost. Units are the price table's keys. */
export interface Meter {
  count(unit: string, amount: number): void;
}

/** Has the log group of a target send its errors and (a sample of) its REPORT lines to telemetry/receive-logs. */
export interface LogSubscription {
  /** Sets or renews the filter; `refused` with the reason when the log group has no room for one. */
  ensure(target: string): Promise<{ state: 'active' | 'refused'; reason: string }>;
  /** Nothing happens when there is none of ours. */
  remove(target: string): Promise<void>;
}

/** Messages between handlers, delivered at least once. */
export interface WorkQueue {
  send(queue: QueueName, messages: readonly unknown[]): Promise<void>;
}

/** Everything a handler may be given. A use case names the few it takes: `Pick<Ports, 'work' | 'fleet'>`. */
export interface Ports {
  clock: Clock;
  metrics: MetricSource;
  logs: LogSource;
  fleet: FunctionFleet;
  source: SourceStore;
  samples: SampleSource;
  /** Runs tests of targets where they can do no harm. */
  runner: TestRunner;
  /** Replays recorded invocations of targets there. */
  replayer: Replayer;
  model: CodeModel | null;
  notifier: Notifier;
  archive: ReportArchive;
  workflows: WorkflowStarter;
  sink: MetricSink;
  work: WorkStore;
  baselines: BaselineStore;
  registry: TargetRegistry;
  logBatches: LogBatchStore;
  /** Null: not set up; logs are polled. */
  subscriptions: LogSubscription | null;
  queue: WorkQueue;
  audit: AuditLog;
  control: ControlStore;
}

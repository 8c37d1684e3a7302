import type {
  Anomaly,
  AuditEntry,
  AuditRecord,
  BaselineSubject,
  Cycle,
  FailureCluster,
  FunctionConfiguration,
  Improvement,
  KnownPattern,
  LogBatch,
  LogError,
  LogMinute,
  MinuteStats,
  Opportunity,
  Recommendation,
  RegisteredTarget,
  ReportLine,
  SampleSet,
  Scaling,
  SeriesBaseline,
  SourceFile,
  StrategyScore,
  SwitchState,
  Target,
} from './contract/records.ts';
import type { MetricName, QueueName, WorkflowName } from './contract/names.ts';
import type { Replayer, TestRunner } from './source/tools.ts';

/** Epoch milliseconds, now. */
export type Clock = () => number;

/** A half-open span of time, epoch ms; both ends on full minutes. */
export interface Span {
  from: number;
  to: number;
}

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

/** Why the source of a target is not at hand, or not fit to be changed. */
export const SOURCE_PROBLEMS = ['unreadable', 'bundled', 'not-javascript', 'no-source', 'stale-source'] as const;
export type SourceProblem = (typeof SOURCE_PROBLEMS)[number];

/** The source of a version: what people wrote, with its tests. */
export type TargetSource =
  | {
      ok: true;
      files: SourceFile[];
      /** Lambda's setting, as it holds in these files. */
      handler: string;
      /** package: the deployed package is its own source, so a change of it can be published; named: what `kaizen:source` names, whose changes people build and deploy. */
      origin: 'package' | 'named';
      /** Where it is, for people. */
      place: string;
    }
  | { ok: false; problem: SourceProblem; reason: string };

/** Finds the source of a target's version. */
export interface SourceStore {
  source(target: Target, version: string): Promise<TargetSource>;
}

/** Recorded invocations of a target's version, newest first; none when nobody recorded any, and why. */
export interface SampleSource {
  samples(target: Target, version: string, limit: number): Promise<SampleSet | { none: string }>;
}

/** What a model is asked. `stable`: the part of the prompt that is the same for every request, first, so that it can be cached. */
export interface ModelRequest {
  system: string;
  stable: string;
  prompt: string;
  /** Earlier answers with what was wrong with them, oldest first. */
  turns: { answer: string; findings: string }[];
  /** What it is for: its dollars are counted against this opportunity. */
  opportunityId: string;
  tenant: string;
}

/** An answer, or why there is none: absent, slow, throttled, over budget, refusing, cut off. What was tried costs all the same. */
export type ModelAnswer = { model: string | null; inputTokens: number; outputTokens: number; dollars: number } & (
  | { ok: true; text: string }
  | { ok: false; problem: 'unavailable' | 'timeout' | 'throttled' | 'over-budget' | 'refused' | 'cut-off' | 'invalid'; reason: string }
);

/** A language model, or several behind one another. Never throws for what a model or its service does. */
export interface CodeModel {
  complete(request: ModelRequest): Promise<ModelAnswer>;
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

/** Records of one kind, kept by tenant and id. Ids sort by time of creation where the kind has one. */
export interface RecordStore<T extends { tenant: string; id: string; revision: number }> {
  get(tenant: string, id: string): Promise<T | null>;
  /** False when a record of this id is already there; that one is kept. */
  create(record: T): Promise<boolean>;
  /** Replaces the record at `record.revision` and returns it with the next revision. Throws StaleRecord when it moved on. */
  update(record: T): Promise<T>;
  /** Newest id first. `prefix`: only ids that begin so. */
  list(tenant: string, options?: { limit?: number; prefix?: string }): Promise<T[]>;
}

export interface WorkStore {
  anomalies: RecordStore<Anomaly>;
  opportunities: RecordStore<Opportunity>;
  recommendations: RecordStore<Recommendation>;
  improvements: RecordStore<Improvement>;
  cycles: RecordStore<Cycle>;
  clusters: RecordStore<FailureCluster>;
  patterns: RecordStore<KnownPattern>;
  /** Adds to the metered units of a cycle. */
  addUsage(tenant: string, cycleId: string, units: Record<string, number>): Promise<void>;
  usage(tenant: string, cycleId: string): Promise<Record<string, number>>;
}

/** A stored baseline that could not be read: it was set aside under another key, whole, and is learned anew. */
export interface Quarantined {
  subject: BaselineSubject;
  series: string;
  reason: string;
}

export interface BaselineStore {
  /** All series of a subject. Corrupt ones are set aside and named, never thrown, so that one of them doesn't stop the rest. */
  load(subject: BaselineSubject): Promise<{ series: SeriesBaseline[]; quarantined: Quarantined[] }>;
  /** Writes at `baseline.revision`, returns it with the next one; throws StaleRecord when somebody else wrote first. */
  put(baseline: SeriesBaseline): Promise<SeriesBaseline>;
  /** Forgets one series of a subject (all when none is named). Its watermark stays, so that no minute is learned twice. */
  reset(subject: BaselineSubject, series?: SeriesBaseline['series']): Promise<void>;
}

/** The managed functions as telemetry knows them, with what is due when. */
export interface TargetRegistry {
  list(): Promise<RegisteredTarget[]>;
  get(name: string): Promise<RegisteredTarget | null>;
  /** Writes at `record.revision` (0: new), returns it with the next one; throws StaleRecord when somebody else wrote first. */
  put(record: RegisteredTarget): Promise<RegisteredTarget>;
  /** Nothing happens when it is not there. */
  remove(name: string): Promise<void>;
}

/** What the log subscriptions delivered, kept for two days. */
export interface LogBatchStore {
  /** Keeps a batch once; the same id again changes nothing. */
  keep(batch: LogBatch, now: number): Promise<void>;
  /** By minute, added up over the batches. */
  minutes(target: string, span: Span): Promise<LogMinute[]>;
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

export interface AuditLog {
  /** Appends once per key; the same key again returns the record that is there. */
  append(entry: AuditEntry): Promise<AuditRecord>;
  /** Oldest first. */
  list(tenant: string): Promise<AuditRecord[]>;
}

export interface ControlStore {
  /** Kill switch; not stopped when nobody ever set it. */
  switchState(): Promise<SwitchState>;
  setSwitch(state: SwitchState): Promise<void>;
  /** True when `owner` now holds the lock (or held it already: the lease is renewed). */
  acquireLock(key: string, owner: string, leaseMs: number, now: number): Promise<boolean>;
  /** Nothing happens when `owner` does not hold it. */
  releaseLock(key: string, owner: string): Promise<void>;
  /**
   * True when `owner` now holds one of `limit` permits of the key, or held one already (the lease is renewed). A holder whose lease ran
   * out has none. @throws StaleRecord when others take permits faster than this could.
   */
  acquirePermit(key: string, owner: string, limit: number, leaseMs: number, now: number): Promise<boolean>;
  /** Nothing happens when `owner` holds none. */
  releasePermit(key: string, owner: string): Promise<void>;
  /** True for the event that comes first within the window, until `sightCounted`; a duplicate is noted and gives false. */
  firstSight(key: string, eventId: string, windowMs: number, now: number): Promise<boolean>;
  /** From now on the event itself is a duplicate too. Nothing happens when it was not the first of its key. */
  sightCounted(key: string, eventId: string): Promise<void>;
  /** Events counted since `from`, by tenant. */
  countEvent(tenant: string, at: number): Promise<void>;
  eventsSince(tenant: string, from: number): Promise<number>;
  scores(tenant: string): Promise<StrategyScore[]>;
  /** Counts an outcome once per improvement. */
  addOutcome(tenant: string, strategy: string, improvementId: string, outcome: 'promoted' | 'rolledBack' | 'inconclusive'): Promise<void>;
  /** Counts this outcome in place of the one that the improvement was counted with, if any; a later `addOutcome` changes nothing. */
  replaceOutcome(
    tenant: string,
    strategy: string,
    improvementId: string,
    outcome: 'promoted' | 'rolledBack' | 'inconclusive',
  ): Promise<void>;
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

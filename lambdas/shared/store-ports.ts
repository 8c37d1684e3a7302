import type {
  Anomaly,
  AuditEntry,
  AuditRecord,
  BaselineSubject,
  Cycle,
  FailureCluster,
  Improvement,
  KnownPattern,
  LogBatch,
  LogMinute,
  Opportunity,
  Recommendation,
  RegisteredTarget,
  SeriesBaseline,
  StrategyScore,
  SwitchState,
} from './contract/records.ts';
import type { Span } from './time.ts';

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

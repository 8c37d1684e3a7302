import type {
  FunctionConfiguration,
  LogError,
  MinuteStats,
  ReportLine,
  SampleSet,
  SourceFile,
} from '../../../lambdas/shared/contract/records.ts';
import type { AliasState, CodePackage, ExceedanceMinute, PublishedVersion, Span } from '../../../lambdas/shared/ports.ts';
import type { LoadStatus } from '../load/load-generator.ts';
import type { PayloadSource } from '../load/load-payload.ts';
import type { InvocationError } from './invocation-record.ts';
import type { ServiceDefinition } from './service-definition.ts';

/** A function as it stands. */
export interface FunctionDescription {
  name: string;
  runtime: string;
  handler: string;
  tags: Record<string, string>;
  concurrency: number;
  alias: AliasState;
  /** Of the version that the alias names as the stable one. */
  configuration: FunctionConfiguration;
}

/** What an invocation gave its caller. */
export interface InvocationAnswer {
  status: ReportLine['status'] | 'throttled';
  version: string;
  /** Null for a throttled request: nothing was run. */
  report: Pick<ReportLine, 'requestId' | 'durationMs' | 'initMs' | 'maxMemoryMb'> | null;
  result: unknown;
  error: InvocationError | null;
}

export interface FunctionStatus {
  name: string;
  /** Invocations at work; processes alive, of them waiting; started since the host did. */
  working: number;
  alive: number;
  idle: number;
  coldStarts: number;
  /** Processes that ended or threw while they had nothing to do. */
  strayFailures: number;
  records: number;
  /** Records that are not kept any more. */
  dropped: number;
  throttles: number;
}

export interface HostStatus {
  pid: number;
  /** Telemetry time. */
  at: number;
  /** CPU that the host process itself has used, ms. */
  cpuMs: number;
  functions: FunctionStatus[];
  load: LoadStatus[];
}

export interface LoadPlan {
  function: string;
  /** Mean requests per telemetry minute. */
  perMinute: number;
  /** How far the day moves the rate: 0 to 1. */
  amplitude: number;
  payload: PayloadSource;
}

/** What the host process can be asked, over IPC. Everything is plain JSON data. */
export interface HostApi {
  install(service: ServiceDefinition): Promise<{ installed: boolean; version: string }>;
  describeAll(): Promise<FunctionDescription[]>;
  describe(name: string): Promise<FunctionDescription | null>;
  version(name: string, version: string): Promise<PublishedVersion>;
  code(name: string, version: string): Promise<CodePackage>;
  publish(
    name: string,
    change: { baseVersion: string; files: readonly SourceFile[]; configuration: FunctionConfiguration; token: string },
  ): Promise<PublishedVersion>;
  setAlias(name: string, target: Pick<AliasState, 'version' | 'canary'>, expectedRevision: string): Promise<AliasState>;

  /** Runs one invocation, by version or (null) through `live`, and waits for its end. */
  invoke(name: string, event: unknown, version: string | null): Promise<InvocationAnswer>;
  /** Starts environments of the live version ahead of the load. */
  prewarm(name: string, environments: number): Promise<void>;

  completeUntil(name: string): Promise<number>;
  minutes(names: readonly string[], span: Span): Promise<MinuteStats[][]>;
  versionMinutes(name: string, version: string, span: Span): Promise<MinuteStats[]>;
  exceedances(name: string, version: string, thresholdsMs: readonly number[], span: Span): Promise<ExceedanceMinute[]>;
  quantiles(name: string, version: string, levels: readonly number[], span: Span): Promise<number[] | null>;
  reports(name: string, span: Span, limit: number): Promise<ReportLine[]>;
  errors(name: string, span: Span, limit: number): Promise<LogError[]>;
  /** Recorded invocations of a version, newest first. */
  samples(name: string, version: string, limit: number): Promise<SampleSet>;

  startLoad(plan: LoadPlan): Promise<void>;
  setLoad(name: string, perMinute: number): Promise<void>;
  /** Null: all of it. */
  stopLoad(name: string | null): Promise<void>;
  status(): Promise<HostStatus>;
}

/** The methods of {@link HostApi}, for the calling side. */
export const HOST_METHODS = [
  'install',
  'describeAll',
  'describe',
  'version',
  'code',
  'publish',
  'setAlias',
  'invoke',
  'prewarm',
  'completeUntil',
  'minutes',
  'versionMinutes',
  'exceedances',
  'quantiles',
  'reports',
  'errors',
  'samples',
  'startLoad',
  'setLoad',
  'stopLoad',
  'status',
] as const satisfies readonly (keyof HostApi)[];

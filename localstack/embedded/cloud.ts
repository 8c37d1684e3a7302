import { resolve } from 'node:path';
import { BaseEnvironment } from '../../lambdas/shared/contract/environment.ts';
import type { HandlerName, QueueName, WorkflowName } from '../../lambdas/shared/contract/names.ts';
import { DependencyUnavailable } from '../../lambdas/shared/errors.ts';
import type { QueueEvent, TelemetryTick } from '../../lambdas/shared/contract/workflow.ts';
import type { Handler } from '../../lambdas/shared/handler.ts';
import type { AuditLog, BaselineStore, ControlStore, TargetRegistry, WorkStore } from '../../lambdas/shared/ports.ts';
import { packageSource } from '../../lambdas/shared/adapters/package-source.ts';
import { nodeTestRunner } from '../../lambdas/shared/adapters/sandbox/node-test-runner.ts';
import { sandboxReplayer } from '../../lambdas/shared/adapters/sandbox/replayer.ts';
import { createSandbox } from '../../lambdas/shared/adapters/sandbox/sandbox.ts';
import { sdkModules } from '../../lambdas/shared/adapters/sandbox/sdk-modules.ts';
import { createMeter } from '../../lambdas/shared/adapters/unit-meter.ts';
import { MINUTE_MS, floorMinute } from '../../lambdas/shared/time.ts';
import { fileMetricSink } from './adapters/file-metric-sink.ts';
import { fileNotifier } from './adapters/file-notifier.ts';
import { fileReportArchive } from './adapters/file-report-archive.ts';
import { hostFunctionFleet } from './adapters/host-function-fleet.ts';
import { handlerQueue, type HandlerQueue } from './adapters/handler-queue.ts';
import { hostLogSource } from './adapters/host-log-source.ts';
import { hostLogStream } from './adapters/host-log-stream.ts';
import { hostMetricSource } from './adapters/host-metric-source.ts';
import { hostSamples } from './adapters/host-samples.ts';
import { startDynalite, type LocalDynamo } from './dynalite.ts';
import { loadHandlers, type HandlerEnvironments, type HandlerParts } from './handlers.ts';
import { installFleet, startFleetLoad, type FleetBackends } from './sample-fleet.ts';
import { startHost, type Host } from './host/start-host.ts';
import { takeOrders } from './orders.ts';
import { recover, type Recovered } from './recover.ts';
import { openStateDirectory, StateDirectoryError, type StateDirectory } from './state-directory.ts';
import { openStores, type Stores } from './stores.ts';
import { createTables, LOCAL_AWS } from './tables.ts';
import { virtualClock, type VirtualClock } from './virtual-clock.ts';
import { embeddedWorkflows, type EmbeddedWorkflows, type Execution, type ExecutionEnd, type SynthesisedWorkflow } from './workflows.ts';

/** What the embedded cloud takes from the synthesised stack. */
export interface Assembly {
  workflows: Record<WorkflowName, SynthesisedWorkflow>;
  handlers: HandlerEnvironments;
  tables: readonly string[];
}

export interface CloudOptions {
  stateDir: string;
  seed: number;
  /** Real milliseconds of one telemetry minute. */
  minuteMs: number;
  assembly: Assembly;
  onState?(execution: Execution, state: string): void;
  onFailure?(end: ExecutionEnd): void;
  /** A message between handlers that failed for good. */
  onDeadLetter?(queue: QueueName, error: unknown): void;
}

/** The services of AWS that Kaizen needs, in processes of this machine. */
export interface Cloud {
  clock: VirtualClock;
  host: Host;
  handlers: Record<HandlerName, Handler<unknown>>;
  workflows: EmbeddedWorkflows;
  work: WorkStore;
  baselines: BaselineStore;
  audit: AuditLog;
  control: ControlStore;
  registry: TargetRegistry;
  tenants: string[];
  /** What an earlier run left behind and this start brought to its end. */
  recovered: Recovered;
  startLoad(): Promise<void>;
  /** One tick of the telemetry: log lines are delivered, what is due is dispatched, polled and judged. */
  tick(): Promise<void>;
  /** Carries out what people ordered meanwhile; `traffic`: there is enough of it to begin a rollout, so that approvals may be. */
  takeOrders(traffic: boolean): Promise<void>;
  /** Makes what a service calls slow, or as fast as usual again. */
  slow: FleetBackends['slow'];
  /** Ends executions, rollouts and processes, in this order; what took traffic goes back to its stable version. */
  stop(cause: string): Promise<void>;
}

/** A process that was killed holds the store's lock for the moment that its own end takes. */
const STORE_LOCK_TRIES = 10;
const STORE_LOCK_PAUSE_MS = 300;

/** Opens the tables of a state directory. @throws StateDirectoryError when another process holds them or they are damaged. */
export async function openStore(state: StateDirectory): Promise<LocalDynamo> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startDynalite(state.tables);
    } catch (cause) {
      if (attempt === STORE_LOCK_TRIES) {
        throw new StateDirectoryError(
          `the tables in ${state.tables} can't be opened (${(cause as Error).message}): another process holds them, or they are damaged. ` +
            'End the other process, or choose another --state-dir.',
          { cause },
        );
      }
      await new Promise((resolve) => setTimeout(resolve, STORE_LOCK_PAUSE_MS));
    }
  }
}

/** Telemetry goes on after what earlier runs saw, with a gap, so that no minute is told twice. */
const RESTART_GAP_MS = 2 * MINUTE_MS;

/**
 * Starts everything that a cycle needs and brings to its end what an earlier run left under way.
 * @throws StateDirectoryError when the state directory can't be used.
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { seed, minuteMs, assembly } = options;
  const closers: (() => Promise<unknown>)[] = [];
  // The last that was started goes first; all of them go, whatever one of them says.
  const close = async () => {
    await Promise.allSettled(
      closers
        .splice(0)
        .toReversed()
        .map((end) => end()),
    );
  };
  try {
    let store: LocalDynamo | null = null;
    const openTables = async (state: StateDirectory): Promise<LocalDynamo> => {
      const opened = await openStore(state);
      closers.push(() => opened.stop());
      await createTables(opened.endpoint, assembly.tables);
      return opened;
    };
    const environment = BaseEnvironment.parse(assembly.handlers['telemetry/dispatch'].environment);
    const tenants = Object.keys(environment.KAIZEN_TENANTS);
    // The functions' processes have working directories of their own: every path must be absolute.
    const state = await openStateDirectory(resolve(options.stateDir), { ...environment, tenants }, async (fresh) => {
      store = await openTables(fresh);
    });
    const { endpoint } = store ?? (await openTables(state));
    state.announce(endpoint);
    closers.push(async () => state.release());

    const origin = floorMinute(Math.max(Date.now(), state.clock + RESTART_GAP_MS));
    const clock = virtualClock({ origin, minuteMs, now: Date.now });
    state.saveClock(clock());
    const clockKeeper = setInterval(() => state.saveClock(clock()), minuteMs);
    closers.push(async () => {
      clearInterval(clockKeeper);
      state.saveClock(clock());
    });

    const host = await startHost({ directory: state.functions, clock, region: LOCAL_AWS.region, seed });
    closers.push(() => host.stop());
    const backends = await installFleet(host, seed);
    closers.push(() => backends.stop());

    const stores: Stores = openStores(endpoint, environment, createMeter());
    closers.push(async () => stores.close());
    const logStream = hostLogStream({ host, from: origin, samplingRate: environment.CLOUDWATCH_LOG_SAMPLING_RATE });
    let handlers: Record<HandlerName, Handler<unknown>>;
    const consume = (name: HandlerName) => (event: QueueEvent) => handlers[name](event);
    const queue: HandlerQueue = handlerQueue({
      consumers: { polls: consume('telemetry/poll'), findings: consume('analysis/detect') },
      meter: createMeter(),
      onDeadLetter: (name, _body, error) => options.onDeadLetter?.(name, error),
    });

    // Untrusted code runs on this machine, in a process that is shut in.
    const sandbox = createSandbox({ network: 'closed-here', modules: sdkModules(import.meta.dirname) });
    const tools = { runner: nodeTestRunner({ sandbox }), replayer: sandboxReplayer({ sandbox }) };
    const parts = (_name: HandlerName, env: BaseEnvironment): HandlerParts => {
      const meter = createMeter();
      const own = openStores(endpoint, env, meter);
      closers.push(async () => own.close());
      const fleet = hostFunctionFleet({ host, meter, log: (line) => void process.stderr.write(`${line}\n`) });
      return {
        meter,
        ports: {
          clock,
          metrics: hostMetricSource({ host, meter }),
          logs: hostLogSource({ host, meter, samplingRate: env.CLOUDWATCH_LOG_SAMPLING_RATE }),
          fleet,
          source: packageSource(fleet),
          samples: hostSamples(host),
          ...tools,
          model: null,
          notifier: fileNotifier({ path: state.notifications, clock, meter }),
          archive: fileReportArchive({ directory: state.reports, meter }),
          sink: fileMetricSink({ path: state.metrics, clock }),
          workflows: { start: (...request) => started().start(...request) },
          work: own.work,
          baselines: own.baselines,
          registry: own.registry,
          logBatches: own.logBatches,
          subscriptions: logStream,
          queue,
          audit: own.audit,
          control: own.control,
        },
      };
    };
    let workflows: EmbeddedWorkflows | null = null;
    const started = (): EmbeddedWorkflows => {
      if (workflows === null) throw new DependencyUnavailable('the workflows are not there yet');
      return workflows;
    };
    handlers = await loadHandlers(assembly.handlers, parts);
    workflows = embeddedWorkflows({
      workflows: assembly.workflows,
      handlers,
      minuteMs,
      onState: options.onState ?? (() => undefined),
      async onEnd(end) {
        if (end.status === 'FAILED') options.onFailure?.(end);
        // A rollout's input bears its cycle; a cycle's execution bears the cycle's name.
        const { tenant, cycleId = end.name } = end.input as { tenant: string; cycleId?: string };
        await stores.work.addUsage(tenant, cycleId, { 'states:transition': end.transitions });
      },
    });

    const { work, baselines, audit, control, registry } = stores;
    const recovered = await recover({ tenants, work, handlers, cause: 'an earlier run ended in the middle of it' });
    return {
      clock,
      host,
      handlers,
      workflows,
      work,
      baselines,
      audit,
      control,
      registry,
      tenants,
      recovered,
      startLoad: () => startFleetLoad(host, minuteMs),
      async tick() {
        for (const delivery of await logStream.deliveries()) await handlers['telemetry/receive-logs'](delivery);
        await handlers['telemetry/dispatch']({ source: 'kaizen.schedule', kind: 'tick' } satisfies TelemetryTick);
        await queue.idle();
      },
      takeOrders: (traffic) => takeOrders(state.root, handlers['rollout/decide'], ({ word }) => traffic || word !== 'approve'),
      slow: backends.slow,
      async stop(cause) {
        try {
          await host.stopLoad(null);
          await started().abort();
          await queue.idle();
          await recover({ tenants, work, handlers, cause });
        } finally {
          await close();
        }
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
